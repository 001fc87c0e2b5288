import { deepEqual, equal } from "node:assert/strict";
import { LineTest } from "../../../firmware/adapter/line-test.js";
import { NEVER } from "../../../firmware/base/instant.js";
import type { LineOrder } from "../../../firmware/line/seam.js";

const TONE = { components: [], sections: [] } as never;

function trial(state: { offHook?: boolean; busy?: boolean } = {}) {
  const orders: string[] = [];
  const line = { offHook: false, busy: false, ...state, order: (order: LineOrder) => orders.push(order.do) };
  return { line, orders, test: new LineTest(line) };
}

describe("a line on trial", () => {
  it("plays its tone for three seconds to a lifted receiver, and to no other", () => {
    equal(trial().test.tone(TONE, 0), "Lift the receiver first.");
    equal(trial({ offHook: true, busy: true }).test.tone(TONE, 0), "The line is in use.");
    const { test, orders } = trial({ offHook: true });
    equal(test.tone(TONE, 100), null);
    equal(test.deadline, 3100);
    test.poll(3099);
    deepEqual(orders, ["tone"]);
    test.poll(3100);
    deepEqual(orders, ["tone", "quiet"]);
    equal(test.deadline, NEVER);
  });

  it("leaves a call alone that has begun meanwhile", () => {
    const { test, line, orders } = trial({ offHook: true });
    test.tone(TONE, 0);
    line.busy = true;
    test.poll(3000);
    deepEqual(orders, ["tone"]);
  });

  it("presses the keys when the telephone is answered, once", () => {
    const { test, orders } = trial();
    equal(test.call("12#", [], 0), null);
    equal(test.ring(0), "The line is in use.");
    deepEqual(orders, ["ring"]);
    deepEqual(
      test.lifted().map((event) => ("digit" in event ? event.digit : "")),
      ["1", "2", "#"],
    );
    deepEqual(test.lifted(), []);
    equal(test.deadline, NEVER);
  });

  it("rings no longer than half a minute, and forgets what it rang for", () => {
    const { test, orders } = trial();
    test.call("12", [], 0);
    test.poll(30_000);
    deepEqual(orders, ["ring", "stopRinging"]);
    deepEqual(test.lifted(), []);
    test.call("12", [], 40_000);
    test.over();
    deepEqual(test.lifted(), []);
  });
});
