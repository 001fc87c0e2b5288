/** Bits as sound, as far as a frame goes, in C: the twin of `firmware/dsp/fsk-modulator.ts`. */
import { TURN } from "../../firmware/dsp/oscillator.js";
import { bound, natives } from "../../hal/native/natives.js";

export function modulate(frame: Int16Array, start: number, bits: Uint8Array, state: Int32Array): number {
  return (bound ?? natives()).modulate(
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    frame.length,
    start,
    bits.buffer as ArrayBuffer,
    bits.byteOffset,
    bits.length,
    state.buffer as ArrayBuffer,
    state.byteOffset >> 2,
    TURN.buffer,
  );
}
