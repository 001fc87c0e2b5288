/** Does a frame hold what a modem or a fax says: all that the receiver of modem tones does per sample. */
#include "kernels.h"

#define FRAME 160
#define TONE_BLOCK 80
#define MIDDLE 40
#define STEP 8

/* Places in the state of the receiver. */
#define FIRST 0
#define ENERGY 0
#define CALLING_BIN 1
#define ANSWER_BIN 3
#define SECOND 5
#define STEPS 10
#define PREVAILS 14
#define RUN 15
#define FLAGS 16
#define TOLD 17

#define A_TONE 1
#define SOME_FLAGS 2
#define CARRIER (4 * MIDDLE)

#define LEAST 2574
#define LEAST_OF_HALF 800
#define UNIT ((int64_t)TONE_BLOCK * 32767 * 32767 / 512 / 256)
#define COSINE 828
#define SINE 602
#define HALF_OF_FLAGS 17800
#define LEAST_ONES 18
#define MOST_ONES 22
#define LEAST_ZEROS 2
#define MOST_ZEROS 9
#define LONGEST 40
#define ENOUGH 6

static int32_t energyOfTone(int32_t re, int32_t im) {
  int64_t cosine = re >> 4;
  int64_t sine = im >> 4;
  return (int32_t)((cosine * cosine + sine * sine) / UNIT);
}

/* Leaves the parts of a tone that has half of the energy; the energy of the stronger tone. */
static int32_t tonesOf(int16_t *block, int16_t *wave, int32_t *place, int32_t energy) {
  int16_t *late = block + MIDDLE;
  int16_t *early = late;
  uint32_t sums[4] = {0};
  for (int32_t i = 0; i < MIDDLE; i++) {
    early--;
    int32_t both = *late + *early;
    int32_t apart = *late - *early;
    late++;
    for (int32_t n = 0; n < 4; n += 2) {
      sums[n] += (uint32_t)((both * *wave++) >> 8);
      sums[n + 1] += (uint32_t)((apart * *wave++) >> 8);
    }
  }
  int32_t calling = energyOfTone(wrapped(sums[0]), wrapped(sums[1]));
  if (2 * (int64_t)calling >= energy) {
    place[CALLING_BIN] = wrapped(sums[0]);
    place[CALLING_BIN + 1] = wrapped(sums[1]);
  }
  int32_t answer = energyOfTone(wrapped(sums[2]), wrapped(sums[3]));
  if (2 * (int64_t)answer >= energy) {
    place[ANSWER_BIN] = wrapped(sums[2]);
    place[ANSWER_BIN + 1] = wrapped(sums[3]);
  }
  return calling > answer ? calling : answer;
}

/* Finds the tones of a block: bit 0 when there are any, and bits 1 and 2 for what that means to flags. */
static int32_t lookAt(int16_t *block, int32_t *place, int16_t *waves) {
  uint32_t sum = 0;
  uint32_t hiss = 0;
  for (int32_t i = ENERGY; i < SECOND; i++) place[i] = 0;
  for (int32_t i = 0; i < TONE_BLOCK; i += 4)
    sum += ((uint32_t)(block[i] * block[i]) + (uint32_t)(block[i + 2] * block[i + 2])) >> 8;
  if (sum < LEAST_OF_HALF) return 0;
  for (int32_t i = 0; i < TONE_BLOCK; i += 2) {
    int32_t other = block[i + 1];
    int32_t step = (other - block[i]) >> 1;
    sum += (uint32_t)(other * other) >> 8;
    hiss += (uint32_t)(step * step) >> 6;
  }
  int32_t energy = wrapped(sum);
  place[ENERGY] = energy;
  if (energy < LEAST) return 0;
  if (9 * (int64_t)hiss < energy) return 0;
  int32_t bits = 5 * (int64_t)hiss < energy ? 0 : 2;
  int64_t most = tonesOf(block, waves, place, energy);
  if (2 * most < energy) return bits;
  return 4 * most < 3 * (int64_t)energy ? bits | 1 : bits | 5;
}

/* Goes on through a frame that may be flags; 1 when they have just been found. */
static int32_t hasFlags(int16_t *sample, int32_t *state, int16_t *carrier) {
  int32_t *steps = state + STEPS;
  int32_t prevails = state[PREVAILS];
  int32_t run = state[RUN];
  int32_t flags = state[FLAGS];
  int32_t told = state[TOLD];
  int64_t explained = 0;
  int32_t found = 0;
  int32_t at = 0;
  for (int32_t start = 0; start < FRAME; start += STEP) {
    int32_t re = 0;
    int32_t im = 0;
    for (int32_t i = 0; i < STEP; i++, sample++) {
      re += (*sample * carrier[at]) >> 8;
      im += (*sample * carrier[at + 1]) >> 8;
      at = (at + 2) & 63;
    }
    re >>= 6;
    im >>= 6;
    /* the last three steps, turned back by a tenth each: u + v of a one, u - v of a zero */
    int64_t u0 = (1024 * steps[2] + COSINE * (steps[0] + re)) >> 10;
    int64_t u1 = (1024 * steps[3] + COSINE * (steps[1] + im)) >> 10;
    int64_t v0 = (SINE * (im - steps[1])) >> 10;
    int64_t v1 = (SINE * (steps[0] - re)) >> 10;
    int64_t dot = u0 * v0 + u1 * v1;
    explained += u0 * u0 + u1 * u1 + v0 * v0 + v1 * v1 + (dot > 0 ? 2 * dot : -2 * dot);
    steps[0] = steps[2];
    steps[1] = steps[3];
    steps[2] = re;
    steps[3] = im;
    if ((dot > 0) == prevails && run < LONGEST) run++;
    else {
      /* the other one prevails from here on, or it has been long */
      if (run < (prevails ? LEAST_ONES : LEAST_ZEROS) || run > (prevails ? MOST_ONES : MOST_ZEROS)) {
        flags = 0;
        if (run >= LONGEST) told = 0;
      } else flags += prevails;
      prevails = dot > 0;
      run = 1;
      if (flags >= ENOUGH) found = 1;
    }
  }
  state[PREVAILS] = prevails;
  int32_t pure = explained >= HALF_OF_FLAGS * ((int64_t)state[FIRST + ENERGY] + state[SECOND + ENERGY]);
  int32_t news = pure && found && told == 0;
  state[RUN] = pure ? run : 0;
  state[FLAGS] = pure ? flags : 0;
  state[TOLD] = pure ? news || told : 0;
  return news;
}

int32_t lookForModems(int16_t *frame, int32_t from, int32_t *state, int16_t *waves) {
  int32_t first = lookAt(frame + from, state + FIRST, waves);
  int32_t second = lookAt(frame + from + TONE_BLOCK, state + SECOND, waves);
  /* bit 1: enough hiss for flags, bit 2: so much of a tone that there can be none */
  int32_t hisses = (first | second) & 2;
  int32_t toned = first & second & 4;
  int32_t tone = (first | second) & 1 ? A_TONE : 0;
  if (hisses && !toned && hasFlags(frame + from, state, waves + CARRIER)) return tone | SOME_FLAGS;
  if (!hisses || toned) state[RUN] = state[FLAGS] = state[TOLD] = 0;
  return tone;
}
