/** Bits as sound, as far as a frame goes: frequency shift keying whose phase never jumps. */
#include "kernels.h"

#define RATE 8000

/* Places in the state, those of the carrier's oscillator last. */
#define MARK 0
#define SPACE 1
#define BAUD 2
#define COUNT 3
#define SENT 4
#define CLOCK 5
#define CARRIER 6
#define CARRIER_STEP 7

int32_t modulate(int16_t *frame, int32_t from, int32_t length, int32_t start, uint8_t *bits, int32_t bitsFrom, int32_t octets,
                 int32_t *state, int32_t stateFrom, int16_t *turn) {
  int32_t *own = state + stateFrom;
  int32_t at = start;
  while (at < length && own[SENT] < own[COUNT]) {
    int32_t octet = own[SENT] >> 3;
    int32_t bit = octet < octets ? bits[bitsFrom + octet] >> (own[SENT] & 7) & 1 : 0;
    own[CARRIER_STEP] = own[bit ? MARK : SPACE];
    /* the samples that begin within this bit: a bit need not be a whole number of them */
    int32_t rest = (RATE - own[CLOCK] + own[BAUD] - 1) / own[BAUD];
    int32_t end = least(at + rest, length);
    addSine(frame, from, length, at, end, own, CARRIER, turn);
    own[CLOCK] += (end - at) * own[BAUD];
    at = end;
    if (own[CLOCK] >= RATE) {
      own[CLOCK] -= RATE;
      own[SENT]++;
    }
  }
  return at;
}
