/**
 * Datagrams by lwIP, as hal/network.ts wants them and embedded:io/socket/udp has them not: with a DSCP, with the port that
 * was given, with a bound to what waits, and whole when lwIP has put one together from fragments.
 *
 * lwIP belongs to its own task: everything asked of it goes through tcpip_api_call.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "freertos/FreeRTOS.h"
#include "lwip/priv/tcpip_priv.h"
#include "lwip/udp.h"

#include <stdlib.h>
#include <string.h>

/* Datagrams that wait for a reader; more are lost. */
#define UDP_WAITING 24
/* Octets of an address as text. */
#define UDP_ADDRESS 48

typedef struct {
  struct pbuf *octets;
  ip_addr_t address;
  u16_t port;
} Waiting;

typedef struct {
  struct udp_pcb *pcb;
  xsMachine *the;
  xsSlot obj;
  xsSlot *onReadable;
  portMUX_TYPE lock;
  Waiting waiting[UDP_WAITING];
  uint8_t first, length;
  volatile uint8_t pending, closed, delivering;
  ip_addr_t lastAddress;
  uint8_t toldAddress;
} Udp;

typedef struct {
  struct tcpip_api_call_data call;
  Udp *udp;
  struct pbuf *octets;
  ip_addr_t address;
  u16_t port;
  u8_t tos;
} Call;

void xs_ata_udp_destructor(void *data);
static void mark(xsMachine *the, void *it, xsMarkRoot markRoot);

static const xsHostHooks hooks = {xs_ata_udp_destructor, mark, NULL};

static void mark(xsMachine *the, void *it, xsMarkRoot markRoot) {
  Udp *udp = it;
  if (udp->onReadable) (*markRoot)(the, udp->onReadable);
}

static void release(Udp *udp) {
  if (!udp->pending && !udp->delivering) free(udp);
}

/* In the engine's task. */
static void deliver(void *machine, void *refcon, uint8_t *message, uint16_t length) {
  xsMachine *the = machine;
  Udp *udp = refcon;
  (void)message;
  (void)length;
  udp->pending = 0;
  if (!udp->closed) {
    udp->delivering = 1;
    xsBeginHost(the);
    xsCallFunction0(xsReference(udp->onReadable), udp->obj);
    xsEndHost(the);
    udp->delivering = 0;
  }
  if (udp->closed) release(udp);
}

/* In lwIP's task. */
static void received(void *context, struct udp_pcb *pcb, struct pbuf *octets, const ip_addr_t *address, u16_t port) {
  Udp *udp = context;
  int kept = 0, tell = 0;
  (void)pcb;
  portENTER_CRITICAL(&udp->lock);
  if (!udp->closed && udp->length < UDP_WAITING) {
    Waiting *last = &udp->waiting[(udp->first + udp->length++) % UDP_WAITING];
    last->octets = octets;
    last->address = *address;
    last->port = port;
    kept = 1;
    tell = !udp->pending;
    udp->pending = 1;
  }
  portEXIT_CRITICAL(&udp->lock);
  if (!kept) pbuf_free(octets);
  if (tell && modMessagePostToMachine(udp->the, NULL, 0, deliver, udp) != 0) udp->pending = 0;
}

static err_t opened(struct tcpip_api_call_data *data) {
  Call *call = (Call *)data;
  struct udp_pcb *pcb = udp_new_ip_type(IPADDR_TYPE_ANY);
  err_t error;
  if (!pcb) return ERR_MEM;
  error = udp_bind(pcb, IP_ANY_TYPE, call->port);
  if (error != ERR_OK) {
    udp_remove(pcb);
    return error;
  }
  pcb->tos = call->tos;
  udp_recv(pcb, received, call->udp);
  call->udp->pcb = pcb;
  return ERR_OK;
}

static err_t closed(struct tcpip_api_call_data *data) {
  Call *call = (Call *)data;
  udp_remove(call->udp->pcb);
  return ERR_OK;
}

static err_t written(struct tcpip_api_call_data *data) {
  Call *call = (Call *)data;
  return udp_sendto(call->udp->pcb, call->octets, &call->address, call->port);
}

static err_t freed(struct tcpip_api_call_data *data) {
  pbuf_free(((Call *)data)->octets);
  return ERR_OK;
}

/* (port, tos, onReadable): port 0 is any free one. */
void xs_ata_udp(xsMachine *the) {
  int port = xsmcToInteger(xsArg(0)), tos = xsmcToInteger(xsArg(1));
  Call call = {0};
  Udp *udp;
  if (port < 0 || port > 65535 || tos < 0 || tos > 255) xsRangeError("no such port");
  udp = calloc(1, sizeof(Udp));
  if (!udp) xsUnknownError("no memory");
  portMUX_INITIALIZE(&udp->lock);
  udp->the = the;
  udp->obj = xsThis;
  udp->onReadable = xsmcToReference(xsArg(2));
  call.udp = udp;
  call.port = (u16_t)port;
  call.tos = (u8_t)tos;
  if (tcpip_api_call(opened, &call.call) != ERR_OK) {
    free(udp);
    xsUnknownError("the port is taken");
  }
  xsmcSetHostData(xsThis, udp);
  xsSetHostHooks(xsThis, (xsHostHooks *)&hooks);
  xsRemember(udp->obj);
}

/* What is still to be delivered, or is being delivered, frees it. */
void xs_ata_udp_destructor(void *data) {
  Udp *udp = data;
  Call call = {0};
  if (!udp) return;
  call.udp = udp;
  udp->closed = 1;
  tcpip_api_call(closed, &call.call);
  for (; udp->length > 0; udp->length--) {
    call.octets = udp->waiting[udp->first].octets;
    udp->first = (uint8_t)((udp->first + 1) % UDP_WAITING);
    tcpip_api_call(freed, &call.call);
  }
  release(udp);
}

void xs_ata_udp_close(xsMachine *the) {
  Udp *udp = xsmcGetHostData(xsThis);
  if (!udp) return;
  xsmcGetHostDataValidate(xsThis, (void *)&hooks);
  xsForget(udp->obj);
  xsmcSetHostData(xsThis, NULL);
  xsmcSetHostDestructor(xsThis, NULL);
  xs_ata_udp_destructor(udp);
}

void xs_ata_udp_get_port(xsMachine *the) {
  Udp *udp = xsmcGetHostDataValidate(xsThis, (void *)&hooks);
  xsmcSetInteger(xsResult, udp->pcb->local_port);
}

/* The next datagram as an ArrayBuffer, or undefined; whose it is stands in `address` and `from` of the socket. */
void xs_ata_udp_read(xsMachine *the) {
  Udp *udp = xsmcGetHostDataValidate(xsThis, (void *)&hooks);
  Call call = {0};
  Waiting next;
  int some;
  portENTER_CRITICAL(&udp->lock);
  some = udp->length > 0;
  if (some) {
    next = udp->waiting[udp->first];
    udp->first = (uint8_t)((udp->first + 1) % UDP_WAITING);
    udp->length--;
  }
  portEXIT_CRITICAL(&udp->lock);
  if (!some) return;

  xsmcVars(1);
  if (!udp->toldAddress || !ip_addr_eq(&udp->lastAddress, &next.address)) {
    char text[UDP_ADDRESS];
    ipaddr_ntoa_r(&next.address, text, sizeof(text));
    xsmcSetString(xsVar(0), text);
    xsmcSet(xsThis, xsID_address, xsVar(0));
    udp->lastAddress = next.address;
    udp->toldAddress = 1;
  }
  xsmcSetInteger(xsVar(0), next.port);
  xsmcSet(xsThis, xsID_from, xsVar(0));
  xsmcSetArrayBuffer(xsResult, NULL, next.octets->tot_len);
  pbuf_copy_partial(next.octets, xsmcToArrayBuffer(xsResult), next.octets->tot_len, 0);
  call.octets = next.octets;
  tcpip_api_call(freed, &call.call);
}

/* (octets, address, port): 1 when it is on its way. */
void xs_ata_udp_write(xsMachine *the) {
  Udp *udp = xsmcGetHostDataValidate(xsThis, (void *)&hooks);
  int port = xsmcToInteger(xsArg(2)), done = 0;
  xsUnsignedValue length;
  void *octets;
  Call call = {0};
  if (port > 0 && port < 65536 && ipaddr_aton(xsmcToString(xsArg(1)), &call.address)) {
    xsmcGetBufferReadable(xsArg(0), &octets, &length);
    if (length <= 0xffff) call.octets = pbuf_alloc(PBUF_TRANSPORT, (u16_t)length, PBUF_RAM);
    if (call.octets) {
      memcpy(call.octets->payload, octets, length);
      call.udp = udp;
      call.port = (u16_t)port;
      done = tcpip_api_call(written, &call.call) == ERR_OK;
      tcpip_api_call(freed, &call.call);
    }
  }
  xsmcSetInteger(xsResult, done);
}
