/** The radio. */
#include "esp_err.h"
typedef enum { WIFI_MODE_NULL, WIFI_MODE_STA, WIFI_MODE_AP, WIFI_MODE_APSTA } wifi_mode_t;
typedef enum { WIFI_IF_STA, WIFI_IF_AP } wifi_interface_t;
typedef enum { WIFI_AUTH_OPEN, WIFI_AUTH_WEP, WIFI_AUTH_WPA_PSK, WIFI_AUTH_WPA2_PSK } wifi_auth_mode_t;
typedef struct {
  uint8_t ssid[32], password[64], ssid_len, channel;
  wifi_auth_mode_t authmode;
  uint8_t ssid_hidden, max_connection;
  uint16_t beacon_interval;
} wifi_ap_config_t;
typedef union { wifi_ap_config_t ap; } wifi_config_t;
esp_err_t esp_wifi_set_mode(wifi_mode_t mode);
esp_err_t esp_wifi_set_config(wifi_interface_t interface, wifi_config_t *config);
