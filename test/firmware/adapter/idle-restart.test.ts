import { deepEqual, equal } from "node:assert/strict";
import { IdleRestart } from "../../../firmware/adapter/idle-restart.js";
import { Loop } from "../../../firmware/adapter/loop.js";
import { NEVER } from "../../../firmware/base/instant.js";
import { SimulatedClock } from "../../../hal/simulated/clock.js";
import { VirtualTime } from "../../../sim/time.js";

describe("a restart when nobody is disturbed", () => {
  it("comes a moment after it was asked for, or after the last call", () => {
    const time = new VirtualTime();
    const loop = new Loop(new SimulatedClock(time));
    const restarts: number[] = [];
    let idleSince = 0;
    time.advance(5000);
    new IdleRestart(
      loop,
      () => idleSince,
      () => restarts.push(time.now()),
    );
    time.advance(999);
    equal(restarts.length, 0);
    time.advance(10_000);
    deepEqual(restarts, [6000]);
    idleSince = NEVER;
    new IdleRestart(
      loop,
      () => idleSince,
      () => restarts.push(time.now()),
    );
    time.advance(100_000);
    equal(restarts.length, 1);
    idleSince = time.now();
    loop.rearm(time.now());
    time.advance(5000);
    deepEqual(restarts, [6000, idleSince + 1000]);
  });
});
