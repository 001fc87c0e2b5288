/** How loud the quarters of a frame are, in C: the twin of `firmware/dsp/quarters.ts`. */
import { natives } from "../../hal/native/natives.js";

export function quarterEnergies(frame: Int16Array, last: number, into: Int32Array): number {
  return natives().quarterEnergies(
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    last,
    into.buffer as ArrayBuffer,
    into.byteOffset >> 2,
  );
}
