/** Levels of whole frames in C: the twin of `firmware/dsp/level.ts`. */
import { dbm0At } from "../../firmware/dsp/decibels.js";
import { bound, natives } from "../../hal/native/natives.js";

export { gainOf, loudnessAt, MOST_GAIN, SILENCE_DBM0, UNITY } from "../../firmware/dsp/decibels.js";

export function applyGain(frame: Int16Array, gain: number): void {
  (bound ?? natives()).applyGain(frame.buffer as ArrayBuffer, frame.byteOffset >> 1, frame.length, gain);
}

export function loudnessOf(frame: Int16Array): number {
  return (bound ?? natives()).loudnessOf(frame.buffer as ArrayBuffer, frame.byteOffset >> 1, frame.length);
}

export function dbm0Of(frame: Int16Array): number {
  return dbm0At(loudnessOf(frame));
}
