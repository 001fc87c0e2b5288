/** What a test sees of the platform that is not there, and what it does to it. */
#ifndef PLATFORM_H
#define PLATFORM_H
#include "driver/i2s_std.h"
#include "lwip/priv/tcpip_priv.h"
#include "mc.xs.h"
#include "xsHost.h"

typedef struct {
  void (*onCall)(xsMachine *the, int count);
  i2s_chan_config_t channel;
  i2s_std_config_t standard;
  i2s_isr_callback_t onSent, onReceived;
  udp_recv_fn onDatagram;
  void *context;
  struct udp_pcb *pcb;
  int channels, memories, internal, pbufs, i2sFails, queueFull;
  int from, sentPort, sentLength;
  uint32_t sentTo;
  char address[48];
} Platform;

extern Platform platform;

void runTask(void);
/** How many there were. */
int deliverMessages(xsMachine *the);
#endif
