/** lwIP's datagrams. */
#ifndef LWIP_UDP_H
#define LWIP_UDP_H
#include <stddef.h>
#include <stdint.h>
typedef uint8_t u8_t;
typedef uint16_t u16_t;
typedef int8_t err_t;
typedef struct { uint32_t words[5]; } ip_addr_t;
struct pbuf { struct pbuf *next; void *payload; u16_t tot_len, len; };
struct udp_pcb { u8_t tos; u16_t local_port; };
typedef void (*udp_recv_fn)(void *context, struct udp_pcb *pcb, struct pbuf *octets, const ip_addr_t *address, u16_t port);
enum { ERR_OK = 0, ERR_MEM = -1, ERR_USE = -8 };
#define IPADDR_TYPE_ANY 46
#define IP_ANY_TYPE ((const ip_addr_t *)NULL)
#define PBUF_TRANSPORT 0
#define PBUF_RAM 0
struct udp_pcb *udp_new_ip_type(u8_t type);
err_t udp_bind(struct udp_pcb *pcb, const ip_addr_t *address, u16_t port);
void udp_remove(struct udp_pcb *pcb);
void udp_recv(struct udp_pcb *pcb, udp_recv_fn received, void *context);
err_t udp_sendto(struct udp_pcb *pcb, struct pbuf *octets, const ip_addr_t *address, u16_t port);
struct pbuf *pbuf_alloc(int layer, u16_t length, int type);
u8_t pbuf_free(struct pbuf *octets);
u16_t pbuf_copy_partial(const struct pbuf *octets, void *into, u16_t length, u16_t offset);
int ip_addr_eq(const ip_addr_t *one, const ip_addr_t *other);
int ipaddr_aton(const char *text, ip_addr_t *address);
char *ipaddr_ntoa_r(const ip_addr_t *address, char *text, int length);
#endif
