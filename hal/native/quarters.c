/** How loud the quarters of a frame are, and how much of that is hiss. */
#include "kernels.h"

#define QUARTER 40
#define QUARTERS 4

int32_t quarterEnergies(int16_t *frame, int32_t from, int32_t last, int32_t *into, int32_t intoFrom) {
  int16_t *sample = frame + from;
  int32_t *energies = into + intoFrom;
  int32_t before = last;
  for (int32_t quarter = 0; quarter < QUARTERS; quarter++) {
    int64_t energy = 0;
    int64_t hiss = 0;
    for (int32_t i = 0; i < QUARTER; i++, sample++) {
      int32_t difference = (*sample - before) >> 1;
      energy += *sample * *sample;
      hiss += difference * difference;
      before = *sample;
    }
    *energies++ = (int32_t)(energy >> 5);
    *energies++ = (int32_t)(hiss >> 5);
  }
  return before;
}
