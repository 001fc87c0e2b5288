/** A sound that gives way to noise, in C: the twin of `firmware/dsp/shade.ts`. */
import { natives } from "../../hal/native/natives.js";

export function shadeBlock(shade: Int32Array, frame: Int16Array, at: number): void {
  natives().shadeBlock(
    shade.buffer as ArrayBuffer,
    shade.byteOffset >> 2,
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    at,
  );
}
