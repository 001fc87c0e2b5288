/** Oscillators: places in an Int32Array, the pitch and peak they are set to, and the table of one turn they read. */

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

/** One turn in Q15; one entry more than that, so that the last one has a neighbour too. */
export const TURN = new Int16Array(ENTRIES + 1);
for (let i = 0; i <= ENTRIES; i++) TURN[i] = Math.round(32767 * Math.sin((2 * Math.PI * i) / ENTRIES));

/** From each entry of the turn to the next one. */
export const SLOPES = new Int16Array(ENTRIES);
for (let i = 0; i < ENTRIES; i++) SLOPES[i] = TURN[i + 1] - TURN[i];

/** What a phase gains with each sample, in 2^-32 of a turn. */
export function stepOf(hertz: number): number {
  return Math.round((hertz * 0x1_0000_0000) / RATE) | 0;
}

/** The peak of a sine of this level, as much as a sample can hold. */
export function peakOf(dbm: number): number {
  return Math.min(32767, Math.round(PEAK_0_DBM0 * 10 ** (dbm / 20)));
}
