import { deepEqual, equal, ok } from "node:assert/strict";
import { chanceOf } from "../../../sim/chance.js";
import { Metronome } from "../../../sim/pbx/metronome.js";
import { type Time, VirtualTime } from "../../../sim/time.js";

/** A host that wakes late, as hosts do. */
function drowsy(time: VirtualTime, late: () => number): Time {
  return {
    now: () => time.now(),
    today: () => time.today(),
    after: (ms, call) => time.after(ms + late(), call),
  };
}

describe("the metronome", () => {
  it("ticks every 20 ms until it is stopped", () => {
    const time = new VirtualTime();
    const ticks: number[] = [];
    const metronome = new Metronome(time, () => ticks.push(time.now()));
    time.advance(100);
    deepEqual(ticks, [20, 40, 60, 80, 100]);
    metronome.stop();
    time.advance(1_000);
    equal(ticks.length, 5);
  });

  it("can be stopped by its own tick", () => {
    const time = new VirtualTime();
    let ticks = 0;
    const metronome = new Metronome(time, () => {
      ticks++;
      metronome.stop();
    });
    time.advance(1_000);
    equal(ticks, 1);
  });

  it("does not drift, however late it is woken", () => {
    const time = new VirtualTime();
    const chance = chanceOf(1, "late");
    let ticks = 0;
    new Metronome(
      drowsy(time, () => (chance() % 2_000) / 100),
      () => ticks++,
    );
    time.advance(600_000);
    ok(ticks === 30_000 || ticks === 29_999, `${ticks} ticks in ten minutes`);
  });

  it("makes up for a short sleep, and lets a long one be", () => {
    const time = new VirtualTime();
    let sleep = 0;
    const ticks: number[] = [];
    new Metronome(
      drowsy(time, () => {
        const ms = sleep;
        sleep = 0;
        return ms;
      }),
      () => ticks.push(time.now()),
    );
    time.advance(20);
    sleep = 60;
    time.advance(180);
    equal(ticks.length, 10);
    deepEqual(ticks.slice(0, 6), [20, 40, 120, 120, 120, 120]);
    sleep = 10_000;
    ticks.length = 0;
    time.advance(10_100);
    const burst = ticks.filter((at) => at === ticks[1]).length;
    ok(burst > 1 && burst <= 27, `${burst} at once`);
  });
});
