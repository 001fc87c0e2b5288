/** A sound that gives way to noise, and comes back: the non-linear processor of an echo canceller, block by block. */
#include "kernels.h"

#define ECHO_BLOCK 40

/* Places in the state of a shade. */
#define GAIN 0
#define GOAL 1
#define NOISE_PEAK 2
#define CHANCE 3

/* A gain of all, in Q15; and Q15 a sample: it closes within a block, and opens in 1 ms. */
#define OPEN 0x8000
#define CLOSING 820
#define OPENING 4096

void shadeBlock(int32_t *shade, int32_t from, int16_t *frame, int32_t frameFrom, int32_t at) {
  int32_t *own = shade + from;
  int32_t goal = own[GOAL];
  int32_t gain = own[GAIN];
  uint32_t chance = (uint32_t)own[CHANCE];
  int16_t *sample = frame + frameFrom + at;
  for (int16_t *end = sample + ECHO_BLOCK; sample < end; sample++) {
    if (gain > goal) gain = gain - CLOSING > goal ? gain - CLOSING : goal;
    else if (gain < goal) gain = least(goal, gain + OPENING);
    chance = chance * 1664525 + 1013904223;
    int32_t noise = wrapped((uint32_t)(wrapped(chance) >> 16) * (uint32_t)own[NOISE_PEAK]) >> 19;
    *sample = (int16_t)(wrapped((uint32_t)(*sample * gain) + (uint32_t)(noise * (OPEN - gain)) + 0x4000) >> 15);
  }
  own[GAIN] = gain;
  own[CHANCE] = wrapped(chance);
}
