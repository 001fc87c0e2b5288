/** Chips that fail under the desk, harmed as its control interface does: what their owner sees, and what callers hear. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { sayingCount, sayingIn } from "../../firmware/config/german/words.js";
import { sayer } from "../../firmware/web/app/sayings.js";
import { chipReasons } from "../../firmware/web/german-chips.js";
import type { SlicFault } from "../../hal/slic.js";
import type { ChipFault } from "../../sim/chip-harm.js";
import type { DeskOptions } from "../../sim/desk.js";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

const chipDesk = (options: Partial<DeskOptions> = {}) => new VirtualDesk({ board: "si321x", ...options }).started();

const service = (d: VirtualDesk, line: 1 | 2) => d.desk.adapter.status().lines[line - 1].service;
const harm = (d: VirtualDesk, line: 1 | 2, fault: ChipFault | null) => d.desk.harms?.change(line, { fault });
const errors = (d: VirtualDesk, line: number) =>
  d
    .events("log", line)
    .filter(({ level }) => level === "error")
    .map(({ text }) => String(text));

const inGerman = sayer(Array.from({ length: sayingCount(chipReasons) }, (_, at) => sayingIn(chipReasons, at)));

/** What line 1 heard of the call to line 2: the last final answer it got. */
function answerTo(d: VirtualDesk, since: number): string {
  const messages = d.desk.messages({ line: 2 }).filter(({ t, direction }) => t >= since && direction === "out");
  return (
    messages
      .map(({ message }) => message)
      .filter((message) => /^SIP\/2.0 [3-6]/.test(message))
      .at(-1) ?? ""
  );
}

/** Two seconds said into the echo of 600 and heard again: how like it. */
function echoed(d: VirtualDesk, line: 1 | 2): number {
  const spoken = speech(2);
  const began = d.time.now();
  d.line(line).speak(spoken);
  d.wait(2500);
  return likeness(spoken, d.line(line).heard((d.time.now() - began) / 1000).samples).correlation;
}

/** Line 1 is connected to line 2. */
function talking(d = chipDesk()): VirtualDesk {
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  d.wait(1000);
  deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
  return d;
}

/** As after `ms` on a desk where line 2 works again: it is rung, and answers. */
function works(d: VirtualDesk): void {
  deepEqual(service(d, 2), { state: "up", fault: null });
  for (const line of [1, 2] as const) d.line(line).hangUp();
  d.wait(2000);
  talking(d);
}

const KINDS: readonly (readonly [ChipFault, SlicFault["kind"], RegExp])[] = [
  ["absent", "absent", /no chip answers: DR0 reads 0xff/],
  ["revision", "unsupported", /revision 1 of the chip is not supported/],
  ["dcdc", "supply", /the DC-DC converter stops at 0\.0 V, 72 V are needed/],
  ["leakage", "leakage", /the battery falls to \d\.\d V within \d+ ms: leakage or a short circuit/],
  ["calibration", "calibration", /calibration does not end/],
  ["alarms", "alarms", /power alarms at Q1 without end: a short circuit or foreign voltage/],
];

for (const [fault, kind, words] of KINDS)
  describe(`a chip with the fault ${fault}`, () => {
    it("is told of at start, in a clear state; the other line calls undisturbed", () => {
      const d = chipDesk({ chipFaults: [{ line: 2, fault }] }).wait(6000);
      const { state, fault: told } = service(d, 2);
      deepEqual([state, told?.kind, service(d, 1).state], ["down", kind, "up"]);
      match(told?.text ?? "", words);
      ok(inGerman(told?.text ?? "") !== told?.text);
      match(errors(d, 2).at(-1) ?? "", words);
      deepEqual(errors(d, 1), []);
      const [, seen] = (d.desk.state() as { lines: { service: string; fault: string; voltage: number }[] }).lines;
      deepEqual([seen.service, seen.fault, seen.voltage], ["down", told?.text, 0]);
      d.line(1).lift();
      d.wait(300).dial(1, "600").wait(1500);
      ok(echoed(d, 1) > 0.95);
    });

    it("keeps nobody from calling in vain: 480, out of order, and the line stays registered", () => {
      const d = chipDesk({ chipFaults: [{ line: 2, fault }] }).wait(6000);
      equal(d.desk.adapter.status().lines[1].registration.state, "registered");
      const since = d.time.now();
      d.line(1).lift();
      d.wait(300).dial(1, "102").wait(1000);
      match(answerTo(d, since), /^SIP\/2\.0 480 /);
      match(answerTo(d, since), /^Reason: Q\.850;cause=27\r$/m);
      ok(["busy", "reorder"].includes(d.line(1).hears ?? ""), String(d.line(1).hears));
      equal(d.call(2), "idle");
    });

    it("ends the call it comes in, leaves the other line, and works again by itself when it is mended", () => {
      const d = talking();
      harm(d, 2, fault);
      d.wait(9000);
      equal(service(d, 2).state, "down");
      equal(service(d, 2).fault?.kind, kind);
      deepEqual([service(d, 1).state, d.call(2)], ["up", "idle"]);
      ok(["ended", "reorder"].includes(d.call(1)), d.call(1));
      equal(d.desk.adapter.status().lines[1].calls.length, 0);
      d.line(1).hangUp();
      d.wait(1500).line(1).lift();
      d.wait(300).dial(1, "600").wait(1500);
      ok(echoed(d, 1) > 0.95);
      harm(d, 2, null);
      d.wait(75_000);
      works(d);
      ok(d.events("log", 2).some(({ level, text }) => level === "info" && text === "the line is in service again"));
      equal(d.events("reboot").length, 0);
    });
  });

describe("a chip that resets itself", () => {
  it("while its bell rings goes on ringing, and can be answered", () => {
    const d = chipDesk();
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1000);
    ok(d.line(2).ringing);
    harm(d, 2, "reset");
    d.wait(7000);
    deepEqual([d.call(2), errors(d, 2)], ["ringing", ["the chip has reset itself, and is set up again"]]);
    ok(d.events("ring-start", 2).at(-1)?.t ?? 0 > d.time.now() - 6000);
    d.line(2).lift();
    d.wait(1000);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    deepEqual([service(d, 2), errors(d, 1)], [{ state: "up", fault: null }, []]);
  });

  it("in a call goes on with it, and both hear each other", () => {
    const d = talking();
    harm(d, 1, "reset");
    d.wait(5000);
    deepEqual(errors(d, 1), ["the chip has reset itself, and is set up again"]);
    deepEqual([d.call(1), d.call(2), errors(d, 2)], ["connected", "connected", []]);
    const spoken = speech(2);
    for (const [from, to] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const began = d.time.now();
      d.line(from).speak(spoken);
      d.wait(2500);
      const heard = d.line(to).heard((d.time.now() - began) / 1000).samples;
      ok(likeness(spoken, heard).correlation > 0.95);
    }
  });
});

describe("a chip that fails", () => {
  it("while its bell rings refuses who calls, at once", () => {
    const d = chipDesk();
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1000);
    equal(d.call(2), "ringing");
    const since = d.time.now();
    harm(d, 2, "dcdc");
    d.wait(2000);
    match(answerTo(d, since), /^SIP\/2\.0 480 .*Reason: Q\.850;cause=27\r\n/s);
    equal(d.call(2), "idle");
    equal(d.line(2).ringing, false);
    harm(d, 2, null);
    d.wait(15_000);
    works(d);
  });

  it("with a held call and another in the ear ends both, and calls nobody back", () => {
    const d = talking();
    d.line(2).flash(300, () => {});
    d.wait(1500).dial(2, "600").wait(1500);
    equal(d.desk.adapter.status().lines[1].calls.length, 2);
    harm(d, 2, "absent");
    d.wait(5000);
    deepEqual([d.desk.adapter.status().lines[1].calls, d.call(2)], [[], "idle"]);
    d.wait(30_000);
    equal(d.events("ring-start", 2).length, 1);
  });

  it("gives dial tone to a receiver that has stayed off, when it works again", () => {
    const d = chipDesk();
    d.line(2).lift();
    d.wait(700);
    equal(d.line(2).hears, "dial");
    harm(d, 2, "absent");
    d.wait(5000);
    deepEqual([d.line(2).hears, d.call(2)], [null, "idle"]);
    harm(d, 2, null);
    d.wait(15_000);
    equal(d.line(2).hears, "dial");
  });

  it("as the first of the chain takes the second with it, which cannot be spoken to any more", () => {
    const d = chipDesk();
    harm(d, 1, "absent");
    d.wait(4000);
    deepEqual([service(d, 1).fault?.kind, service(d, 2).fault?.kind], ["absent", "absent"]);
    harm(d, 1, null);
    d.wait(20_000);
    works(d);
  });

  it("again and again is tried after 2, 10 and 60 seconds, and no more often", () => {
    const d = chipDesk();
    harm(d, 2, "alarms");
    d.wait(300_000);
    const mishaps = d.events("log", 2).filter(({ text }) => /out of service: power alarms/.test(String(text)));
    ok(mishaps.length >= 5 && mishaps.length <= 7, `${mishaps.length}`);
    const pauses = mishaps.slice(1).map(({ t }, i) => Math.floor((t - mishaps[i].t) / 1000));
    ok(pauses[0] < 6 && pauses[1] > 9 && pauses[1] < 16 && pauses.slice(2).every((s) => s > 59), pauses.join());
    harm(d, 2, null);
    d.wait(65_000);
    works(d);
  });

  it("has failed after a power cut, too, until it is mended", () => {
    const d = chipDesk();
    harm(d, 2, "leakage");
    d.desk.switchPower("cycle");
    d.wait(5000);
    equal(service(d, 2).fault?.kind, "leakage");
    harm(d, 2, null);
    d.desk.switchPower("cycle");
    d.wait(3000);
    works(d);
  });

  it("for the moment of a power alarm feeds its line again, and the call goes on", () => {
    const d = talking();
    d.desk.lineCard.chips[1].line.alarm(1);
    d.wait(500);
    deepEqual(errors(d, 2), ["power alarm at Q1: the line was opened, and is fed again"]);
    deepEqual([d.call(1), d.call(2), service(d, 2).state], ["connected", "connected", "up"]);
  });

  it("with all others, as their supply is gone, ends every call, and works when it is back", () => {
    const d = talking();
    for (const chip of d.desk.lineCard.chips) chip.power(false);
    d.wait(5000);
    for (const line of [1, 2]) match(errors(d, line)[0], /^the line is out of service: the chip does not answer/);
    deepEqual([d.call(1), d.call(2)], ["idle", "idle"]);
    for (const chip of d.desk.lineCard.chips) chip.power(true);
    d.wait(30_000);
    works(d);
  });
});
