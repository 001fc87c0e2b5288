/** Addresses of lwIP. */
#ifndef LWIP_IP_ADDR_H
#define LWIP_IP_ADDR_H
#include <stdint.h>
typedef uint8_t u8_t;
typedef uint16_t u16_t;
typedef struct { uint32_t words[5]; } ip_addr_t;
#define ip_addr_isany(address) ((address)->words[0] == 0)
int ip_addr_eq(const ip_addr_t *one, const ip_addr_t *other);
int ipaddr_aton(const char *text, ip_addr_t *address);
char *ipaddr_ntoa_r(const ip_addr_t *address, char *text, int length);
#endif
