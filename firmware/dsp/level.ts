/** Levels (ITU-T G.711 section 4: full scale +3.14 dBm0): Q15 gain, dBm0, and how loud a frame is. */

/** A gain of 0 dB in Q15. */
export const UNITY = 0x8000;
/** The largest gain, +6 dB: with it a product still fits 32 bits. */
export const MOST_GAIN = 0xffff;

/** Mean square of a sine of 0 dBm0, whose peak is 22826. */
const MEAN_SQUARE_0_DBM0 = (22826 * 22826) / 2;
/** What `dbm0Of` says of digital silence. */
export const SILENCE_DBM0 = -96;

/** Decibels as a Q15 gain, from silence to +6 dB; more is +6 dB. */
export function gainOf(decibels: number): number {
  return Math.min(MOST_GAIN, Math.round(UNITY * 10 ** (decibels / 20)));
}

/** Multiplies a frame where it lies; what is too large is clipped. */
export function applyGain(frame: Int16Array, gain: number): void {
  if (gain === UNITY) return;
  const length = frame.length;
  if (gain < UNITY) {
    // What gets quieter needs no clipping.
    for (let i = 0; i < length; i++) frame[i] = (frame[i] * gain + 0x4000) >> 15;
    return;
  }
  for (let i = 0; i < length; i++) {
    let sample = (frame[i] * gain + 0x4000) >> 15;
    if (sample > 32767) sample = 32767;
    else if (sample < -32768) sample = -32768;
    frame[i] = sample;
  }
}

/** How loud a frame is: its mean square, a whole number. */
export function loudnessOf(frame: Int16Array): number {
  const length = frame.length;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += frame[i] * frame[i];
  return Math.floor(sum / length);
}

/** The loudness of a level, to compare `loudnessOf` with. */
export function loudnessAt(dbm0: number): number {
  return Math.round(MEAN_SQUARE_0_DBM0 * 10 ** (dbm0 / 10));
}

/** The level of a frame in dBm0. */
export function dbm0Of(frame: Int16Array): number {
  const loudness = loudnessOf(frame);
  return loudness === 0 ? SILENCE_DBM0 : 10 * Math.log10(loudness / MEAN_SQUARE_0_DBM0);
}
