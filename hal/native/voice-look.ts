/** Does a frame stand out of its background, in C: the twin of `firmware/dsp/voice-look.ts`. A state has its own memory. */
import { bound, natives } from "../../hal/native/natives.js";

export function lookForVoice(frame: Int16Array, state: Int32Array): number {
  return (bound ?? natives()).lookForVoice(
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    state.buffer as ArrayBuffer,
  );
}
