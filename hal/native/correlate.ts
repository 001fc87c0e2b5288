/** How strong a frequency is in a stretch of samples, in C: the twin of `firmware/dsp/correlate.ts`. */
import { natives } from "../../hal/native/natives.js";

export { fourWavesOf, waveOf } from "../../firmware/dsp/wave.js";

export function energyOf(samples: Int16Array, start: number, length: number): number {
  return natives().energyOf(samples.buffer as ArrayBuffer, samples.byteOffset >> 1, samples.length, start, length);
}

export function correlate(
  samples: Int16Array,
  start: number,
  length: number,
  wave: Int16Array,
  into: Int32Array,
  to: number,
): void {
  natives().correlate(
    samples.buffer as ArrayBuffer,
    samples.byteOffset >> 1,
    samples.length,
    start,
    length,
    wave.buffer as ArrayBuffer,
    wave.byteOffset >> 1,
    into.buffer as ArrayBuffer,
    (into.byteOffset >> 2) + to,
  );
}

export function correlateFour(
  samples: Int16Array,
  start: number,
  length: number,
  waves: Int16Array,
  into: Int32Array,
  to: number,
): void {
  natives().correlateFour(
    samples.buffer as ArrayBuffer,
    samples.byteOffset >> 1,
    samples.length,
    start,
    length,
    waves.buffer as ArrayBuffer,
    waves.byteOffset >> 1,
    into.buffer as ArrayBuffer,
    (into.byteOffset >> 2) + to,
  );
}
