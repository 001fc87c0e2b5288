/** Which key can be in a frame's blocks, in C: the twin of `firmware/dsp/dtmf-look.ts`. What is kept has memories of its own. */
import { WAVES } from "../../firmware/dsp/dtmf-state.js";
import { bound, natives } from "../../hal/native/natives.js";

export function keepHeard(frame: Int16Array, heard: Int16Array, at: number): void {
  (bound ?? natives()).keepHeard(frame.buffer as ArrayBuffer, frame.byteOffset >> 1, heard.buffer as ArrayBuffer, at);
}

export function lookForKeys(frame: Int16Array, heard: Int16Array, state: Int32Array): number {
  return (bound ?? natives()).lookForKeys(
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    heard.buffer as ArrayBuffer,
    state.buffer as ArrayBuffer,
    WAVES.buffer,
  );
}

export function loudestEcho(heard: Int16Array, tone: number): number {
  return (bound ?? natives()).loudestEcho(heard.buffer as ArrayBuffer, tone, WAVES.buffer);
}
