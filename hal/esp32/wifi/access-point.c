/** The radio as an access point beside the station of embedded:network/interface/wifi, which has none: WPA2 and nothing older. */
#include "xsmc.h"
#include "mc.xs.h"

#include "esp_netif.h"
#include "esp_wifi.h"

#include <string.h>

#define LEAST_PASSWORD 8
#define CHANNEL 1

/* (name, password, most guests): opens it; the station has to be there. Throws when the radio refuses. */
void xs_ata_access_point(xsMachine *the) {
  static esp_netif_t *netif;
  wifi_config_t config;
  const char *text;
  size_t length;
  memset(&config, 0, sizeof(config));
  text = xsmcToString(xsArg(0));
  length = strlen(text);
  if (length == 0 || length > sizeof(config.ap.ssid)) xsUnknownError("no name for an access point");
  memcpy(config.ap.ssid, text, length);
  config.ap.ssid_len = (uint8_t)length;
  text = xsmcToString(xsArg(1));
  length = strlen(text);
  if (length < LEAST_PASSWORD || length >= sizeof(config.ap.password)) xsUnknownError("no password for an access point");
  memcpy(config.ap.password, text, length);
  config.ap.authmode = WIFI_AUTH_WPA2_PSK;
  config.ap.max_connection = (uint8_t)xsmcToInteger(xsArg(2));
  config.ap.channel = CHANNEL;
  if (!netif) netif = esp_netif_create_default_wifi_ap();
  if (esp_wifi_set_mode(WIFI_MODE_APSTA) != ESP_OK || esp_wifi_set_config(WIFI_IF_AP, &config) != ESP_OK)
    xsUnknownError("the radio opens no access point");
}

/* Closes it: a station and nothing else. */
void xs_ata_access_point_close(xsMachine *the) {
  if (esp_wifi_set_mode(WIFI_MODE_STA) != ESP_OK) xsUnknownError("the radio stays an access point");
}
