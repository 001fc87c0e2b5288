import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { callSetup } from "../../../firmware/callerid/message.js";
import { type Standard, standards } from "../../../firmware/callerid/standards.js";
import { Ringer } from "../../../firmware/line/ringer.js";
import { type Cadence, isRefusal, parseCadence } from "../../../firmware/line/script.js";

const { bellcore } = standards;
const date = { year: 2026, month: 11, day: 20, hour: 16, minute: 5, second: 0 };
const message = callSetup({ number: "4155551234", name: "ALICE EXAMPLE", absence: null }, date, bellcore.format);
/** Bits of this message in ms. */
const DURATION = 741;

function cadence(text: string): Cadence {
  const read = parseCadence(text);
  if (isRefusal(read)) throw new Error(read.reason);
  return read;
}

/** Lets a ringer run, and writes down what becomes of bell and message. The message takes as long as its bits and 20 ms. */
class Bell {
  readonly ringer = new Ringer();
  now = 0;
  readonly seen: string[] = [];
  #last = "";
  #sentAt = NEVER;

  ring(script: string, standard: Standard | null = bellcore, octets: Uint8Array | null = message): this {
    this.ringer.start(cadence(script), standard, octets, this.now);
    this.look();
    return this;
  }

  look(): void {
    const { linefeed, message, signalling } = this.ringer;
    if (message !== null && this.#sentAt === NEVER) this.#sentAt = this.now + Math.floor(message.duration) + 20;
    if (message === null) this.#sentAt = NEVER;
    const state = `${linefeed}${signalling ? "+listen" : ""}${message ? "+message" : ""}`;
    if (state !== this.#last) this.seen.push(`${this.now} ${state}`);
    this.#last = state;
  }

  wait(ms: number): this {
    const until = this.now + ms;
    for (;;) {
      const next = Math.min(this.ringer.deadline, this.#sentAt);
      if (next > until) break;
      this.now = next;
      if (this.#sentAt <= this.now) this.ringer.sent(this.now);
      else if (this.ringer.poll(this.now)) this.seen.push(`${this.now} ended`);
      this.look();
    }
    this.now = until;
    return this;
  }

  get said(): string[] {
    return this.seen.splice(0);
  }
}

describe("ringer", () => {
  it("rings, and tells who calls in the first silence", () => {
    const bell = new Bell().ring("60(2/4)").wait(13_000);
    deepEqual(bell.said, [
      "0 ringing",
      "2000 forward",
      "2500 forward+listen+message",
      `${2500 + DURATION + 20} forward+listen`,
      `${2700 + DURATION + 20} forward`,
      "6000 ringing",
      "8000 forward",
      "12000 ringing",
    ]);
  });

  it("ends by itself when the cadence does", () => {
    const bell = new Bell().ring("13(2/4)", null).wait(60_000);
    deepEqual(bell.said, [
      "0 ringing",
      "2000 forward",
      "6000 ringing",
      "8000 forward",
      "12000 ringing",
      "13000 ended",
      "13000 forward",
    ]);
    equal(bell.ringer.active, false);
    equal(bell.ringer.deadline, NEVER);
  });

  it("ends at once when the cadence has no length", () => {
    const ringer = new Ringer();
    ringer.start(cadence("0(2/4)"), bellcore, message, 70);
    equal(ringer.deadline, 70);
    equal(ringer.poll(70), true);
    equal(ringer.active, false);
  });

  it("waits for a long silence with the message of a distinctive ring", () => {
    const said = new Bell().ring("60(.8/.4,.8/4)").wait(7000).said;
    deepEqual(said.slice(0, 6), [
      "0 ringing",
      "800 forward",
      "1200 ringing",
      "2000 forward",
      "2500 forward+listen+message",
      `${2500 + DURATION + 20} forward+listen`,
    ]);
  });

  it("takes a silence of 2 s where there is none longer", () => {
    const said = new Bell().ring("60(.4/.2,.4/2)").wait(3000).said;
    ok(said.includes("1500 forward+listen+message"), said.join("; "));
    ok(said.includes("3000 ringing"));
  });

  it("tells nothing where no silence has room", () => {
    for (const script of ["1(.5/.5)", "60(2/1.5)", "60(*/0)", "5(0/5)"]) {
      const said = new Bell().ring(script).wait(60_000).said;
      ok(!said.some((state) => state.includes("message")), said.join("; "));
    }
  });

  it("tells it once", () => {
    const said = new Bell().ring("60(2/4)").wait(60_000).said;
    equal(said.filter((state) => state.includes("message")).length, 1);
  });

  it("rings without a message when there is none or no way to tell it", () => {
    for (const bell of [new Bell().ring("60(2/4)", null), new Bell().ring("60(2/4)", bellcore, null)])
      deepEqual(bell.wait(9000).said, ["0 ringing", "2000 forward", "6000 ringing", "8000 forward"]);
  });

  it("gives a message up that nobody fetches, before the next ring", () => {
    const ringer = new Ringer();
    ringer.start(cadence("60(2/4)"), bellcore, message, 0);
    ringer.poll(2000);
    ringer.poll(2500);
    ok(ringer.message);
    equal(Math.floor(ringer.deadline), 2500 + DURATION + 100);
    ringer.poll(3400);
    equal(ringer.message, null);
    equal(ringer.signalling, true);
    ringer.poll(6000);
    equal(ringer.signalling, false);
    equal(ringer.linefeed, "ringing");
  });

  it("stops at once, in a ring as in a message", () => {
    for (const ms of [0, 1000, 2200, 2600, 3400, 5000]) {
      const bell = new Bell().ring("60(2/4)").wait(ms);
      bell.ringer.stop();
      const { linefeed, message, signalling, deadline, active } = bell.ringer;
      deepEqual(
        { linefeed, message, signalling, deadline, active },
        {
          linefeed: "forward",
          message: null,
          signalling: false,
          deadline: NEVER,
          active: false,
        },
      );
    }
  });

  it("loses the message but not the bell when it is interrupted", () => {
    for (const ms of [2200, 2600, 3300]) {
      const bell = new Bell().ring("60(2/4)").wait(ms);
      bell.ringer.interrupt(ms);
      bell.look();
      bell.seen.splice(0);
      deepEqual(bell.wait(9000 - ms).said, ["6000 ringing", "8000 forward"]);
    }
    const early = new Bell().ring("60(2/4)").wait(1000);
    early.ringer.interrupt(1000);
    ok(early.wait(3000).said.includes("2500 forward+listen+message"));
  });

  it("does what a standard wants before the first ring", () => {
    const reversal: Standard = {
      ...bellcore,
      before: [{ linefeed: "reverse" }, { quiet: 300 }, { send: "message" }, { quiet: 200 }, { linefeed: "forward" }],
      between: [],
    };
    const bell = new Bell().ring("60(1/4)", reversal).wait(3000);
    const sent = 300 + DURATION + 20;
    deepEqual(bell.said, [
      "0 reverse",
      "300 reverse+listen+message",
      `${sent} reverse+listen`,
      `${sent + 200} ringing`,
      `${sent + 1200} forward`,
    ]);
    const lifted = new Bell().ring("60(1/4)", reversal).wait(500);
    lifted.ringer.interrupt(500);
    lifted.look();
    equal(lifted.said.at(-1), "500 ringing");
  });

  it("begins anew when it is told to", () => {
    const bell = new Bell().ring("60(2/4)").wait(2600);
    bell.said;
    deepEqual(bell.ring("60(1/4)", null).wait(2000).said, ["2600 ringing", "3600 forward"]);
  });

  it("ends in time whatever the cadence, and never rings while it tells", () => {
    const ms = fc.oneof(fc.constant(0), fc.integer({ min: 50, max: 6000 }));
    const section = fc.record({
      duration: fc.integer({ min: 0, max: 60_000 }),
      segments: fc.array(fc.record({ on: ms, off: ms }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(
        fc.array(section, { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 700 }),
        (script, step) => {
          const ringer = new Ringer();
          ringer.start(script, bellcore, message, 0);
          const length = script.reduce((sum, { duration }) => sum + duration, 0);
          let ended = NEVER;
          for (let now = 0; ended === NEVER && now <= length + step; now += step) {
            if (ringer.poll(now)) ended = now;
            ok(!(ringer.linefeed === "ringing" && (ringer.signalling || ringer.message)));
          }
          ok(ended >= length && ended <= length + step, `${ended} of ${length}`);
          equal(ringer.linefeed, "forward");
        },
      ),
    );
  });
});
