/** Sines from a table: one turn in Q15 and phases of 32 bits, so that a pitch is right to a few millionths of a hertz. */
import { PEAK, PHASE, SLOPES, STEP, TURN } from "./oscillator.js";

// What is not per sample is the same for the twin in C, which stands in the place of this file.
export { OSCILLATOR, PEAK, PHASE, peakOf, RATE, STEP, stepOf } from "./oscillator.js";

/** Adds the oscillator at `at` to the samples from `start` to before `end`, saturating, and moves its phase on. */
export function addSine(frame: Int16Array, start: number, end: number, oscillators: Int32Array, at: number): void {
  const table = TURN;
  const slopes = SLOPES;
  const step = oscillators[at + STEP];
  const peak = oscillators[at + PEAK];
  let phase = oscillators[at + PHASE];
  // In loops over samples a constant is declared outside: the engine makes it anew for every sample otherwise.
  let entry = 0;
  let sum = 0;
  for (let i = start; i < end; i++) {
    entry = phase >>> 24;
    sum = table[entry] + ((slopes[entry] * ((phase >>> 8) & 0xffff)) >> 16);
    sum = frame[i] + ((sum * peak + 0x4000) >> 15);
    frame[i] = sum > 32767 ? 32767 : sum < -32768 ? -32768 : sum;
    phase = (phase + step) | 0;
  }
  oscillators[at + PHASE] = phase;
}
