import { ok } from "node:assert/strict";
import fc from "fast-check";
import { autocorrelate } from "../../../firmware/dsp/autocorrelation.js";
import { MOST_ORDER, reflectionsOf } from "../../../firmware/dsp/linear-prediction.js";
import { clipped, sines } from "./ear.js";
import { chanceFrom, gaussian } from "./noise.js";

const SPAN = 160;

function look(sound: Int16Array, order: number): { reflections: Float64Array; unforetold: number } {
  const sums = new Int32Array(order + 1);
  const total = new Float64Array(order + 1);
  const room = new Int16Array(SPAN);
  for (let at = 0; at + SPAN <= sound.length; at += SPAN) {
    autocorrelate(sound, at, order, room, sums);
    sums.forEach((sum, lag) => {
      total[lag] += sum;
    });
  }
  const mean = Int32Array.from(total, (sum) => (sum * SPAN) / sound.length);
  const reflections = new Float64Array(order);
  return { reflections, unforetold: reflectionsOf(mean, order, reflections, new Float64Array(order)) };
}

describe("linear prediction", () => {
  it("finds how a noise was coloured", () => {
    const chance = chanceFrom(4);
    const [a, b] = [1.2, -0.6];
    let [last, beforeLast] = [0, 0];
    const sound = Int16Array.from({ length: 100 * SPAN }, () => {
      const sample = 800 * gaussian(chance) + a * last + b * beforeLast;
      [last, beforeLast] = [sample, last];
      return Math.round(sample);
    });
    const { reflections, unforetold } = look(sound, 4);
    // of y = x + a y' + b y'': the second coefficient is -b, the first -a / (1 - b)
    ok(Math.abs(reflections[1] + b) < 0.05, `${reflections}`);
    ok(Math.abs(reflections[0] + a / (1 - b)) < 0.05, `${reflections}`);
    ok(Math.abs(reflections[2]) < 0.06 && Math.abs(reflections[3]) < 0.06, `${reflections}`);
    ok(Math.abs(unforetold - (1 - b * b) * (1 - (a / (1 - b)) ** 2)) < 0.05, `${unforetold}`);
  });

  it("foretells two tones all but entirely, and noise not at all", () => {
    const keys = clipped(sines(SPAN, { hertz: 697, dbm: -10 }, { hertz: 1209, dbm: -8 }));
    const { unforetold } = look(keys, 4);
    ok(unforetold < 1 / 200, `${unforetold}`);
    const chance = chanceFrom(2);
    ok(
      look(
        Int16Array.from({ length: 20 * SPAN }, () => 3000 * gaussian(chance)),
        4,
      ).unforetold > 0.95,
    );
  });

  it("bears any sound: no coefficient reaches one", () => {
    const sample = fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constantFrom(-32768, 32767, 0));
    fc.assert(
      fc.property(fc.array(sample, { minLength: SPAN, maxLength: SPAN }), (frame) => {
        const { reflections, unforetold } = look(Int16Array.from(frame), MOST_ORDER);
        ok(reflections.every((reflection) => Math.abs(reflection) <= 1));
        ok(unforetold >= 0 && unforetold <= 1);
      }),
    );
  });
});
