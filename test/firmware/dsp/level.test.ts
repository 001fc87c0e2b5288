import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { applyGain, dbm0Of, gainOf, loudnessAt, loudnessOf, SILENCE_DBM0, UNITY } from "../../../firmware/dsp/level.js";

const sine = (peak: number) => Int16Array.from({ length: 160 }, (_, i) => peak * Math.sin((2 * Math.PI * i) / 8));
const near = (value: number, wanted: number, off: number) => ok(Math.abs(value - wanted) <= off, `${value}`);

describe("level", () => {
  it("hears a sine of peak 22826 as 0 dBm0, full scale as 3.14", () => {
    near(dbm0Of(sine(22826)), 0, 0.01);
    near(dbm0Of(sine(32767)), 3.14, 0.01);
    near(dbm0Of(sine(2283)), -20, 0.02);
    equal(dbm0Of(new Int16Array(160)), SILENCE_DBM0);
  });

  it("compares without a logarithm", () => {
    ok(loudnessOf(sine(2283)) > loudnessAt(-20.1));
    ok(loudnessOf(sine(2283)) < loudnessAt(-19.9));
    equal(loudnessOf(Int16Array.of(-32768, -32768)), 2 ** 30);
  });

  it("turns decibels into Q15", () => {
    deepEqual([gainOf(0), gainOf(-6.0206), gainOf(6), gainOf(20), gainOf(-200)], [UNITY, 16384, 65381, 65535, 0]);
  });

  it("applies a gain that is heard in dB", () => {
    const frame = sine(10000);
    const before = dbm0Of(frame);
    applyGain(frame, gainOf(-3));
    near(dbm0Of(frame), before - 3, 0.01);
  });

  it("leaves 0 dB alone and clips rather than wraps", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -32768, max: 32767 })),
        fc.integer({ min: 0, max: 65535 }),
        (list, gain) => {
          const frame = Int16Array.from(list);
          applyGain(frame, UNITY);
          deepEqual([...frame], list);
          applyGain(frame, gain);
          for (const [i, sample] of list.entries()) {
            const exact = Math.max(-32768, Math.min(32767, (sample * gain) / 32768));
            ok(Math.abs(frame[i] - exact) <= 0.5, `${sample} by ${gain} is ${frame[i]}`);
          }
        },
      ),
    );
  });
});
