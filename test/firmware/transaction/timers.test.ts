/** The timers of SIP, as defaults and as settings. */
import { deepEqual, equal } from "node:assert/strict";
import { timersOf } from "../../../firmware/transaction/timers.js";

describe("the timers of SIP", () => {
  it("are those of table 4 unless told otherwise", () => {
    deepEqual(timersOf(), {
      ...{ t1: 500, t2: 4000, t4: 5000 },
      ...{ b: 32_000, d: 32_000, f: 32_000, h: 32_000, j: 32_000, l: 32_000, m: 32_000 },
    });
  });

  it("hang on T1, but may be set one by one", () => {
    const timers = timersOf({ t1: 100, b: 9000 });
    equal(timers.f, 6400);
    equal(timers.b, 9000);
    equal(timers.t2, 4000);
  });
});
