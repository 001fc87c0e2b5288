import { deepEqual, equal, ok } from "node:assert/strict";
import { jitterFor } from "../../../firmware/media/jitter-level.js";

const levels = ["low", "medium", "high", "very high", "extremely high"] as const;

describe("jitter-level", () => {
  it("is deeper the rougher the network", () => {
    for (const adjustment of ["up and down", "up only", "down only", "disable"] as const) {
      const rows = levels.map((level) => jitterFor(level, adjustment));
      for (const { least, first, most } of rows) ok(20 <= least && least <= first && first <= most && most <= 300);
      for (let i = 1; i < rows.length; i++) {
        ok(rows[i].most > rows[i - 1].most && rows[i].first >= rows[i - 1].first);
        ok(rows[i].least >= rows[i - 1].least && rows[i].outliers > rows[i - 1].outliers);
      }
    }
  });

  it("begins as low as it can where it may grow, and deep where it may not", () => {
    for (const level of levels) {
      equal(jitterFor(level, "up only").first, jitterFor(level, "up and down").first);
      equal(jitterFor(level, "disable").first, jitterFor(level, "down only").first);
      ok(jitterFor(level, "disable").first > jitterFor(level, "up only").first);
    }
  });

  it("of the default", () => {
    deepEqual(jitterFor("high", "up and down"), {
      least: 20,
      most: 200,
      first: 20,
      outliers: 50,
      adjustment: "up and down",
    });
  });
});
