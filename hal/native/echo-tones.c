/** Are there only one or two tones in a sound? They tell next to nothing of the path of their echo. */
#include "echo.h"

#define SPAN 160

/* What is left of tones is less than one part in so many; frames in which nothing is learnt; sounds too weak to be one. */
#define PARTS 170
#define NARROW_FOR 3
#define WEAK 64

/* Bits of energies, and those of a reflection behind the point. */
#define BITS 26
#define POINT 20

/* Sums of products of the windowed sound with itself up to four samples later, in 1/64. */
static void correlateLags(int32_t *state, int16_t *sound, int16_t *window) {
  int32_t past[LAGS] = {0};
  int64_t sums[LAGS] = {0};
  for (int32_t i = 0; i < SPAN; i++) {
    for (int32_t lag = LAGS - 1; lag > 0; lag--) past[lag] = past[lag - 1];
    past[0] = (sound[i] * window[i] + 0x4000) >> 15;
    for (int32_t lag = 0; lag < LAGS; lag++) sums[lag] += past[0] * past[lag];
  }
  for (int32_t lag = 0; lag < LAGS; lag++) state[FORWARD + lag] = wrapped((uint32_t)(sums[lag] >> 6));
}

/* Schur's recursion: forward and backward errors of prediction, in what they have in common with the sound. */
static int32_t isNarrow(int32_t *forward, int32_t *backward) {
  /* a little white noise keeps pure tones within what can be calculated */
  forward[0] += (forward[0] >> 13) + 1;
  int32_t shift = BITS - bitsOf((uint32_t)forward[0]);
  for (int32_t i = 0; i < LAGS; i++) {
    int32_t sum = forward[i];
    forward[i] = backward[i] = shift >= 0 ? wrapped((uint32_t)sum << shift) : sum >> -shift;
  }
  int32_t whole = backward[0];
  for (int32_t m = 1; m < LAGS; m++) {
    int32_t unforetold = backward[0];
    if (forward[m] >= unforetold || -forward[m] >= unforetold) return 1;
    int64_t reflection = -(int64_t)forward[m] * (1 << POINT) / unforetold;
    for (int32_t i = m; i < LAGS; i++) {
      int32_t ahead = forward[i];
      int32_t behind = backward[i - m];
      forward[i] = wrapped((uint32_t)ahead + (uint32_t)((reflection * behind) >> POINT));
      backward[i - m] = wrapped((uint32_t)behind + (uint32_t)((reflection * ahead) >> POINT));
    }
  }
  return backward[0] < whole / PARTS;
}

void watchTones(int32_t *state, int16_t *sound, int16_t *window) {
  if (state[NARROW] > 0) state[NARROW]--;
  correlateLags(state, sound + 2 * state[TAPS], window);
  if (state[FORWARD] >= WEAK && isNarrow(state + FORWARD, state + BACKWARD)) state[NARROW] = NARROW_FOR;
}
