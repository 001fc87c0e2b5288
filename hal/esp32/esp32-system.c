/**
 * What an ESP32 can do and Moddable has no name for: MAC address, which slot is running and whether it is good,
 * by whom an image is signed, why it started.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "esp_mac.h"
#include "esp_ota_ops.h"
#include "esp_partition.h"
#include "esp_system.h"
#include "nvs_flash.h"
#include "psa/crypto.h"

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

/* Whether the flash has room for another image: a board of 4 MB has one slot alone, which is the next to itself. */
void xs_ata_has_second_slot(xsMachine *the) {
  const esp_partition_t *running = esp_ota_get_running_partition();
  const esp_partition_t *next = esp_ota_get_next_update_partition(NULL);
  xsmcSetBoolean(xsResult, next && running && next->address != running->address);
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

/* (key, digest, signature): a point of P-256 in 65 octets, SHA-256, and r and s; all of it comes from somewhere. */
void xs_ata_is_signed(xsMachine *the) {
  enum { KEY, DIGEST, SIGNATURE, PARTS };
  static const xsUnsignedValue lengths[PARTS] = {65, 32, 64};
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t key;
  void *parts[PARTS];
  xsUnsignedValue length;
  int i;
  xsmcSetBoolean(xsResult, 0);
  for (i = 0; i < PARTS; i++) {
    xsmcGetBufferReadable(xsArg(i), &parts[i], &length);
    if (length != lengths[i]) return;
  }
  psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1));
  psa_set_key_bits(&attributes, 256);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_VERIFY_HASH);
  psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
  if (psa_crypto_init() != PSA_SUCCESS) return;
  if (psa_import_key(&attributes, (const uint8_t *)parts[KEY], 65, &key) != PSA_SUCCESS) return;
  xsmcSetBoolean(xsResult, psa_verify_hash(key, PSA_ALG_ECDSA(PSA_ALG_SHA_256), (const uint8_t *)parts[DIGEST], 32,
                                           (const uint8_t *)parts[SIGNATURE], 64) == PSA_SUCCESS);
  psa_destroy_key(key);
}

/* esp_reset_reason_t: 1 power, 3 software, 4 panic, 5 to 7 a watchdog, 9 brown-out. */
void xs_ata_reset_reason(xsMachine *the) { xsmcSetInteger(xsResult, (int)esp_reset_reason()); }

/* As it left the factory, from the next start on; what was on the stack when it crashed may hold a secret, too. */
void xs_ata_erase_settings(xsMachine *the) {
  const esp_partition_t *crash = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_COREDUMP, NULL);
  int erased = !crash || esp_partition_erase_range(crash, 0, crash->size) == ESP_OK;
  xsmcSetBoolean(xsResult, nvs_flash_deinit() == ESP_OK && nvs_flash_erase() == ESP_OK && erased);
}

void xs_ata_restart(xsMachine *the) {
  (void)the;
  esp_restart();
}
