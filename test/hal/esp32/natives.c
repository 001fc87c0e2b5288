/** The native classes in the hands of a platform that is not there: what they ask of it, and what becomes of samples and datagrams. */
#include <stdio.h>
#include <string.h>

#include "pcm-ring.h"
#include "platform.h"

void xs_pcm(xsMachine *the);
void xs_pcm_close(xsMachine *the);
void xs_pcm_start(xsMachine *the);
void xs_pcm_stop(xsMachine *the);
void xs_pcm_read(xsMachine *the);
void xs_pcm_write(xsMachine *the);
void xs_pcm_underruns(xsMachine *the);
void xs_pcm_overruns(xsMachine *the);
void xs_ata_udp(xsMachine *the);
void xs_ata_udp_close(xsMachine *the);
void xs_ata_udp_get_port(xsMachine *the);
void xs_ata_udp_read(xsMachine *the);
void xs_ata_udp_write(xsMachine *the);

static int calls, lastSlot, closeInCall;
static int32_t block[80];

static void heard(xsMachine *the, int count) {
  calls++;
  lastSlot = count ? (int)the->arguments[0].number : -1;
  if (closeInCall) xs_pcm_close(the);
}

static void argue(xsMachine *the, double a, double b, double c, double d) {
  the->arguments[0].number = a;
  the->arguments[1].number = b;
  the->arguments[2].number = c;
  the->arguments[3].number = d;
}

static int with(xsMachine *the, void (*function)(xsMachine *), double slot, void *samples, int count) {
  argue(the, slot, 0, 0, 0);
  the->arguments[1].data = samples;
  the->arguments[1].length = (uint32_t)count * 2;
  function(the);
  return (int)the->result.number;
}

/* 5 ms go by, in which slot 0 says `a` and slot 1 says `b`; answers the first word of slot 0 that went out. */
static int32_t pass(xsMachine *the, int16_t a, int16_t b) {
  i2s_event_data_t event = {block, sizeof(block)};
  int i;
  for (i = 0; i < 40; i++) {
    block[2 * i] = (int32_t)((uint32_t)(uint16_t)a << 16) | 0x1234;
    block[2 * i + 1] = (int32_t)((uint32_t)(uint16_t)b << 16);
  }
  platform.onReceived(NULL, &event, platform.context);
  platform.onSent(NULL, &event, platform.context);
  runTask();
  deliverMessages(the);
  return block[0];
}

static void pcm(void) {
  xsMachine machine = {0}, *the = &machine;
  int16_t frame[160];
  int i;
  platform.onCall = heard;
  argue(the, 32, 33, 5, 35);
  xs_pcm(the);
  printf("pins %d %d %d %d, inverted %d\n", platform.standard.gpio_cfg.bclk, platform.standard.gpio_cfg.ws,
         platform.standard.gpio_cfg.dout, platform.standard.gpio_cfg.din, platform.standard.gpio_cfg.invert_flags.bclk_inv);
  printf("bit clock %u, sync of %u, %u buffers of %u, internal %d, channels %d\n",
         platform.standard.clk_cfg.sample_rate_hz * (unsigned)platform.standard.slot_cfg.slot_mode *
             (unsigned)platform.standard.slot_cfg.data_bit_width,
         platform.standard.slot_cfg.ws_width, platform.channel.dma_desc_num, platform.channel.dma_frame_num,
         platform.internal, platform.channels);

  for (i = 0; i < 8; i++) pass(the, 1, 2);
  printf("at rest: %d calls\n", calls);
  with(the, xs_pcm_start, 1, NULL, 0);
  for (i = 0; i < 8; i++) pass(the, 100, (int16_t)(-100 - i));
  printf("two frames of slot 1: %d calls, the last for %d\n", calls, lastSlot);
  i = with(the, xs_pcm_read, 1, frame, 160);
  printf("read %d, from %d to %d\n", i, frame[0], frame[159]);
  printf("slot 0 read %d, took %d\n", with(the, xs_pcm_read, 0, frame, 160), with(the, xs_pcm_write, 0, frame, 160));

  for (i = 0; i < 160; i++) frame[i] = (int16_t)(-1000 - i);
  printf("took %d", with(the, xs_pcm_write, 1, frame, 160));
  pass(the, 0, 0);
  printf(", lead %d", block[1]);
  pass(the, 0, 0);
  printf(" %d", block[79]);
  pass(the, 0, 0);
  printf(", then %d, other slot %d\n", block[1] >> 16, block[0]);
  for (i = 0; i < 13; i++) pass(the, 0, 0);
  printf("underruns %d\n", with(the, xs_pcm_underruns, 1, NULL, 0));
  for (i = 0; i < 40; i++) pass(the, 0, 7);
  printf("overruns %d\n", with(the, xs_pcm_overruns, 1, NULL, 0) > 0);

  with(the, xs_pcm_stop, 1, NULL, 0);
  calls = 0;
  for (i = 0; i < 8; i++) pass(the, 1, 2);
  printf("stopped: %d calls, read %d\n", calls, with(the, xs_pcm_read, 1, frame, 160));

  with(the, xs_pcm_start, 0, NULL, 0);
  platform.queueFull = 1;
  for (i = 0; i < 4; i++) pass(the, 9, 9);
  platform.queueFull = 0;
  pass(the, 9, 9);
  printf("told late: %d calls\n", calls);
  closeInCall = 1;
  for (i = 0; i < 4 && platform.channels > 0; i++) pass(the, 9, 9);
  closeInCall = 0;
  printf("closed in a call: channels %d, memories %d, remembered %d\n", platform.channels, platform.memories, the->remembered);
  xs_pcm_close(the);

  platform.i2sFails = 1;
  the->refused = 0;
  argue(the, 32, 33, 5, 35);
  xs_pcm(the);
  printf("refused %d, memories %d, remembered %d\n", the->refused, platform.memories, the->remembered);
}

static void arrive(uint32_t address, u16_t port, const char *one, const char *two) {
  ip_addr_t from = {{address}};
  struct pbuf *octets = pbuf_alloc(0, (u16_t)strlen(one), 0);
  memcpy(octets->payload, one, strlen(one));
  if (two) {
    octets->next = pbuf_alloc(0, (u16_t)strlen(two), 0);
    memcpy(octets->next->payload, two, strlen(two));
    octets->tot_len = (u16_t)(octets->tot_len + octets->next->len);
  }
  platform.onDatagram(platform.context, platform.pcb, octets, &from, port);
}

static void udp(void) {
  xsMachine machine = {0}, *the = &machine;
  char octets[] = "hello", to[] = "192.0.2.7", nowhere[] = "example.org";
  int i, read = 0;
  calls = 0;
  argue(the, 1, 0, 0, 0);
  xs_ata_udp(the);
  printf("port 1 refused %d\n", the->refused);
  argue(the, 0, 46 << 2, 0, 0);
  xs_ata_udp(the);
  printf("tos %d", platform.pcb->tos);
  xs_ata_udp_get_port(the);
  printf(", port %d\n", (int)the->result.number);

  arrive(0x7f000001, 5060, "one", NULL);
  arrive(0x7f000001, 5061, "frag", "ment");
  i = deliverMessages(the);
  printf("messages %d, calls %d\n", i, calls);
  xs_ata_udp_read(the);
  printf("%s from %s:%d\n", (char *)the->result.data, platform.address, platform.from);
  strcpy(platform.address, "as before");
  xs_ata_udp_read(the);
  printf("%s from %s:%d\n", (char *)the->result.data, platform.address, platform.from);

  the->arguments[0].data = octets;
  the->arguments[0].length = 5;
  the->arguments[1].data = to;
  the->arguments[2].number = 4000;
  xs_ata_udp_write(the);
  printf("sent %d: %d octets to %x:%d\n", (int)the->result.number, platform.sentLength, platform.sentTo, platform.sentPort);
  the->arguments[1].data = nowhere;
  xs_ata_udp_write(the);
  printf("sent %d\n", (int)the->result.number);

  for (i = 0; i < 40; i++) arrive(0x0a000001, 1, "x", NULL);
  for (;; read++) {
    the->result.data = NULL;
    xs_ata_udp_read(the);
    if (!the->result.data) break;
  }
  printf("of 40 waited %d, left %d\n", read, platform.pbufs);
  arrive(0x0a000001, 1, "x", NULL);
  calls = 0;
  xs_ata_udp_close(the);
  i = deliverMessages(the);
  printf("closed: %s, left %d, remembered %d, messages %d, calls %d\n", platform.pcb ? "open" : "gone", platform.pbufs,
         the->remembered, i, calls);
}

int main(void) {
  pcm();
  udp();
  return 0;
}
