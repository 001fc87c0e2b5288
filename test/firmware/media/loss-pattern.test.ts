import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { GAP_LEAST, LossPattern } from "../../../firmware/media/loss-pattern.js";

const patternOf = (fates: string) => {
  const pattern = new LossPattern();
  for (const fate of fates) {
    if (fate === ".") pattern.came();
    else pattern.lost(fate === "x");
  }
  return pattern;
};

/** RFC 3611's definition, word by word: a longest stretch from loss to loss without 16 in a row that came. */
function byDefinition(fates: string) {
  const bursts: string[] = [];
  const gap = fates.replace(/[-x](?:\.{0,15}[-x])+/g, (burst) => {
    bursts.push(burst);
    return "|";
  });
  const inBursts = bursts.join("");
  const inGaps = gap.replace(/\|/g, "");
  const lost = (text: string) => text.replace(/\./g, "").length;
  return {
    burstDensity: inBursts ? lost(inBursts) / inBursts.length : 0,
    gapDensity: inGaps ? lost(inGaps) / inGaps.length : 0,
    burstLength: bursts.length ? inBursts.length / bursts.length : 0,
    gapLength: inGaps.length / (bursts.length + 1),
  };
}

describe("loss-pattern", () => {
  it("knows nothing of nothing", () => {
    const { packets, ratio, burstRatio, burstDensity, gapDensity, burstLength, gapLength } = new LossPattern();
    deepEqual([packets, ratio, burstRatio, burstDensity, gapDensity, burstLength, gapLength], [0, 0, 1, 0, 0, 0, 0]);
  });

  it("tells bursts from losses alone as RFC 3611 defines them", () => {
    equal(GAP_LEAST, 16);
    const fate = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("-", "x", ".", "-.-") },
      { weight: 2, arbitrary: fc.integer({ min: 10, max: 40 }).map((count) => ".".repeat(count)) },
    );
    fc.assert(
      fc.property(fc.array(fate, { maxLength: 40 }), (parts) => {
        const fates = parts.join("");
        const pattern = patternOf(fates);
        const { burstDensity, gapDensity, burstLength, gapLength } = pattern;
        deepEqual({ burstDensity, gapDensity, burstLength, gapLength }, byDefinition(fates), fates);
        equal(pattern.good + pattern.missing + pattern.discarded, fates.length);
        equal(pattern.runs, fates.match(/[-x]+/g)?.length ?? 0);
      }),
      { numRuns: 500 },
    );
  });

  it("finds a burst ratio of 1 by chance, and more in bursts", () => {
    let x = 77;
    const chance = () => {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      return (x >>> 0) / 2 ** 32;
    };
    const even = patternOf(Array.from({ length: 50_000 }, () => (chance() < 0.05 ? "-" : ".")).join(""));
    ok(Math.abs(even.burstRatio - 1) < 0.03 && Math.abs(even.ratio - 0.05) < 0.005, `${even.burstRatio}`);
    // Gilbert's channel: bad for 5 packets on the average, 5 % of the time; by theory 0.95 * 5
    let bad = false;
    const bursty = patternOf(
      Array.from({ length: 100_000 }, () => {
        bad = bad ? chance() < 0.8 : chance() < 0.2 * (0.05 / 0.95);
        return bad ? "-" : ".";
      }).join(""),
    );
    ok(Math.abs(bursty.burstRatio - 4.75) < 0.35, `${bursty.burstRatio}`);
  });
});
