/** What datagrams are kept in. */
#ifndef LWIP_PBUF_H
#define LWIP_PBUF_H
#include "ip_addr.h"
struct pbuf { struct pbuf *next; void *payload; u16_t tot_len, len; };
#define PBUF_TRANSPORT 0
#define PBUF_RAM 0
struct pbuf *pbuf_alloc(int layer, u16_t length, int type);
u8_t pbuf_free(struct pbuf *octets);
u16_t pbuf_copy_partial(const struct pbuf *octets, void *into, u16_t length, u16_t offset);
#endif
