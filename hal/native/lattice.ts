/** Noise with a spectrum, in C: the twin of `firmware/dsp/lattice.ts`. */
import { bound, natives } from "../../hal/native/natives.js";

export function fillNoise(lattice: Int32Array, frame: Int16Array): void {
  (bound ?? natives()).fillNoise(
    lattice.buffer as ArrayBuffer,
    lattice.byteOffset >> 2,
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    frame.length,
  );
}
