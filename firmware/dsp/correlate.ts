/** How strong a frequency is in a stretch of samples: its correlation with a cosine and a sine (one bin of a DFT). */

// What is not per sample is the same for the twin in C, which stands in the place of this file.
export { fourWavesOf, waveOf } from "./wave.js";

/** Sum of squares of `length` samples, in 1/256; at most 500 samples fit. */
export function energyOf(samples: Int16Array, start: number, length: number): number {
  const end = start + length;
  let energy = 0;
  let sample = 0;
  for (let i = start; i < end; i++) {
    sample = samples[i];
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
  let sample = 0;
  for (let i = 0; i < length; i++) {
    sample = samples[start + i];
    inPhase += (sample * wave[i]) >> 8;
    quadrature += (sample * wave[length + i]) >> 8;
  }
  into[to] = inPhase;
  into[to + 1] = quadrature;
}

/** The same of `fourWavesOf` at once: eight results from `to` on, cosine and sine part of each wave. */
export function correlateFour(
  samples: Int16Array,
  start: number,
  length: number,
  waves: Int16Array,
  into: Int32Array,
  to: number,
): void {
  const end = start + length;
  let re0 = 0;
  let im0 = 0;
  let re1 = 0;
  let im1 = 0;
  let re2 = 0;
  let im2 = 0;
  let re3 = 0;
  let im3 = 0;
  let at = 0;
  let sample = 0;
  for (let i = start; i < end; i++) {
    sample = samples[i];
    re0 += (sample * waves[at]) >> 8;
    im0 += (sample * waves[at + 1]) >> 8;
    re1 += (sample * waves[at + 2]) >> 8;
    im1 += (sample * waves[at + 3]) >> 8;
    re2 += (sample * waves[at + 4]) >> 8;
    im2 += (sample * waves[at + 5]) >> 8;
    re3 += (sample * waves[at + 6]) >> 8;
    im3 += (sample * waves[at + 7]) >> 8;
    at += 8;
  }
  into[to] = re0;
  into[to + 1] = im0;
  into[to + 2] = re1;
  into[to + 3] = im1;
  into[to + 4] = re2;
  into[to + 5] = im2;
  into[to + 6] = re3;
  into[to + 7] = im3;
}
