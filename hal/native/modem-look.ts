/** Does a frame hold what a modem or a fax says, in C: the twin of `firmware/dsp/modem-look.ts`. A state has its own memory. */
import { MODEM_WAVES } from "../../firmware/dsp/modem-state.js";
import { bound, natives } from "../../hal/native/natives.js";

export function lookForModems(frame: Int16Array, state: Int32Array): number {
  return (bound ?? natives()).lookForModems(
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    state.buffer as ArrayBuffer,
    MODEM_WAVES.buffer,
  );
}
