import { deepEqual, equal } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { Lamp } from "../../../firmware/line/lamp.js";

/** When a lamp is told, on a line that has been quiet since 0. */
function tellings(lamp: Lamp, until: number, busy = (_now: number) => false): number[] {
  const told: number[] = [];
  while (lamp.deadline <= until) {
    const now = lamp.deadline;
    if (lamp.poll(now, busy(now))) told.push(now);
  }
  return told;
}

const lit = () => {
  const lamp = new Lamp();
  lamp.set(true, 1, 100);
  return lamp;
};

describe("message lamp", () => {
  it("is told nothing until somebody knows what", () => {
    const lamp = new Lamp();
    equal(lamp.deadline, NEVER);
    lamp.wake(false);
    lamp.rest(500);
    equal(lamp.deadline, NEVER);
  });

  it("is told each change twice, the first state too, whatever it is", () => {
    deepEqual(tellings(lit(), 60_000), [100, 10_100]);
    const dark = new Lamp();
    dark.set(false, 0, 100);
    deepEqual(tellings(dark, 60_000), [100, 10_100]);
    dark.set(false, 0, 60_000);
    equal(dark.deadline, NEVER);
  });

  it("is told the last of several changes", () => {
    const lamp = lit();
    lamp.set(false, 0, 200);
    deepEqual([lamp.on, tellings(lamp, 60_000)], [false, [200, 10_200]]);
  });

  it("waits for a quiet line, and a second longer", () => {
    const lamp = new Lamp();
    lamp.wake(false);
    lamp.set(true, 1, 100);
    equal(lamp.deadline, NEVER);
    lamp.rest(5_000);
    deepEqual(tellings(lamp, 60_000), [6_000, 16_000]);
  });

  it("waits for what is being told", () => {
    deepEqual(
      tellings(lit(), 60_000, (now) => now < 1_000),
      [1_100, 11_100],
    );
  });

  it("is told again what it did not hear to the end", () => {
    const lamp = lit();
    equal(lamp.poll(100, false), true);
    lamp.wake(true);
    lamp.rest(5_000);
    deepEqual(tellings(lamp, 60_000), [6_000, 16_000]);
  });

  it("is told once more after a call while it is lit", () => {
    const lamp = lit();
    tellings(lamp, 60_000);
    lamp.wake(false);
    lamp.rest(70_000);
    deepEqual(tellings(lamp, 200_000), [71_000]);
    lamp.set(false, 0, 200_000);
    tellings(lamp, 300_000);
    lamp.wake(false);
    lamp.rest(310_000);
    equal(lamp.deadline, NEVER);
  });
});
