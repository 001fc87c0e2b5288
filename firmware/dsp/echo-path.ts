/**
 * Two models of the path that an echo takes, over a block of samples: one that is trusted and cancels, one that learns
 * from what is left (normalised least mean squares, as ITU-T G.168 has it in mind, with the two paths of Ochiai).
 *
 *   sent ─┬── trusted ───(−)── what goes on             received − trusted · sent
 *         └── learning ──(−)── what it learns from      flat(received) − learning · flat(sent)
 *
 * The learning one sees flattened sound, y = x − x' + 3/4 y': speech is more even in it, which makes it learn faster,
 * and a constant offset is gone.
 *
 * All of it is 32-bit arithmetic; sums of products may wrap, because what they add up to fits as long as the taps do.
 */
import {
  ECHO_BLOCK,
  LAST_LEFT,
  LAST_RECEIVED,
  LEARNER_LEFT,
  LEFT,
  RECEIVED,
  SOUND_LEFT,
  SOUND_SENT,
  TAPS,
  UNDER_TAPS,
} from "./echo-state.js";

/**
 * Takes the echo of a block out of `received` from `at` on. `sent` and `flat` hold what was sent: the sample whose echo
 * begins at `at` is at `TAPS + at`. `trusted` is in Q14, `learning` in Q30, the direct sound first. 2^-`step` of each
 * error is corrected, and less of it where a tap does not see more than `least`, in 1/256; with a step of 0 nothing is
 * learnt.
 */
export function cancelBlock(
  state: Int32Array,
  trusted: Int16Array,
  learning: Int32Array,
  sent: Int16Array,
  flat: Int16Array,
  received: Int16Array,
  at: number,
  step: number,
  least: number,
): void {
  const taps = state[TAPS];
  let under = state[UNDER_TAPS];
  let lastReceived = state[LAST_RECEIVED];
  let flatReceived = state[LAST_RECEIVED + 1];
  let lastLeft = state[LAST_LEFT];
  let flatLeft = state[LAST_LEFT + 1];
  let receivedEnergy = 0;
  let leftEnergy = 0;
  let learnerEnergy = 0;
  let soundSent = 0;
  let soundLeft = 0;
  for (let i = at; i < at + ECHO_BLOCK; i++) {
    const newest = taps + i;
    let echo = 0x2000;
    let learnt = 0x2000;
    for (let k = 0; k < taps; k++) {
      echo = (echo + sent[newest - k] * trusted[k]) | 0;
      learnt = (learnt + flat[newest - k] * (learning[k] >> 16)) | 0;
    }
    const sample = received[i];
    let left = sample - (echo >> 14);
    if (left > 32767) left = 32767;
    else if (left < -32768) left = -32768;
    received[i] = left;
    flatReceived = sample - lastReceived + ((3 * flatReceived) >> 2);
    if (flatReceived > 32767) flatReceived = 32767;
    else if (flatReceived < -32768) flatReceived = -32768;
    lastReceived = sample;
    flatLeft = left - lastLeft + ((3 * flatLeft) >> 2);
    if (flatLeft > 32767) flatLeft = 32767;
    else if (flatLeft < -32768) flatLeft = -32768;
    lastLeft = left;
    let error = flatReceived - (learnt >> 14);
    if (error > 32767) error = 32767;
    else if (error < -32768) error = -32768;
    receivedEnergy += (flatReceived * flatReceived) >> 5;
    leftEnergy += (flatLeft * flatLeft) >> 5;
    learnerEnergy += (error * error) >> 5;
    soundSent += (sent[newest] * sent[newest]) >> 5;
    soundLeft += (left * left) >> 5;
    const arriving = flat[newest];
    const leaving = flat[newest - taps];
    under += ((arriving * arriving) >> 8) - ((leaving * leaving) >> 8);
    if (step === 0 || error === 0) continue;
    // error / energy: a mantissa of 16 bits, its reciprocal in 15, and the product cut to 15 again
    const energy = under + taps * least;
    const exponent = 16 - Math.clz32(energy);
    const mantissa = exponent >= 0 ? energy >> exponent : energy << -exponent;
    const product = error * ((0x4000_0000 / mantissa) | 0);
    const cut = Math.max(0, 17 - Math.clz32(product < 0 ? -product : product));
    const shift = 8 + exponent + step - cut;
    // an error so much larger than what was sent is no echo
    if (shift < 1) continue;
    const gain = product >> cut;
    const half = 1 << (shift - 1);
    for (let k = 0; k < taps; k++) learning[k] += (gain * flat[newest - k] + half) >> shift;
  }
  state[UNDER_TAPS] = under;
  state[LAST_RECEIVED] = lastReceived;
  state[LAST_RECEIVED + 1] = flatReceived;
  state[LAST_LEFT] = lastLeft;
  state[LAST_LEFT + 1] = flatLeft;
  state[RECEIVED] = receivedEnergy;
  state[LEFT] = leftEnergy;
  state[LEARNER_LEFT] = learnerEnergy;
  state[SOUND_SENT] = soundSent;
  state[SOUND_LEFT] = soundLeft;
}

/** Flattens `frame` into what follows `start`; `last` is the sample before its first. Returns its last sample. */
export function flatten(frame: Int16Array, last: number, into: Int16Array, start: number): number {
  const length = frame.length;
  let before = last;
  let value = into[start - 1];
  for (let i = 0; i < length; i++) {
    const sample = frame[i];
    value = sample - before + ((3 * value) >> 2);
    if (value > 32767) value = 32767;
    else if (value < -32768) value = -32768;
    into[start + i] = value;
    before = sample;
  }
  return before;
}
