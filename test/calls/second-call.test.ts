/** Two calls of one telephone, whole: hold, second dial tone, consultation, change of places, reminder. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

/** Line 1 has called line 2, and talks. */
function talking(d = new VirtualDesk().started()): VirtualDesk {
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  return d.wait(500);
}

function flash(d: VirtualDesk): VirtualDesk {
  d.line(1).flash(300, () => {});
  return d.wait(1000);
}

const calls = (d: VirtualDesk) => d.desk.adapter.status().lines[0].calls.map(({ state, peer }) => `${peer} ${state}`);

describe("a second call of a telephone", () => {
  it("is made from a second dial tone, and the first is heard again after each flash", () => {
    const d = talking();
    flash(d);
    equal(d.line(1).hears, "second-dial");
    d.wait(500);
    deepEqual([d.call(1), d.call(2), calls(d)], ["dialing", "holding", ["102 hold"]]);
    d.dial(1, "600").wait(1000);
    deepEqual(calls(d), ["102 hold", "600 connected"]);
    const spoken = speech(2);
    d.line(1).speak(spoken);
    d.wait(2500);
    ok(likeness(spoken, d.line(1).heard(2.5).samples).correlation > 0.9, "the echo is heard");
    flash(d);
    deepEqual([d.call(2), calls(d)], ["connected", ["102 connected", "600 hold"]]);
    d.line(2).speak(spoken);
    d.wait(2500);
    ok(likeness(spoken, d.line(1).heard(2.5).samples).correlation > 0.9, "line 2 is heard");
  });

  it("that is busy leads back by a flash", () => {
    const d = talking();
    flash(d).dial(1, "604").wait(2000);
    equal(d.line(1).hears, "busy");
    flash(d);
    deepEqual([d.call(2), calls(d)], ["connected", ["102 connected"]]);
  });

  it("that only rings is given up by a flash", () => {
    const d = talking();
    flash(d).dial(1, "605").wait(7000);
    equal(d.line(1).hears, "ringback");
    flash(d);
    deepEqual([d.call(2), calls(d)], ["connected", ["102 connected"]]);
  });

  it("is reminded of by the bell, and resumed by lifting the receiver", () => {
    const d = talking();
    flash(d);
    d.line(1).hangUp();
    d.wait(1200);
    ok(d.events("ring-start", 1).length === 1);
    d.line(1).lift();
    d.wait(1000);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
  });

  it("is none when somebody has been called for help", () => {
    const d = new VirtualDesk({ settings: { "Emergency_Number[1]": "911" } }).started();
    d.line(1).lift();
    d.wait(300).dial(1, "911").wait(1000);
    deepEqual(calls(d), ["911 connected"]);
    flash(d).wait(1000);
    deepEqual([calls(d), d.line(1).hears === "second-dial"], [["911 connected"], false]);
  });
});
