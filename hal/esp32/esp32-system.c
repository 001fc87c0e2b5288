/** What an ESP32 can do and Moddable has no name for: chance, MAC address, which slot is running and whether it is good, why it started. */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "esp_mac.h"
#include "esp_ota_ops.h"
#include "esp_random.h"
#include "esp_system.h"
#include "nvs_flash.h"

/* 32 bits of the hardware's noise, which is noise while the radio or the bootloader's entropy source is on. */
void xs_ata_random(xsMachine *the) { xsmcSetUnsigned(xsResult, esp_random()); }

/* (which): 0 the station's, 3 the Ethernet's; twelve hexadecimal digits. */
void xs_ata_mac(xsMachine *the) {
  static const char digits[] = "0123456789abcdef";
  uint8_t mac[6];
  char text[13];
  int i;
  if (esp_read_mac(mac, (esp_mac_type_t)xsmcToInteger(xsArg(0))) != ESP_OK) xsUnknownError("no MAC address");
  for (i = 0; i < 6; i++) {
    text[2 * i] = digits[mac[i] >> 4];
    text[2 * i + 1] = digits[mac[i] & 15];
  }
  text[12] = 0;
  xsmcSetString(xsResult, text);
}

/* Whether this is the first start of a new image, which is rolled back unless it is marked good. */
void xs_ata_on_trial(xsMachine *the) {
  esp_ota_img_states_t state;
  const esp_partition_t *running = esp_ota_get_running_partition();
  xsmcSetBoolean(xsResult, esp_ota_get_state_partition(running, &state) == ESP_OK && state == ESP_OTA_IMG_PENDING_VERIFY);
}

void xs_ata_mark_good(xsMachine *the) {
  (void)the;
  esp_ota_mark_app_valid_cancel_rollback();
}

/* Starts the image before this one; comes back only when there is none. */
void xs_ata_roll_back(xsMachine *the) {
  (void)the;
  esp_ota_mark_app_invalid_rollback_and_reboot();
}

/* esp_reset_reason_t: 1 power, 3 software, 4 panic, 5 to 7 a watchdog, 9 brown-out. */
void xs_ata_reset_reason(xsMachine *the) { xsmcSetInteger(xsResult, (int)esp_reset_reason()); }

/* As it left the factory, from the next start on. */
void xs_ata_erase_settings(xsMachine *the) {
  xsmcSetBoolean(xsResult, nvs_flash_deinit() == ESP_OK && nvs_flash_erase() == ESP_OK);
}

void xs_ata_restart(xsMachine *the) {
  (void)the;
  esp_restart();
}
