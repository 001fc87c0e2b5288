/** Sound of four bits a sample, in C: the twin of `firmware/dsp/adpcm.ts`. A state has its own memory. */
import { STEPS } from "../../firmware/dsp/adpcm-state.js";
import { bound, natives } from "../../hal/native/natives.js";

export function decodeAdpcm(
  octets: Uint8Array,
  from: number,
  state: Int32Array,
  frame: Int16Array,
  start: number,
  end: number,
): void {
  (bound ?? natives()).decodeAdpcm(
    octets.buffer as ArrayBuffer,
    octets.byteOffset,
    octets.length,
    from,
    state.buffer as ArrayBuffer,
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    start,
    end,
    STEPS.buffer,
  );
}
