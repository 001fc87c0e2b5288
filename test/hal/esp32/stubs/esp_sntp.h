/** Time servers, as far as DHCP names them. */
#ifndef ESP_SNTP_H
#define ESP_SNTP_H
#include <stdbool.h>
#include "lwip/ip_addr.h"
void esp_sntp_servermode_dhcp(bool enable);
const ip_addr_t *esp_sntp_getserver(u8_t index);
#endif
