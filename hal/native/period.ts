/** The last period of what was heard, in C: the twin of `firmware/dsp/period.ts`. */
import { bound, natives } from "../../hal/native/natives.js";

export function cutPeriod(history: Int16Array, scaled: Int16Array, period: Int16Array): number {
  return (bound ?? natives()).cutPeriod(
    history.buffer as ArrayBuffer,
    history.byteOffset >> 1,
    scaled.buffer as ArrayBuffer,
    scaled.byteOffset >> 1,
    period.buffer as ArrayBuffer,
    period.byteOffset >> 1,
  );
}

export function repeatPeriod(
  period: Int16Array,
  lag: number,
  from: number,
  gain: number,
  step: number,
  block: Int16Array,
): void {
  (bound ?? natives()).repeatPeriod(
    period.buffer as ArrayBuffer,
    period.byteOffset >> 1,
    lag,
    from,
    gain,
    step,
    block.buffer as ArrayBuffer,
    block.byteOffset >> 1,
    block.length,
  );
}

export function smoothJoint(history: Int16Array, lag: number, block: Int16Array): void {
  (bound ?? natives()).smoothJoint(
    history.buffer as ArrayBuffer,
    history.byteOffset >> 1,
    lag,
    block.buffer as ArrayBuffer,
    block.byteOffset >> 1,
    block.length,
  );
}

export function blend(from: Int16Array, to: Int16Array, length: number): void {
  (bound ?? natives()).blend(
    from.buffer as ArrayBuffer,
    from.byteOffset >> 1,
    to.buffer as ArrayBuffer,
    to.byteOffset >> 1,
    length,
  );
}

export function pitchOf(history: Int16Array, scaled: Int16Array): number {
  return (bound ?? natives()).pitchOf(
    history.buffer as ArrayBuffer,
    history.byteOffset >> 1,
    scaled.buffer as ArrayBuffer,
    scaled.byteOffset >> 1,
  );
}
