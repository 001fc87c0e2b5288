/** Three parties in one conversation, in C: the twin of `firmware/dsp/mix.ts`. */
import { bound, natives } from "../../hal/native/natives.js";

export function mixThree(one: Int16Array, two: Int16Array, three: Int16Array): void {
  (bound ?? natives()).mixThree(
    one.buffer as ArrayBuffer,
    one.byteOffset >> 1,
    two.buffer as ArrayBuffer,
    two.byteOffset >> 1,
    three.buffer as ArrayBuffer,
    three.byteOffset >> 1,
    one.length,
  );
}
