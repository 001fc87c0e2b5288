/** How like a sound is to itself a little later: autocorrelation under a window. */
import { SPAN, WINDOW } from "./span.js";

/** Sums of products of `SPAN` windowed samples with those up to `order` later, in 1/64. `room` is for `SPAN` samples. */
export function autocorrelate(
  samples: Int16Array,
  start: number,
  order: number,
  room: Int16Array,
  into: Int32Array,
): void {
  const window = WINDOW;
  for (let i = 0; i < SPAN; i++) room[i] = (samples[start + i] * window[i] + 0x4000) >> 15;
  for (let lag = 0; lag <= order; lag++) {
    let sum = 0;
    for (let i = lag; i < SPAN; i++) sum += room[i] * room[i - lag];
    into[lag] = Math.floor(sum / 64);
  }
}
