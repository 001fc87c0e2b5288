import { deepEqual, equal, ok } from "node:assert/strict";
import { addSine, OSCILLATOR, PEAK, PHASE, peakOf, STEP, stepOf } from "../../../firmware/dsp/sine.js";
import { frequencyNear, levelAt } from "./ear.js";

const oscillator = (hertz: number, dbm: number) => {
  const made = new Int32Array(OSCILLATOR);
  made[STEP] = stepOf(hertz);
  made[PEAK] = peakOf(dbm);
  return made;
};

describe("sine", () => {
  it("is at its frequency and its level", () => {
    for (const hertz of [20, 350, 941, 1633, 2600, 3999])
      for (const dbm of [3, 0, -19, -40]) {
        const samples = new Int16Array(8000);
        addSine(samples, 0, 8000, oscillator(hertz, dbm), 0);
        const heard = frequencyNear(samples, hertz);
        ok(Math.abs(heard - hertz) < hertz / 2000, `${hertz} Hz is ${heard}`);
        ok(
          Math.abs(levelAt(samples, hertz) - dbm) < 0.1 || hertz > 3990,
          `${hertz} Hz at ${dbm} is ${levelAt(samples, hertz)}`,
        );
      }
  });

  it("is as near to a true sine as rounding lets it be", () => {
    const samples = new Int16Array(8000);
    addSine(samples, 0, 8000, oscillator(1004, 0), 0);
    for (let i = 0; i < 8000; i++)
      ok(Math.abs(samples[i] - 22826 * Math.sin((2 * Math.PI * 1004 * i) / 8000)) < 4, `sample ${i}`);
  });

  it("goes on where it stopped, however the frames are cut", () => {
    const whole = new Int16Array(500);
    addSine(whole, 0, 500, oscillator(697, -9), 0);
    const pieces = new Int16Array(500);
    const state = oscillator(697, -9);
    addSine(pieces, 0, 7, state, 0);
    addSine(pieces, 7, 7, state, 0);
    addSine(pieces, 7, 333, state, 0);
    addSine(pieces, 333, 500, state, 0);
    deepEqual(pieces, whole);
  });

  it("adds to what is there and stops at full scale", () => {
    const frame = new Int16Array([30000, -30000, 100, 100]);
    const state = oscillator(2000, 0);
    state[PHASE] = 0x4000_0000;
    addSine(frame, 0, 1, state, 0);
    state[PHASE] = 0xc000_0000 | 0;
    addSine(frame, 1, 2, state, 0);
    deepEqual([...frame], [32767, -32768, 100, 100]);
  });

  it("knows 0 dBm0, and asks for no more than a sample can hold", () => {
    equal(peakOf(0), 22826);
    equal(peakOf(-6), 11440);
    equal(peakOf(6), 32767);
  });
});
