/*
 * A data modem nobody here wrote: spandsp's V.22bis, 2400 bit/s both ways at once, which answers as V.25 has it, with a
 * tone whose phase turns around. A library as `machine.c` is; what is sent and received is octets, 8N1.
 *
 * Build:  cc -shared -fPIC -o modem.so modem.c $(pkg-config --cflags --libs spandsp)
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <spandsp.h>

#define MOST 4096
/* Samples of silence before the answering tone, and of the tone with the silence after it. */
#define BEFORE (2 * 8000)
#define TONE (BEFORE + 33 * 800)
#define AFTER (TONE + 600)

typedef struct {
  v22bis_state_t *pump;
  async_rx_state_t *rx;
  modem_connect_tones_tx_state_t *answer;
  int at, calls, trained;
  uint8_t text[MOST], heard[MOST];
  int length, sent, received;
  /* What is left of the octet under way, with its start and stop bits; 0 while none is. */
  int frame;
} modem_t;

/* Octets one after the other, ones between them. */
static int next_bit(void *user) {
  modem_t *modem = user;
  if (modem->frame <= 1 && modem->sent < modem->length) modem->frame = 0x600 | modem->text[modem->sent++] << 1;
  if (modem->frame <= 1) return 1;
  int bit = modem->frame & 1;
  modem->frame >>= 1;
  return bit;
}

static void on_octet(void *user, int octet) {
  modem_t *modem = user;
  if (octet >= 0 && modem->received < MOST) modem->heard[modem->received++] = (uint8_t)octet;
}

static void on_bit(void *user, int bit) {
  modem_t *modem = user;
  if (bit == SIG_STATUS_TRAINING_SUCCEEDED) modem->trained++;
  if (bit >= 0) async_rx_put_bit(modem->rx, bit);
}

modem_t *modem_open(int calls, int rate) {
  modem_t *modem = calloc(1, sizeof *modem);
  if (!modem) return NULL;
  modem->calls = calls;
  modem->rx = async_rx_init(NULL, 8, ASYNC_PARITY_NONE, 1, 0, on_octet, modem);
  modem->answer = modem_connect_tones_tx_init(NULL, MODEM_CONNECT_TONES_ANS_PR);
  modem->pump = v22bis_init(NULL, rate, V22BIS_GUARD_TONE_NONE, calls, next_bit, modem, on_bit, modem);
  return modem->pump ? modem : NULL;
}

/* One frame: what the line brought, and room for what the modem says in the same time. */
void modem_exchange(modem_t *modem, const int16_t *heard, int16_t *said, int length) {
  int made = 0, at = modem->at;
  modem->at += length;
  if (modem->calls || at >= AFTER) {
    v22bis_rx(modem->pump, heard, length);
    made = v22bis_tx(modem->pump, said, length);
  } else if (at >= BEFORE && at < TONE) made = modem_connect_tones_tx(modem->answer, said, length);
  memset(said + made, 0, (size_t)(length - made) * sizeof *said);
}

void modem_send(modem_t *modem, const uint8_t *octets, int length) {
  if (length > MOST) length = MOST;
  memcpy(modem->text, octets, (size_t)length);
  modem->length = length;
  modem->sent = 0;
}

/* What has come since the last time, at most 4096 octets: how many. */
int modem_take(modem_t *modem, uint8_t *octets) {
  int received = modem->received;
  memcpy(octets, modem->heard, (size_t)received);
  modem->received = 0;
  return received;
}

/* bit/s once it has been trained, else 0; and how often it was. */
int modem_rate(modem_t *modem) { return modem->trained > 0 ? v22bis_get_current_bit_rate(modem->pump) : 0; }

int modem_trainings(const modem_t *modem) { return modem->trained; }

void modem_close(modem_t *modem) {
  v22bis_free(modem->pump);
  async_rx_free(modem->rx);
  modem_connect_tones_tx_free(modem->answer);
  free(modem);
}
