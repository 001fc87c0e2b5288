import { deepEqual, equal } from "node:assert/strict";
import { LineTest } from "../../../firmware/adapter/line-test.js";
import { NEVER } from "../../../firmware/base/instant.js";
import type { LineOrder } from "../../../firmware/line/seam.js";
import type { LineReport, MeasureOutcome } from "../../../hal/slic.js";

const TONE = { components: [], sections: [] } as never;

function trial(state: { offHook?: boolean; busy?: boolean; isDown?: boolean; outcome?: MeasureOutcome } = {}) {
  const orders: string[] = [];
  const asked: ((report: LineReport | null) => void)[] = [];
  const line = {
    ...{ offHook: false, busy: false, isDown: false, ...state },
    order: (order: LineOrder) => orders.push(order.do),
    measure(done: (report: LineReport | null) => void): MeasureOutcome {
      asked.push(done);
      return state.outcome ?? "started";
    },
  };
  return { line, orders, asked, test: new LineTest(line) };
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

  it("does nothing on a line that is out of service", () => {
    const { test, orders, asked } = trial({ offHook: true, isDown: true });
    for (const refusal of [test.tone(TONE, 0), test.ring(0), test.call("1", [], 0)])
      equal(refusal, "The line is out of service.");
    equal(
      test.measure(() => {}),
      "down",
    );
    deepEqual([orders, asked], [[], []]);
  });

  it("has an idle line measured, and keeps what was found until the next time", () => {
    for (const state of [{ offHook: true }, { busy: true }])
      equal(
        trial(state).test.measure(() => {}),
        "busy",
      );
    const unable = trial({ outcome: "unable" }).test;
    equal(
      unable.measure(() => {}),
      "unable",
    );
    equal(unable.measuring, false);
    const { test, asked } = trial();
    let told = 0;
    const measure = () => test.measure(() => told++);
    equal(measure(), "started");
    deepEqual([test.measuring, test.report, told], [true, null, 0]);
    const report: LineReport = {
      ...{ foreignVolts: 0, foreignVoltsAlternating: 0, ringers: 1 },
      ...{ tipRing: null, tipGround: null, ringGround: null },
    };
    asked[0](report);
    deepEqual([test.measuring, test.report, told], [false, report, 1]);
    equal(measure(), "started");
    equal(test.report, null);
    asked[1](null);
    deepEqual([test.measuring, test.report, told], [false, null, 2]);
  });
});
