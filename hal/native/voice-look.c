/** Does a frame stand out of its background: all that voice activity does with one. */
#include "kernels.h"

#define FRAME 160
#define QUARTER 40

/* Places in the state. */
#define LAST 0
#define ABOVE 1
#define LEAST 2
#define FLOORS 3
#define SOFTEST 5
#define LOUDEST 7
#define FRAMES 9
#define SPOKEN 10
#define HANGOVER 11
#define ENERGIES 12
#define VOICE_STATE 20

/* The energies of -78 and -30 dBm0, in 1/32 and in Q8. */
#define LEAST_FLOOR (256 * 5)
#define MOST_FLOOR (256 * 325641)
#define WORD 4
#define WORD_HANGOVER 10
#define CLICK_HANGOVER 3
#define STEADY 100
#define STEADY_RANGE 8
#define LOUD 0x400000

/* The energies of the quarters, and of half their differences from sample to sample. */
static void measure(int16_t *sample, int32_t *state) {
  int32_t *energies = state + ENERGIES;
  int32_t last = state[LAST];
  for (int32_t start = 0; start < FRAME; start += QUARTER) {
    uint64_t energy = 0;
    uint64_t hiss = 0;
    for (int32_t i = 0; i < QUARTER; i += 2) {
      int32_t one = *sample++;
      int32_t step = (one - last) >> 1;
      last = *sample++;
      int32_t next = (last - one) >> 1;
      energy += (uint32_t)(one * one) + (uint32_t)(last * last);
      hiss += (uint32_t)(step * step) + (uint32_t)(next * next);
    }
    *energies++ = (int32_t)(energy >> 5);
    *energies++ = (int32_t)(hiss >> 5);
  }
  state[LAST] = last;
}

/* 1 when a quarter stands out by its energy (0) or by its hiss (1). */
static int32_t follow(int32_t *state, int32_t kind) {
  int64_t floor = (int64_t)state[ABOVE] * state[FLOORS + kind];
  int32_t speech = 0;
  for (int32_t at = ENERGIES + kind; at < VOICE_STATE; at += 2) {
    int32_t energy = state[at];
    if (energy > state[LEAST] && 65536 * (int64_t)energy > floor) speech = 1;
    if (energy < state[SOFTEST + kind]) state[SOFTEST + kind] = energy;
    if (energy > state[LOUDEST + kind]) state[LOUDEST + kind] = energy;
  }
  return speech;
}

/* The background: followed down quickly and up slowly. */
static void settle(int32_t *state, int32_t kind, int32_t speech) {
  int32_t floor = state[FLOORS + kind];
  for (int32_t at = ENERGIES + kind; at < VOICE_STATE; at += 2) {
    int32_t energy = 256 * least(state[at], LOUD);
    if (2 * (int64_t)energy < floor) floor -= floor >> 3;
    else if (!speech) floor += (energy - floor) >> 6;
    if (floor < LEAST_FLOOR) floor = LEAST_FLOOR;
    if (floor > MOST_FLOOR) floor = MOST_FLOOR;
  }
  state[FLOORS + kind] = floor;
}

/* What has never been soft for so long is all background. */
static void learn(int32_t *state, int32_t kind) {
  int64_t softest = state[SOFTEST + kind];
  int64_t loudest = state[LOUDEST + kind];
  if (STEADY_RANGE * softest > loudest && 256 * softest > state[FLOORS + kind]) {
    int64_t middle = 128 * (softest + loudest);
    state[FLOORS + kind] = (int32_t)(middle < MOST_FLOOR ? middle : MOST_FLOOR);
  }
  state[SOFTEST + kind] = MOST_FLOOR >> 8;
  state[LOUDEST + kind] = 0;
}

int32_t lookForVoice(int16_t *frame, int32_t from, int32_t *state) {
  measure(frame + from, state);
  int32_t speech = follow(state, 0) | follow(state, 1);
  settle(state, 0, speech);
  settle(state, 1, speech);
  if (++state[FRAMES] >= STEADY) {
    learn(state, 0);
    learn(state, 1);
    state[FRAMES] = 0;
  }
  if (speech) {
    int32_t spoken = state[SPOKEN] + 1;
    int32_t hangover = spoken < WORD ? CLICK_HANGOVER : WORD_HANGOVER;
    state[SPOKEN] = least(spoken, STEADY);
    if (state[HANGOVER] < hangover) state[HANGOVER] = hangover;
    return 1;
  }
  state[SPOKEN] = 0;
  if (state[HANGOVER] == 0) return 0;
  state[HANGOVER]--;
  return 1;
}
