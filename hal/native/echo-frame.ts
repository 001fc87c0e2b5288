/** One frame through an echo canceller, in C: the twin of `firmware/dsp/echo-frame.ts`. */
import { WINDOW } from "../../firmware/dsp/span.js";
import { bound, natives } from "../../hal/native/natives.js";

export function cancelFrame(state: Int32Array, sound: Int16Array, sent: Int16Array, received: Int16Array): void {
  (bound ?? natives()).cancelFrame(
    state.buffer as ArrayBuffer,
    state.byteOffset >> 2,
    sound.buffer as ArrayBuffer,
    sound.byteOffset >> 1,
    sent.buffer as ArrayBuffer,
    sent.byteOffset >> 1,
    received.buffer as ArrayBuffer,
    received.byteOffset >> 1,
    WINDOW.buffer,
  );
}
