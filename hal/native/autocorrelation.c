/** How like a sound is to itself a little later: autocorrelation under a window. */
#include "kernels.h"

#define SPAN 160

void autocorrelate(int16_t *samples, int32_t from, int32_t order, int16_t *room, int32_t roomFrom, int16_t *window,
                   int32_t *into, int32_t intoFrom) {
  samples += from;
  room += roomFrom;
  for (int32_t i = 0; i < SPAN; i++) room[i] = (int16_t)((samples[i] * window[i] + 0x4000) >> 15);
  for (int32_t lag = 0; lag <= order; lag++) {
    int64_t sum = 0;
    for (int32_t i = lag; i < SPAN; i++) sum += room[i] * room[i - lag];
    into[intoFrom + lag] = wrapped((uint32_t)(sum >> 6));
  }
}
