/**
 * The links as lwIP knows them: their addresses, what DHCP has told with them (RFC 2132), whom lwIP asks for names, and
 * who hears of a change. A link is named by its key: ETH_DEF, WIFI_STA_DEF.
 *
 * The IDF asks a server for its DNS and NTP servers; the domain and where files are it takes from those that tell unasked.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "esp_event.h"
#include "esp_netif.h"
#include "esp_sntp.h"
#include "freertos/FreeRTOS.h"
#include "lwip/ip_addr.h"
#include "lwip/pbuf.h"
#include "lwip/prot/dhcp.h"

#include <string.h>

/* Octets of an option that are kept, and of an address as text. */
#define OPTION_TEXT 64
#define ADDRESS_TEXT 48

/* Options, as long as they were told. */
typedef struct {
  uint8_t option, length;
  char text[OPTION_TEXT];
} Told;

static Told told[] = {{15, 0, ""}, {66, 0, ""}, {160, 0, ""}};
#define OPTIONS (sizeof(told) / sizeof(told[0]))
static portMUX_TYPE lock = portMUX_INITIALIZER_UNLOCKED;

static xsMachine *listener;
static xsSlot onChange;
static volatile uint8_t pending;

struct dhcp;

/* By lwIP, in its task, for each option of a message that it does not know itself; what is offered is not ours yet. */
void lwip_dhcp_on_extra_option(struct dhcp *dhcp, uint8_t state, uint8_t option, uint8_t length, struct pbuf *octets, uint16_t offset);
void lwip_dhcp_on_extra_option(struct dhcp *dhcp, uint8_t state, uint8_t option, uint8_t length, struct pbuf *octets, uint16_t offset) {
  char text[OPTION_TEXT];
  unsigned i;
  (void)dhcp;
  if (state == DHCP_STATE_SELECTING || length > OPTION_TEXT) return;
  for (i = 0; i < OPTIONS; i++)
    if (told[i].option == option && pbuf_copy_partial(octets, text, length, offset) == length) {
      portENTER_CRITICAL(&lock);
      memcpy(told[i].text, text, length);
      told[i].length = length;
      portEXIT_CRITICAL(&lock);
    }
}

/* In the engine's task. */
static void deliver(void *machine, void *refcon, uint8_t *message, uint16_t length) {
  xsMachine *the = machine;
  (void)refcon;
  (void)message;
  (void)length;
  pending = 0;
  xsBeginHost(the);
  xsCallFunction0(onChange, xsGlobal);
  xsEndHost(the);
}

/* In the task of events. */
static void happened(void *context, esp_event_base_t base, int32_t id, void *data) {
  (void)context;
  (void)base;
  (void)id;
  (void)data;
  if (pending) return;
  pending = 1;
  if (modMessagePostToMachine(listener, NULL, 0, deliver, NULL) != 0) pending = 0;
}

/* (function): is called when any link has got an address, or has lost it. Once, after the first link was made. */
void xs_ata_netif_watch(xsMachine *the) {
  listener = the;
  onChange = xsArg(0);
  xsRemember(onChange);
  esp_sntp_servermode_dhcp(true);
  if (esp_event_handler_register(IP_EVENT, ESP_EVENT_ANY_ID, happened, NULL) != ESP_OK) xsUnknownError("no events");
}

/* (key): as text; undefined without a cable, a station or a lease. */
void xs_ata_netif_address(xsMachine *the) {
  esp_netif_t *netif = esp_netif_get_handle_from_ifkey(xsmcToString(xsArg(0)));
  esp_netif_ip_info_t info;
  char text[ADDRESS_TEXT];
  if (!netif || !esp_netif_is_netif_up(netif)) return;
  if (esp_netif_get_ip_info(netif, &info) != ESP_OK || info.ip.addr == 0) return;
  xsmcSetString(xsResult, esp_ip4addr_ntoa(&info.ip, text, sizeof(text)));
}

/* (key, which of three): the server that is asked for names; undefined without. */
void xs_ata_netif_dns(xsMachine *the) {
  esp_netif_t *netif = esp_netif_get_handle_from_ifkey(xsmcToString(xsArg(0)));
  esp_netif_dns_info_t dns;
  char text[ADDRESS_TEXT];
  if (!netif || esp_netif_get_dns_info(netif, (esp_netif_dns_type_t)xsmcToInteger(xsArg(1)), &dns) != ESP_OK) return;
  if (dns.ip.type != ESP_IPADDR_TYPE_V4 || dns.ip.u_addr.ip4.addr == 0) return;
  xsmcSetString(xsResult, esp_ip4addr_ntoa(&dns.ip.u_addr.ip4, text, sizeof(text)));
}

/* (key, which, address): is asked from now on, until DHCP names another. */
void xs_ata_netif_set_dns(xsMachine *the) {
  esp_netif_t *netif = esp_netif_get_handle_from_ifkey(xsmcToString(xsArg(0)));
  esp_netif_dns_info_t dns;
  memset(&dns, 0, sizeof(dns));
  dns.ip.type = ESP_IPADDR_TYPE_V4;
  if (!netif || esp_netif_str_to_ip4(xsmcToString(xsArg(2)), &dns.ip.u_addr.ip4) != ESP_OK) return;
  esp_netif_set_dns_info(netif, (esp_netif_dns_type_t)xsmcToInteger(xsArg(1)), &dns);
}

/* (option): its octets; undefined when nobody has told it. */
void xs_ata_netif_told(xsMachine *the) {
  char text[OPTION_TEXT];
  int option = xsmcToInteger(xsArg(0));
  uint8_t length = 0;
  unsigned i;
  for (i = 0; i < OPTIONS; i++)
    if (told[i].option == option) {
      portENTER_CRITICAL(&lock);
      length = told[i].length;
      memcpy(text, told[i].text, length);
      portEXIT_CRITICAL(&lock);
    }
  if (length > 0) xsmcSetArrayBuffer(xsResult, text, length);
}

/* (which): a time server that DHCP has named (option 42); undefined without. */
void xs_ata_netif_time_server(xsMachine *the) {
  const ip_addr_t *address = esp_sntp_getserver((u8_t)xsmcToInteger(xsArg(0)));
  char text[ADDRESS_TEXT];
  if (!address || ip_addr_isany(address)) return;
  xsmcSetString(xsResult, ipaddr_ntoa_r(address, text, sizeof(text)));
}
