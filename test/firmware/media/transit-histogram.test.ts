import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { TransitHistogram } from "../../../firmware/media/transit-histogram.js";

const summary = (transits: number[]) => {
  const histogram = new TransitHistogram(50);
  for (const transit of transits) histogram.add(transit);
  return [histogram.least, histogram.usual];
};

describe("transit-histogram", () => {
  it("knows nothing at first", () => deepEqual(summary([]), [0, 0]));

  it("rounds up to 10 ms", () => {
    deepEqual(summary([-1]), [0, 0]);
    deepEqual(summary([1]), [80, 80]);
    deepEqual(summary([-80]), [-80, -80]);
  });

  it("leaves two in a hundred out", () => {
    const even = Array.from({ length: 600 }, (_, i) => (i % 50 === 7 ? 1600 : 160));
    deepEqual(summary(even), [160, 160]);
    deepEqual(summary(even.map((transit, i) => (i % 50 === 8 ? 800 : transit))), [160, 800]);
  });

  it("knows the longest, and whether most take as long as the usual one", () => {
    const histogram = new TransitHistogram(50);
    for (let i = 0; i < 500; i++) histogram.add(i % 100 === 7 ? 1600 : 160 * (i % 4));
    equal(histogram.usual, 480);
    equal(histogram.most, 1600);
    equal(histogram.crowded, false);
    for (let i = 0; i < 101; i++) histogram.add(480);
    equal(histogram.crowded, true);
    histogram.clear();
    equal(histogram.most, 0);
    equal(histogram.crowded, false);
  });

  it("sees at once what takes the place of its like, and nothing else", () => {
    const [quick, slow] = [new TransitHistogram(50), new TransitHistogram(50)];
    let repeated = 0;
    for (let i = 0; i < 1200; i++) {
      const transit = i % 50 === 7 ? 1600 + (i % 7) : 80 * (1 + Math.floor(i / 500));
      slow.add(transit);
      if (quick.repeat(transit)) repeated++;
      else quick.add(transit);
      deepEqual([quick.least, quick.usual], [slow.least, slow.usual]);
    }
    equal(repeated > 200, true);
  });

  it("soon forgets slow first packets", () => {
    deepEqual(summary([800, 800, 800, 160, 160]), [160, 800]);
    deepEqual(summary([800, 800, 800, 160, 160, 160]), [160, 160]);
  });

  it("agrees with sorting the packets that count", () => {
    const near = fc.integer({ min: -4000, max: 4000 });
    fc.assert(
      fc.property(
        fc.array(near, { minLength: 1, maxLength: 1000 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        (list, base) => {
          const transits = list.map((transit) => base + transit);
          const sorted = transits
            .slice(-Math.min(200, Math.ceil(transits.length / 2)))
            .map((transit) => 80 * (Math.ceil(transit / 80) | 0))
            .sort((a, b) => a - b);
          deepEqual(summary(transits), [sorted[0], sorted[sorted.length - 1 - Math.floor(sorted.length / 50)]]);
        },
      ),
    );
  });
});
