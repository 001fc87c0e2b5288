import { equal } from "node:assert/strict";
import { Tuning } from "../../../hal/si321x/tuning.js";

const NEVER = Number.POSITIVE_INFINITY;

describe("a calibration with the receiver off", () => {
  it("is repeated half a minute after it has been put down", () => {
    const tuning = new Tuning();
    tuning.calibrated(true);
    tuning.look(true);
    tuning.hook(true, 10);
    equal(tuning.deadline, NEVER);
    tuning.hook(false, 1000);
    equal(tuning.deadline, 31_000);
    tuning.delay(5000);
    equal(tuning.deadline, 35_000);
    tuning.calibrated(true);
    equal(tuning.deadline, NEVER);
  });

  it("is not, where the receiver lay, or the calibration was an old one", () => {
    for (const [anew, closed] of [
      [true, false],
      [false, true],
    ]) {
      const tuning = new Tuning();
      tuning.calibrated(anew);
      tuning.look(closed);
      tuning.look(true);
      tuning.hook(true, 0);
      tuning.hook(false, 1000);
      tuning.delay(2000);
      equal(tuning.deadline, NEVER);
    }
  });
});
