/** How strong a frequency is in a stretch of samples: its correlation with a cosine and a sine (one bin of a DFT). */
import { RATE } from "./sine.js";

/** `length` samples of a cosine, then as many of a sine, in Q15. */
export function waveOf(hertz: number, length: number): Int16Array {
  const wave = new Int16Array(2 * length);
  for (let i = 0; i < length; i++) {
    const angle = (2 * Math.PI * hertz * i) / RATE;
    wave[i] = Math.round(32767 * Math.cos(angle));
    wave[length + i] = Math.round(32767 * Math.sin(angle));
  }
  return wave;
}

/** Sum of squares of `length` samples, in 1/256; at most 500 samples fit. */
export function energyOf(samples: Int16Array, start: number, length: number): number {
  const end = start + length;
  let energy = 0;
  for (let i = start; i < end; i++) {
    const sample = samples[i];
    energy += (sample * sample) >>> 8;
  }
  return energy;
}

/** Leaves the cosine part at `to`, the sine part at `to + 1`, in 1/256; at most 500 samples fit. */
export function correlate(
  samples: Int16Array,
  start: number,
  length: number,
  wave: Int16Array,
  into: Int32Array,
  to: number,
): void {
  let inPhase = 0;
  let quadrature = 0;
  for (let i = 0; i < length; i++) {
    const sample = samples[start + i];
    inPhase += (sample * wave[i]) >> 8;
    quadrature += (sample * wave[length + i]) >> 8;
  }
  into[to] = inPhase;
  into[to + 1] = quadrature;
}
