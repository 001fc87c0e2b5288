/** Sines from a table in C: the twin of `firmware/dsp/sine.ts`. */
import { TURN } from "../../firmware/dsp/oscillator.js";
import { bound, natives } from "../../hal/native/natives.js";

export { OSCILLATOR, PEAK, PHASE, peakOf, RATE, STEP, stepOf } from "../../firmware/dsp/oscillator.js";

export function addSine(frame: Int16Array, start: number, end: number, oscillators: Int32Array, at: number): void {
  (bound ?? natives()).addSine(
    frame.buffer as ArrayBuffer,
    frame.byteOffset >> 1,
    frame.length,
    start,
    end,
    oscillators.buffer as ArrayBuffer,
    (oscillators.byteOffset >> 2) + at,
    TURN.buffer,
  );
}
