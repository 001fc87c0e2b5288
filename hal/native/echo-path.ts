/** Two models of the path that an echo takes, in C: the twin of `firmware/dsp/echo-path.ts`. */
import { natives } from "../../hal/native/natives.js";

export function cancelBlock(
  state: Int32Array,
  trusted: Int16Array,
  learning: Int32Array,
  sent: Int16Array,
  flat: Int16Array,
  received: Int16Array,
  at: number,
  step: number,
  least: number,
): void {
  natives().cancelBlock(
    state.buffer as ArrayBuffer,
    state.byteOffset >> 2,
    trusted.buffer as ArrayBuffer,
    trusted.byteOffset >> 1,
    learning.buffer as ArrayBuffer,
    learning.byteOffset >> 2,
    sent.buffer as ArrayBuffer,
    sent.byteOffset >> 1,
    flat.buffer as ArrayBuffer,
    flat.byteOffset >> 1,
    received.buffer as ArrayBuffer,
    received.byteOffset >> 1,
    at,
    step,
    least,
  );
}

export function flatten(frame: Int16Array, last: number, into: Int16Array, start: number): number {
  return natives().flatten(
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    frame.length,
    last,
    into.buffer as ArrayBuffer,
    (into.byteOffset >> 1) + start,
  );
}
