/** Levels of whole frames: a gain on one, and how loud one is. */
import { dbm0At, UNITY } from "./decibels.js";

// What is not per sample is the same for the twin in C, which stands in the place of this file.
export { gainOf, loudnessAt, MOST_GAIN, SILENCE_DBM0, UNITY } from "./decibels.js";

/** Multiplies a frame where it lies; what is too large is clipped. */
export function applyGain(frame: Int16Array, gain: number): void {
  if (gain === UNITY) return;
  const length = frame.length;
  if (gain < UNITY) {
    // What gets quieter needs no clipping.
    for (let i = 0; i < length; i++) frame[i] = (frame[i] * gain + 0x4000) >> 15;
    return;
  }
  let sample = 0;
  for (let i = 0; i < length; i++) {
    sample = (frame[i] * gain + 0x4000) >> 15;
    if (sample > 32767) sample = 32767;
    else if (sample < -32768) sample = -32768;
    frame[i] = sample;
  }
}

/** How loud a frame is: its mean square, a whole number; 0 for no samples at all. */
export function loudnessOf(frame: Int16Array): number {
  const length = frame.length;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += frame[i] * frame[i];
  return length === 0 ? 0 : Math.floor(sum / length);
}

/** The level of a frame in dBm0. */
export function dbm0Of(frame: Int16Array): number {
  return dbm0At(loudnessOf(frame));
}
