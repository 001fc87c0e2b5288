import { deepEqual, equal } from "node:assert/strict";
import { SimulatedClock } from "../../../hal/simulated/clock.js";
import { VirtualTime } from "../../../sim/time.js";

describe("the clock of a simulated board", () => {
  it("counts from its own boot", () => {
    const time = new VirtualTime();
    time.advance(5000);
    const clock = new SimulatedClock(time);
    equal(clock.now(), 0);
    time.advance(70);
    equal(clock.now(), 70);
    deepEqual(clock.today(), { year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 5 });
  });

  it("rings once, at the time asked for last", () => {
    const time = new VirtualTime();
    time.advance(1000);
    const clock = new SimulatedClock(time);
    const rung: string[] = [];
    clock.alarm(20, { ring: () => rung.push(`first ${clock.now()}`) });
    clock.alarm(50, { ring: () => rung.push(`second ${clock.now()}`) });
    time.advance(49);
    deepEqual(rung, []);
    time.advance(100);
    deepEqual(rung, ["second 50"]);
  });

  it("rings soon when the time has passed, and never at Infinity or without power", () => {
    const time = new VirtualTime();
    const clock = new SimulatedClock(time);
    time.advance(100);
    const rung: number[] = [];
    clock.alarm(30, { ring: () => rung.push(1) });
    time.advance(1);
    deepEqual(rung, [1]);
    clock.alarm(200, { ring: () => rung.push(2) });
    clock.alarm(Number.POSITIVE_INFINITY, { ring: () => rung.push(3) });
    time.advance(1000);
    clock.alarm(1200, { ring: () => rung.push(4) });
    clock.close();
    time.advance(1000);
    deepEqual(rung, [1]);
  });
});
