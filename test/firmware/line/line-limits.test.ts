import { deepEqual, equal, ok } from "node:assert/strict";
import { complaintsOf, LINE_LIMITS, type LineFigures } from "../../../firmware/line/line-limits.js";

const INFINITE = Number.POSITIVE_INFINITY;
const GOOD: LineFigures = {
  ...{ foreignVolts: 0, foreignVoltsAlternating: 0 },
  ...{ tipRing: INFINITE, tipGround: INFINITE, ringGround: INFINITE, ringers: 1 },
};

describe("the limits of a line", () => {
  it("leave a good one alone, and what was not measured", () => {
    deepEqual(complaintsOf(GOOD), []);
    const unknown = Object.fromEntries(Object.keys(GOOD).map((figure) => [figure, null])) as unknown as LineFigures;
    deepEqual(complaintsOf(unknown), []);
  });

  it("are each met at their value and broken just beyond it", () => {
    for (const { complaint, figure, bad, limit } of LINE_LIMITS) {
      ok(!complaintsOf({ ...GOOD, [figure]: limit }).includes(complaint), complaint);
      const beyond = bad === "above" ? limit * 1.01 : limit * 0.99;
      equal(complaintsOf({ ...GOOD, [figure]: beyond })[0], complaint);
    }
  });

  it("tell the worst of each figure, and of the same thing once", () => {
    deepEqual(complaintsOf({ ...GOOD, foreignVolts: 140, foreignVoltsAlternating: 60 }), ["hazardous"]);
    deepEqual(complaintsOf({ ...GOOD, foreignVolts: 8, foreignVoltsAlternating: 60 }), ["hazardous", "foreign"]);
    deepEqual(complaintsOf({ ...GOOD, tipRing: 300 }), ["receiver-off"]);
    deepEqual(complaintsOf({ ...GOOD, tipRing: 0, tipGround: 0 }), ["receiver-off", "tip-ground"]);
    deepEqual(complaintsOf({ ...GOOD, foreignVolts: INFINITE }), ["hazardous"]);
  });
});
