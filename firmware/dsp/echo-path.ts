/**
 * Two models of the path that an echo takes: one that is trusted and cancels, one that learns from what is left
 * (normalised least mean squares, as ITU-T G.168 has it in mind, with the two paths of Ochiai).
 *
 *   sent ─┬── trusted ───(−)── what goes on             received − trusted · sent
 *         └── learning ──(−)── what it learns from      flat(received) − learning · flat(sent)
 *
 * The learning one sees flattened sound, y = x − x' + 3/4 y': speech is more even in it, which makes it learn faster,
 * and a constant offset is gone.
 *
 * All of it is 32-bit arithmetic; sums of products may wrap (`>>` sees to that), because what they add up to fits as long as
 * the taps do.
 */
import {
  DELAY,
  ECHO_BLOCK,
  ECHO_FRAME,
  LAST_LEFT,
  LAST_RECEIVED,
  LEARNER_LEFT,
  LEARNING,
  LEFT,
  PROVEN,
  RECEIVED,
  SOUND_LEFT,
  SOUND_SENT,
  TAPS,
  UNDER_TAPS,
} from "./echo-state.js";

/** Makes `sent` the newest frame, and flattens the one that may have an echo now. */
export function moveOn(state: Int32Array, sound: Int16Array, sent: Int16Array): void {
  const taps = state[TAPS];
  const late = taps + state[DELAY];
  const history = 2 * taps + ECHO_FRAME;
  sound.copyWithin(taps, taps + ECHO_FRAME, history);
  sound.copyWithin(history, history + ECHO_FRAME, history + late + ECHO_FRAME);
  sound.set(sent, history + late);
  const from = history + taps;
  const to = 2 * taps;
  let last = sound[from - 1];
  let value = sound[to - 1];
  for (let i = 0; i < ECHO_FRAME; i++) {
    const sample = sound[from + i];
    value = saturated(sample - last + ((3 * value) >> 2));
    sound[to + i] = value;
    last = sample;
  }
}

/**
 * Takes the echo of a block out of `received` from `at` on, if its path is proven. 2^-`step` of each error is corrected, and less of it where a
 * tap does not see more than `least`, in 1/256; with a step of 0 nothing is learnt.
 */
export function cancelBlock(
  state: Int32Array,
  sound: Int16Array,
  received: Int16Array,
  at: number,
  step: number,
  least: number,
): void {
  const taps = state[TAPS];
  const history = 3 * taps + ECHO_FRAME;
  const learning = LEARNING;
  const floor = taps * least;
  const cancels = state[PROVEN] !== 0;
  let under = state[UNDER_TAPS];
  let receivedEnergy = 0;
  let leftEnergy = 0;
  let learnerEnergy = 0;
  let soundSent = 0;
  let soundLeft = 0;
  for (let i = at; i < at + ECHO_BLOCK; i++) {
    const newest = history + i;
    const newestFlat = 2 * taps + i;
    let echo = 0x2000;
    let learnt = 0x2000;
    for (let k = 0; k < taps; k++) {
      echo += sound[newest - k] * sound[k];
      learnt += sound[newestFlat - k] * (state[learning + k] >> 16);
    }
    const sample = received[i];
    const left = saturated(sample - (echo >> 14));
    if (cancels) received[i] = left;
    const flatReceived = flattened(state, LAST_RECEIVED, sample);
    const flatLeft = flattened(state, LAST_LEFT, left);
    const error = saturated(flatReceived - (learnt >> 14));
    receivedEnergy += (flatReceived * flatReceived) >> 5;
    leftEnergy += (flatLeft * flatLeft) >> 5;
    learnerEnergy += (error * error) >> 5;
    soundSent += (sound[newest] * sound[newest]) >> 5;
    soundLeft += (received[i] * received[i]) >> 5;
    const arriving = sound[newestFlat];
    const leaving = sound[newestFlat - taps];
    under += ((arriving * arriving) >> 8) - ((leaving * leaving) >> 8);
    if (step !== 0 && error !== 0) learn(state, sound, newestFlat, error, under + floor, step);
  }
  state[UNDER_TAPS] = under;
  state[RECEIVED] = receivedEnergy;
  state[LEFT] = leftEnergy;
  state[LEARNER_LEFT] = learnerEnergy;
  state[SOUND_SENT] = soundSent;
  state[SOUND_LEFT] = soundLeft;
}

/** Corrects the learning path by an error, of which 2^-`step` counts; `newest` is the newest flattened sample under the taps. */
function learn(
  state: Int32Array,
  sound: Int16Array,
  newest: number,
  error: number,
  energy: number,
  step: number,
): void {
  // error / energy: a mantissa of 16 bits, its reciprocal in 15, and the product cut to 15 again
  const exponent = 16 - Math.clz32(energy);
  const mantissa = exponent >= 0 ? energy >> exponent : energy << -exponent;
  const product = error * ((0x4000_0000 / mantissa) | 0);
  const cut = Math.max(0, 17 - Math.clz32(product < 0 ? -product : product));
  const shift = 8 + exponent + step - cut;
  // an error so much larger than what was sent is no echo
  if (shift < 1) return;
  const gain = product >> cut;
  const half = 1 << (shift - 1);
  const taps = state[TAPS];
  const learning = LEARNING;
  for (let k = 0; k < taps; k++) state[learning + k] += (gain * sound[newest - k] + half) >> shift;
}

/** One sample on: at `place` is the last sample, and behind it what it was flattened to. */
function flattened(state: Int32Array, place: number, sample: number): number {
  const value = saturated(sample - state[place] + ((3 * state[place + 1]) >> 2));
  state[place] = sample;
  state[place + 1] = value;
  return value;
}

const saturated = (value: number) => (value > 32767 ? 32767 : value < -32768 ? -32768 : value);
