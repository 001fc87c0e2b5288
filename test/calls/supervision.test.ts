/** What the wires of a telephone say of a call, besides sound, and the date it is shown. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { DeskOptions } from "../../sim/desk.js";
import { VirtualDesk } from "./desk.js";

/** Line 1 has called line 2, which has answered. */
function connected(settings: NonNullable<DeskOptions["settings"]>): VirtualDesk {
  const d = new VirtualDesk({ settings }).started();
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  return d.wait(500);
}

const polarities = (d: VirtualDesk) => [d.line(1).polarity, d.line(2).polarity];
const voltage = (d: VirtualDesk, line: 1 | 2) =>
  (d.desk.state() as { lines: { voltage: number }[] }).lines[line - 1].voltage;
const calls = (d: VirtualDesk) => [d.call(1), d.call(2)];

describe("the polarity of a line", () => {
  it("is that of nobody, of whoever has called, and of whoever was called", () => {
    const d = new VirtualDesk({
      settings: { "Idle_Polarity[2]": "Reverse", "Caller_Conn_Polarity[1]": "Reverse" },
    }).started();
    deepEqual(polarities(d), ["normal", "reversed"]);
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(500);
    deepEqual(polarities(d), ["normal", "reversed"], "not before it is answered");
    ok(d.line(2).ringing);
    d.line(2).lift();
    d.wait(500);
    deepEqual(polarities(d), ["reversed", "normal"]);
    d.line(2).hangUp();
    d.wait(1500);
    deepEqual(polarities(d), ["normal", "reversed"]);
    deepEqual(
      d.events("polarity", 1).map(({ reversed }) => reversed),
      [true, false],
    );
  });

  it("never changes by default", () => {
    const d = connected({});
    d.line(2).hangUp();
    d.wait(10_000);
    deepEqual(d.events("polarity"), []);
  });
});

describe("a break of the loop", () => {
  it("says that the far end has hung up, and gives dial tone", () => {
    const d = connected({ CPC_Delay: "1", CPC_Duration: ".5" });
    d.line(2).hangUp();
    d.wait(1800);
    deepEqual(calls(d), ["ended", "idle"]);
    ok(voltage(d, 1) > 0);
    d.wait(400);
    equal(voltage(d, 1), 0);
    equal(voltage(d, 2), 48, "whoever has hung up needs no break");
    d.wait(700);
    ok(voltage(d, 1) > 0);
    d.wait(700);
    equal(d.line(1).hears, "dial");
    d.dial(1, "102").wait(1000);
    ok(d.line(2).ringing);
  });

  it("is not made for who lays the receiver down himself, in time or just then", () => {
    for (const wait of [500, 2200]) {
      const d = connected({ CPC_Delay: "1", CPC_Duration: ".5" });
      d.line(2).hangUp();
      d.wait(wait);
      d.line(1).hangUp();
      d.wait(4000);
      deepEqual(calls(d), ["idle", "idle"]);
      equal(voltage(d, 1), 48);
      d.line(1).lift();
      d.wait(700);
      equal(d.line(1).hears, "dial");
    }
  });
});

describe("the receiver of whoever was called", () => {
  it("may lie for a moment, and the call goes on; the caller's may not", () => {
    const d = connected({ Callee_On_Hook_Delay: "5" });
    d.line(2).hangUp();
    d.wait(4000);
    deepEqual(calls(d), ["connected", "connected"]);
    d.line(2).lift();
    d.wait(10_000);
    deepEqual(calls(d), ["connected", "connected"]);
    d.line(2).hangUp();
    d.wait(6500);
    deepEqual(calls(d), ["ended", "idle"]);
    const again = connected({ Callee_On_Hook_Delay: "5" });
    again.line(1).hangUp();
    again.wait(1500);
    deepEqual(calls(again), ["idle", "ended"]);
  });
});

describe("the date of a call", () => {
  it("is that of the owner's time zone", () => {
    const d = new VirtualDesk({ settings: { Time_Zone: "GMT-08:00" } }).started();
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(4500);
    equal(d.line(2).display?.date, "12-31 16:00");
  });
});
