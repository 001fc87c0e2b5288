/** Whole calls on emulated chips: the driver of the real board under the adapter, sound over the emulated highway. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { noFaults } from "../../hal/si321x/emulator/world.js";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

/** Until both chips have been brought up. */
const UP_MS = 2000;

const deskOf = (settings: { readonly [name: string]: string } = {}) =>
  new VirtualDesk({ board: "si321x", settings }).wait(UP_MS);

/** Two seconds said at one end, as heard at the other: how like it, and how many ms later. */
function said(d: VirtualDesk, from: 1 | 2, to: 1 | 2) {
  const spoken = speech(2);
  const began = d.time.now();
  d.line(from).speak(spoken);
  d.wait(2500);
  const { correlation, delay } = likeness(spoken, d.line(to).heard((d.time.now() - began) / 1000).samples);
  return { correlation, delay: delay / 8 };
}

/** Line 1 is connected to line 2. */
function connected(d = deskOf()): VirtualDesk {
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  return d.wait(500);
}

const errors = (d: VirtualDesk, line: number) =>
  d
    .events("log", line)
    .filter(({ level }) => level === "error")
    .map(({ text }) => String(text));

const violations = (d: VirtualDesk) => d.desk.lineCard.chips.flatMap(({ violations }) => violations);

describe("the desk on emulated chips", () => {
  it("rings, shows who calls, talks, and ends", () => {
    const d = deskOf();
    d.line(1).lift();
    d.wait(700);
    equal(d.line(1).hears, "dial");
    d.dial(1, "102").wait(1000);
    ok(d.line(2).ringing);
    d.wait(3500);
    const { number, name, standard } = d.line(2).display ?? {};
    deepEqual([number, name, standard], ["101", "Line 1", "bellcore"]);
    equal(d.line(1).hears, "ringback");
    d.line(2).lift();
    d.wait(1000);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    for (const [from, to] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const { correlation, delay } = said(d, from, to);
      ok(correlation > 0.95, `correlation ${correlation}`);
      ok(delay < 120, `${delay} ms`);
    }
    for (const { lost, late } of d.events("rtp")) equal(Number(lost) + Number(late), 0);
    d.line(1).hangUp();
    d.wait(3000);
    deepEqual([d.call(1), d.call(2)], ["idle", "ended"]);
    d.line(2).hangUp();
    d.wait(1500);
    deepEqual([d.call(1), d.call(2)], ["idle", "idle"]);
    deepEqual([errors(d, 1), errors(d, 2), violations(d)], [[], [], []]);
  });

  it("rings in the cadence of its settings", () => {
    const d = deskOf({ Ring1_Cadence: "20(.4/.2,.4/2)" });
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(40_000);
    const bursts = d.events("ring-start", 2);
    equal(bursts.length, 14);
    deepEqual([bursts[1].t - bursts[0].t, bursts[2].t - bursts[0].t], [600, 3000]);
  });

  it("answers a receiver that is lifted while the bell rings, and one lifted in its pause", () => {
    for (const wait of [1000, 3000]) {
      const d = deskOf();
      d.line(1).lift();
      d.wait(300).dial(1, "102").wait(wait);
      equal(d.line(2).ringing, wait === 1000);
      d.line(2).lift();
      d.wait(500);
      deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
      ok(said(d, 1, 2).correlation > 0.95);
    }
  });

  for (const method of ["dtmf", "pulse"] as const)
    it(`can be dialled with ${method}`, () => {
      const d = deskOf();
      d.line(1).lift();
      d.wait(300).dial(1, "102", method).wait(500);
      ok(d.line(2).ringing);
      deepEqual(
        d.events("digit", 1).map(({ digit, source }) => `${digit} ${source}`),
        [..."102"].map((digit) => `${digit} ${method}`),
      );
    });

  it("passes keys as events", () => {
    const d = connected();
    d.dial(1, "159#").wait(1000);
    deepEqual(
      d.events("digit", 2).map(({ digit, source }) => `${digit} ${source}`),
      [..."159#"].map((digit) => `${digit} event`),
    );
  });

  it("takes a flash for a second call, and another to come back", () => {
    const d = connected();
    d.line(1).flash(300, () => {});
    d.wait(1500);
    equal(d.line(1).hears, "second-dial");
    d.dial(1, "600").wait(1500);
    ok(said(d, 1, 1).correlation > 0.95);
    d.line(1).flash(300, () => {});
    d.wait(1500);
    ok(said(d, 1, 2).correlation > 0.95);
  });

  it("has frames only while something can be heard", () => {
    const d = deskOf();
    d.wait(10_000);
    const before = d.desk.lineCard.chips.map((chip) => chip.line.audible);
    deepEqual(before, [false, false]);
    d.line(1).lift();
    d.wait(1000);
    ok(d.desk.lineCard.chips[0].line.audible && !d.desk.lineCard.chips[1].line.audible);
  });
});

describe("a chip that fails under the desk", () => {
  it("takes its line out of service in words, while the other goes on; the line comes back by itself", () => {
    const d = new VirtualDesk({ board: "si321x" });
    const [, chip] = d.desk.lineCard.chips;
    chip.faults.converter = "dead";
    d.wait(3000);
    deepEqual(errors(d, 2), ["the line is out of service: the DC-DC converter stops at 0.0 V, 72 V are needed"]);
    d.line(2).lift();
    d.wait(1000);
    equal(d.line(2).hears, null);
    d.line(2).hangUp();
    d.line(1).lift();
    d.wait(300).dial(1, "600").wait(1500);
    ok(said(d, 1, 1).correlation > 0.95);
    d.line(1).hangUp();
    Object.assign(chip.faults, noFaults());
    d.wait(70_000);
    ok(d.events("log", 2).some(({ level, text }) => level === "info" && text === "the Si3215 is in service"));
    ok(said(connected(d), 1, 2).correlation > 0.95);
  });

  it("that resets itself in a call loses the call at most, and says so", () => {
    const d = connected();
    d.desk.lineCard.chips[0].spike();
    d.wait(5000);
    deepEqual(errors(d, 1), ["the chip has reset itself, and is set up again"]);
    deepEqual([errors(d, 2), violations(d)], [[], []]);
    d.line(1).hangUp();
    d.line(2).hangUp();
    d.wait(5000);
    deepEqual([d.call(1), d.call(2)], ["idle", "idle"]);
    ok(said(connected(d), 1, 2).correlation > 0.95);
  });

  it("that loses its power in a call ends it, and works again when the power is back", () => {
    const d = connected();
    for (const chip of d.desk.lineCard.chips) chip.power(false);
    d.wait(5000);
    for (const line of [1, 2]) match(errors(d, line)[0], /^the line is out of service: the chip does not answer/);
    deepEqual([d.call(1), d.call(2)], ["idle", "idle"]);
    d.line(1).hangUp();
    d.line(2).hangUp();
    for (const chip of d.desk.lineCard.chips) chip.power(true);
    d.wait(30_000);
    ok(said(connected(d), 2, 1).correlation > 0.95);
  });

  it("is told of and fed again after a power alarm in a call, which goes on", () => {
    const d = connected();
    d.desk.lineCard.chips[1].line.alarm(1);
    d.wait(500);
    deepEqual(errors(d, 2), ["power alarm at Q1: the line was opened, and is fed again"]);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    ok(said(d, 1, 2).correlation > 0.95);
  });
});
