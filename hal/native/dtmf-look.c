/** Which key can be in a frame's blocks: all that the DTMF receiver does per sample. */
#include "kernels.h"

#define FRAME 160
#define BLOCK 80
#define MIDDLE 40

/* Places in the state of the receiver. */
#define HEARD 4
#define LOUDNESS 0
#define FIRST 4
#define CANDIDATE 0
#define UNEXPLAINED 1
#define ENERGY 2
#define ROW_BIN 3
#define COLUMN_BIN 5
#define SECOND 11
#define BINS 18
#define TONE 32

#define IN_FIRST 1
#define IN_SECOND 2

#define LEAST 230000
#define LEAST_OF_HALF 80000

/* The squares of both parts of a bin, in 1/16, for the energy of the tone. */
#define UNIT ((int64_t)BLOCK * 32767 * 32767 / 512 / 256)

static int32_t energyOfTone(int32_t re, int32_t im) {
  int64_t cosine = re >> 4;
  int64_t sine = im >> 4;
  return (int32_t)((cosine * cosine + sine * sine) / UNIT);
}

/* Sum of the squares of every other sample. */
static int32_t energyFrom(int16_t *samples, int32_t start, int32_t end) {
  uint32_t energy = 0;
  for (int32_t i = start; i < end; i += 4)
    energy += ((uint32_t)(samples[i] * samples[i]) + (uint32_t)(samples[i + 2] * samples[i + 2])) >> 8;
  return wrapped(energy);
}

/* Of a block's other samples, and of what each differs by from the one before it. */
static int32_t energyAndHissOf(int16_t *block, int32_t *hiss) {
  uint32_t energy = 0;
  uint32_t differences = 0;
  for (int32_t i = 0; i < BLOCK; i += 2) {
    int32_t other = block[i + 1];
    int32_t step = (other - block[i]) >> 1;
    energy += (uint32_t)(other * other) >> 8;
    differences += (uint32_t)(step * step) >> 6;
  }
  *hiss = wrapped(differences);
  return wrapped(energy);
}

/* The loudest block of the frames that were heard; those that are new are listened to now. */
static int32_t loudest(int16_t *heard, int32_t *state) {
  int32_t most = 0;
  for (int32_t i = 0; i < HEARD; i++) {
    if (state[LOUDNESS + i] < 0) {
      int32_t start = i * FRAME;
      int32_t middle = start + BLOCK;
      int32_t end = start + FRAME;
      int32_t first = energyFrom(heard, start, middle) + energyFrom(heard, start + 1, middle);
      int32_t second = energyFrom(heard, middle, end) + energyFrom(heard, middle + 1, end);
      state[LOUDNESS + i] = first > second ? first : second;
    }
    if (state[LOUDNESS + i] > most) most = state[LOUDNESS + i];
  }
  return most;
}

/* Which of four rows or columns stands out, or -1; leaves its parts at `into`. */
static int32_t strongest(int16_t *block, int16_t *wave, int32_t *bins, int32_t *into, int32_t asked) {
  int16_t *late = block + MIDDLE;
  int16_t *early = late;
  uint32_t sums[8] = {0};
  for (int32_t i = 0; i < MIDDLE; i++) {
    early--;
    int32_t both = *late + *early;
    int32_t apart = *late - *early;
    late++;
    for (int32_t n = 0; n < 8; n += 2) {
      sums[n] += (uint32_t)((both * *wave++) >> 8);
      sums[n + 1] += (uint32_t)((apart * *wave++) >> 8);
    }
  }
  int32_t best = 0;
  int32_t most = -1;
  int32_t next = -1;
  for (int32_t i = 0; i < 4; i++) {
    bins[2 * i] = wrapped(sums[2 * i]);
    bins[2 * i + 1] = wrapped(sums[2 * i + 1]);
    int32_t energy = energyOfTone(bins[2 * i], bins[2 * i + 1]);
    if (energy > most) {
      next = most;
      most = energy;
      best = i;
    } else if (energy > next) next = energy;
  }
  if (10 * (int64_t)most < asked || 2 * (int64_t)next > most) return -1;
  into[0] = bins[2 * best];
  into[1] = bins[2 * best + 1];
  return best;
}

/* The one key that can be in a block, or -1. */
static int32_t keyIn(int16_t *block, int16_t *heard, int32_t *state, int32_t *place, int16_t *waves) {
  int32_t energy = energyFrom(block, 0, BLOCK);
  if (energy < LEAST_OF_HALF) return -1;
  energy += energyAndHissOf(block, state + BINS);
  if (energy < LEAST) return -1;
  int32_t unexplained = energy - (loudest(heard, state) >> (state[TONE] == 0 ? 6 : 3));
  if (13 * (int64_t)state[BINS] < unexplained) return -1;
  int32_t column = strongest(block, waves + 8 * MIDDLE, state + BINS, place + COLUMN_BIN, unexplained >> 2);
  if (column < 0) return -1;
  int32_t row = strongest(block, waves, state + BINS, place + ROW_BIN, unexplained);
  if (row < 0) return -1;
  place[UNEXPLAINED] = unexplained;
  place[ENERGY] = energy;
  return 4 * row + column;
}

void keepHeard(int16_t *frame, int32_t from, int16_t *heard, int32_t at) {
  for (int32_t i = 0; i < FRAME; i++) heard[at + i] = frame[from + i];
}

int32_t lookForKeys(int16_t *frame, int32_t from, int16_t *heard, int32_t *state, int16_t *waves) {
  int32_t found = 0;
  state[FIRST + CANDIDATE] = keyIn(frame + from, heard, state, state + FIRST, waves);
  if (state[FIRST + CANDIDATE] >= 0) found |= IN_FIRST;
  state[SECOND + CANDIDATE] = keyIn(frame + from + BLOCK, heard, state, state + SECOND, waves);
  if (state[SECOND + CANDIDATE] >= 0) found |= IN_SECOND;
  return found;
}

int32_t loudestEcho(int16_t *heard, int32_t tone, int16_t *waves) {
  int32_t most = 0;
  for (int32_t start = 0; start < HEARD * FRAME; start += BLOCK) {
    int16_t *late = heard + start + MIDDLE;
    int16_t *early = late;
    int16_t *wave = waves + (tone < 4 ? 0 : 8 * MIDDLE) + 2 * (tone & 3);
    uint32_t re = 0;
    uint32_t im = 0;
    for (int32_t i = 0; i < MIDDLE; i++) {
      early--;
      re += (uint32_t)(((*late + *early) * wave[0]) >> 8);
      im += (uint32_t)(((*late - *early) * wave[1]) >> 8);
      late++;
      wave += 8;
    }
    int32_t energy = energyOfTone(wrapped(re), wrapped(im));
    if (energy > most) most = energy;
  }
  return most;
}
