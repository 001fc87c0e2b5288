/** Which of the two paths of an echo canceller to trust, block by block. */
#include "echo.h"

/*
 * Blocks: the learning path better; standing still in an examination; so on trial at first, and once one was proven; it
 * worse, or the trusted one useless.
 */
#define BETTER_FOR 4
#define EXAM_FOR 8
#define TRIAL_FOR 40
#define SHORT_TRIAL_FOR 4
#define WORSE_FOR 6

/* The largest tap of a learning path that can be rounded to one of a trusted path. */
#define MOST_TAP 0x7fff7fff

static void follow(int32_t *mean, int32_t energy) { *mean += (energy - *mean) >> 3; }

static int32_t isUseless(int32_t left, int32_t received) { return left > received + (received >> 1); }
static int32_t isBetter(int32_t learnt, int32_t left) { return learnt < left - (left >> 2); }
static int32_t isWorse(int32_t learnt, int32_t left) { return learnt - left > left; }
static int32_t isFair(int32_t learnt, int32_t received) { return learnt < received >> 2; }
static int32_t isGood(int32_t learnt, int32_t received) { return learnt < received >> 3; }

static void trust(int32_t *state, int16_t *sound, int32_t good) {
  int32_t *learning = state + LEARNING;
  for (int32_t k = 0; k < state[TAPS]; k++) sound[k] = (int16_t)((least(MOST_TAP, learning[k]) + 0x8000) >> 16);
  state[MEAN_LEFT] = state[MEAN_LEARNT];
  state[GOOD] = good;
}

static void trustLearnt(int32_t *state, int16_t *sound) {
  trust(state, sound, isGood(state[MEAN_LEARNT], state[MEAN_RECEIVED]));
}

static void enter(int32_t *state, int16_t *sound) {
  state[BETTER] = 0;
  if (!state[PROVEN]) {
    if (!isFair(state[MEAN_LEARNT], state[MEAN_RECEIVED])) return;
    trust(state, sound, 0);
    state[TRIAL] = state[EXPERIENCED] ? SHORT_TRIAL_FOR : TRIAL_FOR;
  } else if (!state[GOOD]) trustLearnt(state, sound);
  else state[EXAM] = EXAM_FOR;
  state[EXAM_RECEIVED] = 0;
  state[EXAM_LEFT] = 0;
  state[EXAM_LEARNT] = 0;
}

static void forget(int32_t *state, int16_t *sound) {
  for (int32_t k = 0; k < state[TAPS]; k++) sound[k] = 0;
  state[MEAN_LEFT] = state[MEAN_RECEIVED];
  state[GOOD] = 0;
  state[USELESS] = 0;
  state[PROVEN] = 0;
  state[TRIAL] = 0;
}

/* A voice is like its own a little earlier, but not for long. */
static void tryPath(int32_t *state, int16_t *sound) {
  state[EXAM_RECEIVED] += state[RECEIVED] >> 6;
  state[EXAM_LEFT] += state[LEFT] >> 6;
  if (--state[TRIAL] > 0) return;
  if (state[EXAM_LEFT] >= state[EXAM_RECEIVED] >> 1) {
    forget(state, sound);
    return;
  }
  state[PROVEN] = 1;
  state[EXPERIENCED] = 1;
  if (state[MEAN_LEARNT] < state[MEAN_LEFT]) trustLearnt(state, sound);
}

/* What has only followed the near end does no better than before when it stands still. */
static void examine(int32_t *state, int16_t *sound) {
  state[EXAM_RECEIVED] += state[RECEIVED] >> 3;
  state[EXAM_LEFT] += state[LEFT] >> 3;
  state[EXAM_LEARNT] += state[LEARNER_LEFT] >> 3;
  if (--state[EXAM] > 0) return;
  int32_t learnt = state[EXAM_LEARNT];
  if (isBetter(learnt, state[EXAM_LEFT]) && isGood(learnt, state[EXAM_RECEIVED])) trust(state, sound, 1);
}

static void setBack(int32_t *state, int16_t *sound) {
  for (int32_t k = 0; k < state[TAPS]; k++) state[LEARNING + k] = sound[k] * 0x10000;
  state[MEAN_LEARNT] = state[MEAN_LEFT];
  state[EXAM] = 0;
  state[WORSE] = 0;
}

void judgePaths(int32_t *state, int16_t *sound, int32_t clear) {
  follow(state + MEAN_RECEIVED, state[RECEIVED]);
  follow(state + MEAN_LEFT, state[LEFT]);
  follow(state + MEAN_LEARNT, state[LEARNER_LEFT]);
  int32_t left = state[MEAN_LEFT];
  int32_t learnt = state[MEAN_LEARNT];
  if (!isUseless(left, state[MEAN_RECEIVED]) || !isUseless(state[LEFT], state[RECEIVED])) state[USELESS] = 0;
  else if (++state[USELESS] >= WORSE_FOR) forget(state, sound);
  if (state[TRIAL] > 0) {
    if (clear) tryPath(state, sound);
  } else if (state[EXAM] > 0) {
    if (clear) examine(state, sound);
  } else if (!clear || !isBetter(learnt, left) || state[LEARNER_LEFT] >= state[LEFT]) state[BETTER] = 0;
  else if (++state[BETTER] >= BETTER_FOR) enter(state, sound);
  if (!isWorse(learnt, left)) state[WORSE] = 0;
  else if (++state[WORSE] >= WORSE_FOR) setBack(state, sound);
}
