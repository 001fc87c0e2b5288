/** How well a sound foretells itself: autocorrelation, and from it reflection coefficients (Levinson and Durbin). */

/** The most coefficients asked for (RFC 3389 section 3.2: order 10 for telephone sound). */
export const MOST_ORDER = 10;

/** Samples that are looked at together. */
export const SPAN = 160;

/** Hann's window over them, in Q15: without it the ends of the span pass for hiss. */
const WINDOW = new Int16Array(SPAN);
for (let i = 0; i < SPAN; i++) WINDOW[i] = Math.round(32767 * Math.sin((Math.PI * (i + 0.5)) / SPAN) ** 2);

/**
 * Sums of products of `SPAN` windowed samples with those up to `order` later, in 1/64. `room` is for `SPAN` samples.
 */
export function autocorrelate(
  samples: Int16Array,
  start: number,
  order: number,
  room: Int16Array,
  into: Int32Array,
): void {
  for (let i = 0; i < SPAN; i++) room[i] = (samples[start + i] * WINDOW[i] + 0x4000) >> 15;
  for (let lag = 0; lag <= order; lag++) {
    let sum = 0;
    for (let i = lag; i < SPAN; i++) sum += room[i] * room[i - lag];
    into[lag] = Math.floor(sum / 64);
  }
}

/**
 * Fills in `order` reflection coefficients (-1 to 1; the first is negative where low sounds prevail) and gives the part
 * of the energy that cannot be foretold. `room` is for `order` numbers; `sums` are those of `autocorrelate`.
 */
export function reflectionsOf(sums: Int32Array, order: number, into: Float64Array, room: Float64Array): number {
  // a little white noise keeps pure tones within what can be calculated
  const whole = sums[0] * 1.0001 + 1;
  let error = whole;
  for (let i = 0; i < order; i++) {
    let sum = sums[i + 1];
    for (let j = 0; j < i; j++) sum += room[j] * sums[i - j];
    const reflection = -sum / error;
    into[i] = reflection;
    for (let j = 0; 2 * j < i; j++) {
      const mirror = i - 1 - j;
      const low = room[j];
      const high = room[mirror];
      room[j] = low + reflection * high;
      room[mirror] = high + reflection * low;
    }
    room[i] = reflection;
    error *= 1 - reflection * reflection;
  }
  return error / whole;
}
