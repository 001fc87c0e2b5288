/** Decibels as numbers (ITU-T G.711 section 4: full scale +3.14 dBm0): Q15 gains, and mean squares of samples. */

/** A gain of 0 dB in Q15. */
export const UNITY = 0x8000;
/** The largest gain, +6 dB: with it a product still fits 32 bits. */
export const MOST_GAIN = 0xffff;

/** Mean square of a sine of 0 dBm0, whose peak is 22826. */
const MEAN_SQUARE_0_DBM0 = (22826 * 22826) / 2;
/** What is said of digital silence. */
export const SILENCE_DBM0 = -96;

/** Decibels as a Q15 gain, from silence to +6 dB; more is +6 dB. */
export function gainOf(decibels: number): number {
  return Math.min(MOST_GAIN, Math.round(UNITY * 10 ** (decibels / 20)));
}

/** The loudness of a level, to compare `loudnessOf` with. */
export function loudnessAt(dbm0: number): number {
  return Math.round(MEAN_SQUARE_0_DBM0 * 10 ** (dbm0 / 10));
}

/** The level of a loudness, in dBm0. */
export function dbm0At(loudness: number): number {
  return loudness === 0 ? SILENCE_DBM0 : 10 * Math.log10(loudness / MEAN_SQUARE_0_DBM0);
}
