import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { BackOff } from "../../../firmware/web/back-off.js";
import { LONGEST_WAIT, MAX_CULPRITS } from "../../../firmware/web/limits.js";

describe("who guesses", () => {
  it("waits twice as long each time, up to a quarter of an hour", () => {
    const backOff = new BackOff();
    let now = 0;
    const waits: number[] = [];
    for (let n = 0; n < 16; n++) {
      backOff.wrong("a", now);
      waits.push(backOff.wait("a", now) / 1000);
      now += backOff.wait("a", now);
    }
    deepEqual(waits, [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
    backOff.right("a");
    backOff.wrong("a", now);
    equal(backOff.wait("a", now), 0);
  });

  it("is forgiven after half an hour of quiet", () => {
    const backOff = new BackOff();
    for (let n = 0; n < 5; n++) backOff.wrong("a", 0);
    backOff.wrong("a", 2 * LONGEST_WAIT + 1);
    equal(backOff.wait("a", 2 * LONGEST_WAIT + 1), 0);
  });

  it("makes nobody else wait, however many there are", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3 * MAX_CULPRITS), fc.nat(10_000))), (guesses) => {
        const backOff = new BackOff();
        let now = 0;
        for (const [who, after] of guesses) {
          now += after;
          backOff.wrong(`10.0.0.${who}`, now);
          equal(backOff.wait("10.0.1.1", now), 0);
          ok(backOff.wait(`10.0.0.${who}`, now) <= LONGEST_WAIT);
        }
      }),
    );
  });
});
