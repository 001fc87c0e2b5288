/** lwIP's datagrams. */
#ifndef LWIP_UDP_H
#define LWIP_UDP_H
#include <stddef.h>
#include <stdint.h>
#include "ip_addr.h"
#include "pbuf.h"
typedef int8_t err_t;
struct udp_pcb { u8_t tos; u16_t local_port; };
typedef void (*udp_recv_fn)(void *context, struct udp_pcb *pcb, struct pbuf *octets, const ip_addr_t *address, u16_t port);
enum { ERR_OK = 0, ERR_MEM = -1, ERR_USE = -8 };
#define IPADDR_TYPE_ANY 46
#define IP_ANY_TYPE ((const ip_addr_t *)NULL)
struct udp_pcb *udp_new_ip_type(u8_t type);
err_t udp_bind(struct udp_pcb *pcb, const ip_addr_t *address, u16_t port);
void udp_remove(struct udp_pcb *pcb);
void udp_recv(struct udp_pcb *pcb, udp_recv_fn received, void *context);
err_t udp_sendto(struct udp_pcb *pcb, struct pbuf *octets, const ip_addr_t *address, u16_t port);
#endif
