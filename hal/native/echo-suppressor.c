/** Who speaks: what a canceller leaves of an echo gives way to noise while only the far end does. */
#include "echo.h"

/* Energies over a block in 1/32: what leaves an echo to speak of, and what is surely no noise; and in 1/256: bounds of it. */
#define AUDIBLE 2055
#define LOUD 0x100000
#define LEAST_FLOOR (256 * 1)
#define MOST_FLOOR (256 * 32564)
#define FIRST_BLOCKS 100

/* The part of the energy sent that a canceller leaves, in Q24: at most when its path is good, and at best. */
#define GOOD_LEAK 0x100000
#define LEAST_LEAK 0x2000

/* So many times what is expected, and the noise, is somebody who speaks; for so many blocks each, and at most. */
#define NEAR 12
#define MORE_NEAR 48
#define OVER_FLOOR 4
#define HOLD_FOR_EACH 4
#define MOST_HOLD 24
#define SHORT_HOLD 8

/* What was sent of late. */
static int32_t fade(int32_t *state) {
  state[FADING] = most(state[FADING] - (state[FADING] >> 3), state[SOUND_SENT]);
  return state[FADING];
}

static void followLeak(int32_t *state, int32_t more) {
  int32_t leak = state[LEAK];
  int32_t next = more ? leak + leak / 96 : leak - (leak >> 5);
  state[LEAK] = most(LEAST_LEAK, least(state[GOOD] ? GOOD_LEAK : FIRST_LEAK, next));
}

static void followNoise(int32_t *state, int32_t left) {
  int32_t floor = state[FLOOR];
  int32_t noise = least(LOUD, left) << 8;
  int32_t next = floor;
  if (noise < floor >> 1) next -= (floor - noise) >> 3;
  else if (noise < 2 * floor) next += (noise - floor) >> 5;
  else if (state[HEARD] < FIRST_BLOCKS) next += floor >> 4;
  else next += floor >> 7;
  if (state[HEARD] < FIRST_BLOCKS) state[HEARD]++;
  state[FLOOR] = most(LEAST_FLOOR, least(MOST_FLOOR, next));
}

int32_t isFarAlone(int32_t *state) {
  int32_t sent = fade(state);
  int32_t left = state[SOUND_LEFT];
  int32_t floor = state[FLOOR] >> 8;
  if (sent < AUDIBLE) {
    if (state[HOLD] > 0) state[HOLD]--;
    followNoise(state, left);
    return 0;
  }
  if (left < floor >> 2) followNoise(state, left);
  int32_t expected = (int32_t)(((int64_t)sent * state[LEAK]) >> 24);
  int32_t more = state[SUPPRESS] == MORE;
  if (left > (int64_t)(more ? MORE_NEAR : NEAR) * expected + OVER_FLOOR * floor) {
    state[HOLD] = least(more ? SHORT_HOLD : MOST_HOLD, state[HOLD] + HOLD_FOR_EACH);
    state[LEAK] = least(FIRST_LEAK, state[LEAK] + (state[LEAK] >> 8));
    return 0;
  }
  followLeak(state, left - 2 * floor > expected);
  if (state[HOLD] == 0) return 1;
  state[HOLD]--;
  return 0;
}
