import { deepEqual, notDeepEqual, ok } from "node:assert/strict";
import { chanceOf } from "../../sim/chance.js";

const draw = (seed: number, purpose: string, count = 8) => {
  const chance = chanceOf(seed, purpose);
  return Array.from({ length: count }, chance);
};

describe("chance", () => {
  it("is the same for the same seed and purpose, and for no other", () => {
    deepEqual(draw(7, "cable"), draw(7, "cable"));
    notDeepEqual(draw(7, "cable"), draw(8, "cable"));
    notDeepEqual(draw(7, "cable"), draw(7, "board"));
    notDeepEqual(draw(0, ""), draw(2 ** 32, ""));
  });

  it("is spread evenly over 32 bits", () => {
    const counts = new Array(16).fill(0);
    for (const value of draw(1, "x", 16_000)) {
      ok(Number.isInteger(value) && value >= 0 && value < 2 ** 32);
      counts[Math.floor(value / 2 ** 28)]++;
    }
    for (const count of counts) ok(count > 850 && count < 1150, `${count}`);
  });
});
