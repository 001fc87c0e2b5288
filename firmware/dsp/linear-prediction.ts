/** How well a sound foretells itself: reflection coefficients (Levinson and Durbin) from its autocorrelation. */

/** The most coefficients asked for (RFC 3389 section 3.2: order 10 for telephone sound). */
export const MOST_ORDER = 10;

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
