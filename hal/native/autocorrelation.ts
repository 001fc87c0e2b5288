/** How like a sound is to itself a little later, in C: the twin of `firmware/dsp/autocorrelation.ts`. */
import { WINDOW } from "../../firmware/dsp/span.js";
import { bound, natives } from "../../hal/native/natives.js";

export function autocorrelate(
  samples: Int16Array,
  start: number,
  order: number,
  room: Int16Array,
  into: Int32Array,
): void {
  (bound ?? natives()).autocorrelate(
    samples.buffer as ArrayBuffer,
    (samples.byteOffset >> 1) + start,
    order,
    room.buffer as ArrayBuffer,
    room.byteOffset >> 1,
    WINDOW.buffer,
    into.buffer as ArrayBuffer,
    into.byteOffset >> 2,
  );
}
