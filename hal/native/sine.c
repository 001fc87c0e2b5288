/** Sines from a table: one turn of 257 entries in Q15 and phases of 32 bits. */
#include "kernels.h"

/* An oscillator is three places of an array. */
#define PHASE 0
#define STEP 1
#define PEAK 2

void addSine(int16_t *frame, int32_t from, int32_t length, int32_t start, int32_t end, int32_t *oscillators, int32_t at,
             int16_t *turn) {
  uint32_t phase = (uint32_t)oscillators[at + PHASE];
  uint32_t step = (uint32_t)oscillators[at + STEP];
  int32_t peak = oscillators[at + PEAK];
  int32_t last = least(end, length);
  for (int32_t i = start; i < last; i++) {
    int16_t *low = turn + (phase >> 24);
    int32_t value = low[0] + (((low[1] - low[0]) * (int32_t)(phase >> 8 & 0xffff)) >> 16);
    frame[from + i] = saturated(frame[from + i] + ((value * peak + 0x4000) >> 15));
    phase += step;
  }
  oscillators[at + PHASE] = wrapped(phase);
}
