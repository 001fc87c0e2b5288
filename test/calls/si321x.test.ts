/** Whole calls on emulated chips: the driver of the real board under the adapter, sound over the emulated highway. */
import { deepEqual, equal, ok } from "node:assert/strict";
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
function _connected(d = deskOf()): VirtualDesk {
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
