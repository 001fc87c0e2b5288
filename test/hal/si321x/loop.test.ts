import { deepEqual, equal } from "node:assert/strict";
import { Loop } from "../../../hal/si321x/loop.js";
import { LoopStatus } from "../../../hal/si321x/registers.js";

const { CLOSED, RING_TRIP, RAW } = LoopStatus;

describe("the loop", () => {
  it("is closed as the chip has debounced it, and tells each change once", () => {
    const loop = new Loop();
    deepEqual(
      [RAW, RAW | CLOSED, CLOSED, RAW, 0].map((status, i) => [loop.look(status, false, i), loop.closed]),
      [
        [false, false],
        [true, true],
        [false, true],
        [true, false],
        [false, false],
      ],
    );
  });

  it("knows only ring trip while it rings, and believes it until the filters have forgotten the ringing", () => {
    const loop = new Loop();
    equal(loop.look(RAW | CLOSED, true, 0), false);
    equal(loop.look(RING_TRIP, true, 100), true);
    equal(loop.deadline, 150);
    equal(loop.look(0, false, 120), false);
    equal(loop.closed, true);
    equal(loop.look(0, false, 150), true);
    deepEqual([loop.closed, loop.deadline], [false, Number.POSITIVE_INFINITY]);
    equal(loop.trip(200), true);
    equal(loop.trip(201), false);
    equal(loop.look(CLOSED, false, 260), false);
    equal(loop.closed, true);
  });

  it("looks away for 80 ms when polarity changes over, and then looks again", () => {
    const loop = new Loop();
    loop.reverse(1000);
    equal(loop.deadline, 1080);
    equal(loop.look(CLOSED, false, 1079), false);
    equal(loop.look(CLOSED, false, 1080), true);
  });

  it("is lost with the chip", () => {
    const loop = new Loop();
    equal(loop.lose(), false);
    loop.look(CLOSED, false, 0);
    loop.reverse(0);
    equal(loop.lose(), true);
    deepEqual([loop.closed, loop.deadline], [false, Number.POSITIVE_INFINITY]);
  });
});
