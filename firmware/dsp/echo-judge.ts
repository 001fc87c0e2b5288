/**
 * Which of the two paths of an echo canceller to trust, block by block: the learning one becomes the trusted one when it
 * has done better for a while, and is set back when it does worse; the trusted one is given up when it adds to the echo.
 */
import {
  BETTER,
  EXAM,
  EXAM_LEARNT,
  EXAM_LEFT,
  EXAM_RECEIVED,
  EXPERIENCED,
  GOOD,
  LEARNER_LEFT,
  LEARNING,
  LEFT,
  MEAN_LEARNT,
  MEAN_LEFT,
  MEAN_RECEIVED,
  PROVEN,
  RECEIVED,
  TAPS,
  TRIAL,
  USELESS,
  WORSE,
} from "./echo-state.js";

/** The learning path must do better for so many blocks; then, if the trusted one is good already, ... */
const BETTER_FOR = 4;
/** ... for so many more standing still. */
const EXAM_FOR = 8;
/** A first path must do well for so many, standing still; one that comes after a proven one, for so many. */
const TRIAL_FOR = 40;
const SHORT_TRIAL_FOR = 4;
/** It is set back when it does worse for as many blocks; and the trusted one is given up likewise. */
const WORSE_FOR = 6;

/** The largest tap of a learning path that can be rounded to one of a trusted path. */
const MOST_TAP = 0x7fff_7fff;

/** After each block; `clear` when there was an echo to cancel. */
export function judgePaths(state: Int32Array, sound: Int16Array, clear: boolean): void {
  follow(state, MEAN_RECEIVED, state[RECEIVED]);
  follow(state, MEAN_LEFT, state[LEFT]);
  follow(state, MEAN_LEARNT, state[LEARNER_LEFT]);
  const left = state[MEAN_LEFT];
  const learnt = state[MEAN_LEARNT];
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

/** Energies are followed over eight blocks. */
function follow(state: Int32Array, place: number, energy: number): void {
  state[place] += (energy - state[place]) >> 3;
}

/** Leaves at least half as much again. */
const isUseless = (left: number, received: number) => left > received + (received >> 1);
/** Leaves less than three quarters. */
const isBetter = (learnt: number, left: number) => learnt < left - (left >> 2);
/** Leaves more than twice as much. */
const isWorse = (learnt: number, left: number) => learnt - left > left;
/** Leaves less than a quarter. */
const isFair = (learnt: number, received: number) => learnt < received >> 2;
/** Leaves less than an eighth. */
const isGood = (learnt: number, received: number) => learnt < received >> 3;

function enter(state: Int32Array, sound: Int16Array): void {
  state[BETTER] = 0;
  if (state[PROVEN] === 0) {
    if (!isFair(state[MEAN_LEARNT], state[MEAN_RECEIVED])) return;
    trust(state, sound, false);
    state[TRIAL] = state[EXPERIENCED] ? SHORT_TRIAL_FOR : TRIAL_FOR;
  } else if (state[GOOD] === 0) trustLearnt(state, sound);
  else state[EXAM] = EXAM_FOR;
  state[EXAM_RECEIVED] = 0;
  state[EXAM_LEFT] = 0;
  state[EXAM_LEARNT] = 0;
}

/** A voice is like its own a little earlier, but not for long: what has foretold it is of no use soon afterwards. */
function tryPath(state: Int32Array, sound: Int16Array): void {
  state[EXAM_RECEIVED] += state[RECEIVED] >> 6;
  state[EXAM_LEFT] += state[LEFT] >> 6;
  if (--state[TRIAL] > 0) return;
  if (state[EXAM_LEFT] >= state[EXAM_RECEIVED] >> 1) {
    forget(state, sound);
    return;
  }
  state[PROVEN] = 1;
  state[EXPERIENCED] = 1;
  // the learning one has gone on
  if (state[MEAN_LEARNT] < state[MEAN_LEFT]) trustLearnt(state, sound);
}

/** What has only followed the near end does no better than before when it stands still. */
function examine(state: Int32Array, sound: Int16Array): void {
  state[EXAM_RECEIVED] += state[RECEIVED] >> 3;
  state[EXAM_LEFT] += state[LEFT] >> 3;
  state[EXAM_LEARNT] += state[LEARNER_LEFT] >> 3;
  if (--state[EXAM] > 0) return;
  const learnt = state[EXAM_LEARNT];
  if (isBetter(learnt, state[EXAM_LEFT]) && isGood(learnt, state[EXAM_RECEIVED])) trust(state, sound, true);
}

const trustLearnt = (state: Int32Array, sound: Int16Array) =>
  trust(state, sound, isGood(state[MEAN_LEARNT], state[MEAN_RECEIVED]));

function trust(state: Int32Array, sound: Int16Array, good: boolean): void {
  const taps = state[TAPS];
  for (let k = 0; k < taps; k++) sound[k] = (Math.min(MOST_TAP, state[LEARNING + k]) + 0x8000) >> 16;
  state[MEAN_LEFT] = state[MEAN_LEARNT];
  state[GOOD] = good ? 1 : 0;
}

function setBack(state: Int32Array, sound: Int16Array): void {
  const taps = state[TAPS];
  for (let k = 0; k < taps; k++) state[LEARNING + k] = sound[k] << 16;
  state[MEAN_LEARNT] = state[MEAN_LEFT];
  state[EXAM] = 0;
  state[WORSE] = 0;
}

function forget(state: Int32Array, sound: Int16Array): void {
  sound.fill(0, 0, state[TAPS]);
  state[MEAN_LEFT] = state[MEAN_RECEIVED];
  state[GOOD] = 0;
  state[USELESS] = 0;
  state[PROVEN] = 0;
  state[TRIAL] = 0;
}
