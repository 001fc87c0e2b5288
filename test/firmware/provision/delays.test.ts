import { deepEqual, equal } from "node:assert/strict";
import { delayOf, parseDelays, parseTimeOfDay } from "../../../firmware/provision/delays.js";

const delays = (text: string) => {
  const parsed = parseDelays(text);
  return "refused" in parsed ? [] : parsed;
};

describe("delays", () => {
  it("are one for all tries, or one for each, the last for those that follow", () => {
    equal(delayOf(delays("3600"), 7, 5), 3_600_000);
    deepEqual(
      [0, 1, 2, 3].map((n) => delayOf(delays("30, 300,1800"), n, 0)),
      [30_000, 300_000, 1_800_000, 1_800_000],
    );
  });
  it("may have some chance in them", () => {
    deepEqual(
      [0, 10, 11].map((chance) => delayOf(delays("1800+10"), 0, chance)),
      [1_800_000, 1_810_000, 1_800_000],
    );
  });
  it("are none when there is none", () => {
    for (const text of ["", "0"]) equal(delayOf(delays(text), 0, 0), null);
  });
  it("are refused when they are something else", () => {
    deepEqual(parseDelays("30,x"), { refused: "x is no delay: seconds, or seconds+seconds" });
    deepEqual(parseDelays("30,,1"), { refused: "nothing is no delay: seconds, or seconds+seconds" });
    deepEqual(parseDelays("1,".repeat(17)), { refused: "more than 16 delays" });
  });
});

describe("a time of day", () => {
  it("is hours and minutes", () => {
    deepEqual(["0000", "0330", "23:59", "", "2400", "0960", "330"].map(parseTimeOfDay), [
      0,
      210,
      1439,
      null,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
