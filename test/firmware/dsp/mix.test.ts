import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { mixThree } from "../../../firmware/dsp/mix.js";

describe("mix", () => {
  it("lets each of three hear the other two", () => {
    const [one, two, three] = [Int16Array.of(1, 0, -5), Int16Array.of(20, 7, 0), Int16Array.of(300, 0, 5)];
    mixThree(one, two, three);
    deepEqual(
      [[...one], [...two], [...three]],
      [
        [320, 7, 5],
        [301, 0, 0],
        [21, 7, -5],
      ],
    );
  });

  it("clips what is too loud, and never oneself", () => {
    const sample = fc.integer({ min: -32768, max: 32767 });
    const clip = (value: number) => Math.max(-32768, Math.min(32767, value));
    fc.assert(
      fc.property(sample, sample, sample, (a, b, c) => {
        const [one, two, three] = [a, b, c].map((value) => Int16Array.of(value));
        mixThree(one, two, three);
        deepEqual([one[0], two[0], three[0]], [clip(b + c), clip(a + c), clip(a + b)]);
      }),
    );
    const [loud, other, silent] = [Int16Array.of(32767), Int16Array.of(32767), Int16Array.of(0)];
    mixThree(loud, other, silent);
    equal(silent[0], 32767);
    equal(loud[0], 32767);
  });
});
