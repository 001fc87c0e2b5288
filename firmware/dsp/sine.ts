/** Sines from a table: one turn in Q15 and phases of 32 bits, so that a pitch is right to a few millionths of a hertz. */

/** Samples a second, everywhere. */
export const RATE = 8000;

/** Peak of a sine of 0 dBm0 in 16-bit samples: full scale is +3.14 dBm0. */
const PEAK_0_DBM0 = 22826;

/** An oscillator is three places in an Int32Array. */
export const PHASE = 0;
export const STEP = 1;
export const PEAK = 2;
export const OSCILLATOR = 3;

const ENTRIES = 256;

/** One entry more than a turn, so that the last one has a neighbour too. */
const SINE = new Int16Array(ENTRIES + 1);
for (let i = 0; i <= ENTRIES; i++) SINE[i] = Math.round(32767 * Math.sin((2 * Math.PI * i) / ENTRIES));

/** What a phase gains with each sample, in 2^-32 of a turn. */
export function stepOf(hertz: number): number {
  return Math.round((hertz * 0x1_0000_0000) / RATE) | 0;
}

/** The peak of a sine of this level, as much as a sample can hold. */
export function peakOf(dbm: number): number {
  return Math.min(32767, Math.round(PEAK_0_DBM0 * 10 ** (dbm / 20)));
}

/** Adds the oscillator at `at` to the samples from `start` to before `end`, saturating, and moves its phase on. */
export function addSine(frame: Int16Array, start: number, end: number, oscillators: Int32Array, at: number): void {
  const table = SINE;
  const step = oscillators[at + STEP];
  const peak = oscillators[at + PEAK];
  let phase = oscillators[at + PHASE];
  for (let i = start; i < end; i++) {
    const entry = phase >>> 24;
    const low = table[entry];
    const value = low + (((table[entry + 1] - low) * ((phase >>> 8) & 0xffff)) >> 16);
    const sum = frame[i] + ((value * peak + 0x4000) >> 15);
    frame[i] = sum > 32767 ? 32767 : Math.max(sum, -32768);
    phase = (phase + step) | 0;
  }
  oscillators[at + PHASE] = phase;
}
