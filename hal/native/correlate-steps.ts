/** How strong a frequency is, millisecond by millisecond, in C: the twin of `firmware/dsp/correlate-steps.ts`. */
import { natives } from "../../hal/native/natives.js";

export function correlateSteps(frame: Int16Array, wave: Int16Array, into: Int32Array, start: number): void {
  natives().correlateSteps(
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    wave.buffer as ArrayBuffer,
    wave.byteOffset >> 1,
    into.buffer as ArrayBuffer,
    (into.byteOffset >> 2) + start,
  );
}
