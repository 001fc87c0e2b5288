/** A sound that gives way to noise, and comes back: the non-linear processor of an echo canceller, block by block. */
#include "echo.h"

/* Q15 a sample: it closes within a block, and opens in 1 ms. */
#define CLOSING 820
#define OPENING 4096

/* Whole part of the square root of what has 26 bits. */
static int32_t rootOf(int32_t square) {
  int32_t root = 0;
  for (int32_t bit = 0x1000; bit > 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= square) root |= bit;
  return root;
}

void shadeBlock(int32_t *state, int16_t *frame, int32_t at, int32_t closed) {
  int32_t gain = state[GAIN];
  if (!closed && gain == OPEN) return;
  int32_t goal = closed ? 0 : OPEN;
  /* root of three times the mean square of the noise, in 1/16: its peak, if all it can be has the same chance */
  int32_t peak = rootOf(state[FLOOR] * 12 / 5);
  uint32_t chance = (uint32_t)state[CHANCE];
  for (int32_t i = at; i < at + ECHO_BLOCK; i++) {
    if (gain > goal) gain = most(goal, gain - CLOSING);
    else if (gain < goal) gain = least(goal, gain + OPENING);
    chance = chance * 1664525 + 1013904223;
    int32_t noise = ((wrapped(chance) >> 16) * peak) >> 19;
    frame[i] = (int16_t)((frame[i] * gain + noise * (OPEN - gain) + 0x4000) >> 15);
  }
  state[GAIN] = gain;
  state[CHANCE] = wrapped(chance);
}
