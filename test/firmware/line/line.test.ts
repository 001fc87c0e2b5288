import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { hexOf } from "../../../firmware/base/text.js";
import { callSetup, messageWaiting } from "../../../firmware/callerid/message.js";
import { standards } from "../../../firmware/callerid/standards.js";
import { Line, type LineOptions } from "../../../firmware/line/line.js";
import { type Cadence, isRefusal, parseCadence, parseTone, type Tone } from "../../../firmware/line/script.js";
import type { LineEvent, LineOrder } from "../../../firmware/line/seam.js";
import { clipped, demodulate, levelAt, loudness, sines } from "../dsp/ear.js";

const OPTIONS: LineOptions = {
  flashMin: 100,
  flashMax: 900,
  pulseDialling: true,
  callerId: "bellcore",
  dtmfPlaybackLevel: -16,
  dtmfPlaybackTwist: 2,
  dtmfPlaybackLength: 100,
};

const identity = { number: "4155551234", name: "ALICE EXAMPLE", absence: null };
const date = { year: 2026, month: 11, day: 20, hour: 16, minute: 5, second: 0 };

function tone(text: string): Tone {
  const read = parseTone(text);
  if (isRefusal(read)) throw new Error(read.reason);
  return read;
}

function cadence(text: string): Cadence {
  const read = parseCadence(text);
  if (isRefusal(read)) throw new Error(read.reason);
  return read;
}

const DIAL = tone("350@-19,440@-19;10(*/0/1+2)");
const WAITING = tone("440@-10;30(.3/9.7/1)");
const RING: LineOrder = { do: "ring", cadence: cadence("60(2/4)"), identity, date };

const LAMP = { do: "lamp", on: true, count: 3 } as const satisfies LineOrder;

/** A telephone and a clock round a line: frames flow every 20 ms while the chip listens, and both ends are written down. */
class Bench {
  readonly line: Line;
  now = 0;
  listening = false;
  linefeed = "forward";
  readonly seen: string[] = [];
  /** What the telephone hears, and what the network would get. */
  readonly heard: number[] = [];
  readonly sent: number[] = [];
  /** What the telephone says next, and the voice it is sent. */
  says: number[] = [];
  voice = 0;
  #tick = NEVER;

  constructor(options: LineOptions = OPTIONS) {
    this.line = new Line(options);
  }

  order(order: LineOrder): this {
    this.#tell(this.line.handle(order, this.now));
    return this;
  }

  lift(): this {
    this.#tell(this.line.hook(true, this.now));
    return this;
  }

  open(): this {
    this.#tell(this.line.hook(false, this.now));
    return this;
  }

  wait(ms: number): this {
    const until = this.now + ms;
    for (;;) {
      const next = Math.min(this.line.deadline, this.#tick);
      if (next > until) break;
      this.now = Math.max(this.now, next);
      if (this.#tick <= this.now) this.#frame();
      else this.#tell(this.line.poll(this.now));
    }
    this.now = until;
    return this;
  }

  get said(): string[] {
    return this.seen.splice(0);
  }

  #frame(): void {
    this.#tick += 20;
    const frame = clipped(Array.from({ length: 160 }, (_, i) => this.says[i] ?? 0));
    this.says = this.says.slice(160);
    const spoken = this.line.speak(frame, this.now);
    this.sent.push(...frame);
    frame.fill(this.voice);
    const listened = this.line.listen(frame, this.now);
    this.heard.push(...frame);
    this.#tell(spoken);
    this.#tell(listened);
  }

  #tell(events: readonly LineEvent[]): void {
    for (const event of events) {
      if ("slic" in event) {
        this.seen.push(`${this.now} ${event.slic}`);
        if (event.slic === "listen" || event.slic === "rest") {
          equal(this.listening, event.slic === "rest", "told twice");
          this.listening = event.slic === "listen";
          this.#tick = this.listening ? this.now + 20 : NEVER;
        } else this.linefeed = event.slic;
      } else this.seen.push(`${this.now} ${"digit" in event ? `${event.source} ${event.digit}` : event.event}`);
    }
  }
}

const key = (low: number, high: number, ms = 80) => [
  ...sines(8 * ms, { hertz: low, dbm: -9 }, { hertz: high, dbm: -7 }),
];
const pause = (ms: number) => new Array(8 * ms).fill(0);

const heardOctets = (bench: Bench) => demodulate([...bench.heard, ...pause(100)]).octets;

/** Off hook, and the first half second is over. */
const lifted = (options?: LineOptions) => {
  const bench = new Bench(options).lift().wait(500);
  deepEqual(bench.said, ["0 listen", "100 offHook"]);
  return bench;
};

describe("line", () => {
  it("rests until the receiver is lifted, and again when it is back", () => {
    const bench = new Bench();
    bench.wait(1000);
    equal(bench.listening, false);
    bench.lift().wait(2000).open().wait(2000);
    deepEqual(bench.said, ["1000 listen", "1100 offHook", "3900 onHook", "3900 rest"]);
    equal(bench.line.deadline, NEVER);
  });

  it("sends dial tone with the first frame, until it is quiet", () => {
    const bench = new Bench().lift().wait(100);
    bench.heard.splice(0);
    bench.order({ do: "tone", tone: DIAL }).wait(1000);
    ok(Math.abs(levelAt(bench.heard, 350) + 19) < 0.2);
    ok(Math.abs(levelAt(bench.heard, 440) + 19) < 0.2);
    ok(
      bench.heard.slice(1, 20).some((sample) => Math.abs(sample) > 1000),
      "it begins at once",
    );
    bench.heard.splice(0);
    bench.order({ do: "quiet" }).wait(100);
    ok(bench.heard.every((sample) => sample === 0));
  });

  it("hears a key that is pressed before the receiver has been off for long", () => {
    const bench = new Bench().lift();
    bench.says = key(697, 1336);
    bench.wait(300);
    deepEqual(bench.said, ["0 listen", "40 offHook", "40 dtmf 2"]);
  });

  it("hears a key over dial tone, and tells how long it is held", () => {
    const bench = lifted().order({ do: "tone", tone: DIAL });
    bench.says = [...pause(100), ...key(770, 1336, 200)];
    const echo = sines(8000, { hertz: 350, dbm: -31 }, { hertz: 440, dbm: -31 });
    bench.says = Array.from(echo, (sample, i) => sample + (bench.says[i] ?? 0));
    bench.wait(100);
    equal(bench.line.keyDown, null);
    bench.wait(60 + 20);
    const [said, ...more] = bench.said;
    deepEqual(more, []);
    ok(/^\d+ dtmf 5$/.test(said), said);
    equal(bench.line.keyDown, "5");
    bench.wait(300);
    equal(bench.line.keyDown, null);
    deepEqual(bench.said, []);
  });

  it("keeps keys from the network when they are told in another way", () => {
    const bench = lifted();
    bench.line.mutesDigits = true;
    bench.says = [
      ...sines(800, { hertz: 300, dbm: -10 }),
      ...key(941, 1477, 120),
      ...sines(1600, { hertz: 300, dbm: -10 }),
    ];
    bench.sent.splice(0);
    bench.wait(500);
    const tones = bench.sent.slice(0, 8 * 300);
    ok(loudness(tones, 0, 640) > -12, "voice before");
    ok(loudness(tones, 8 * 140, 8 * 220) < -80, "silence for the key");
    const leak = tones.filter((sample) => Math.abs(sample) > 0).length - 800;
    ok(leak < 8 * 30 + 800, `${leak / 8} ms of it leak`);
    ok(loudness(bench.sent, 8 * 300, 8 * 400) > -12, "voice after");
  });

  it("leaves keys in the voice when they are not told otherwise", () => {
    const bench = lifted();
    bench.says = key(941, 1477, 120);
    bench.sent.splice(0);
    bench.wait(160);
    ok(levelAt(bench.sent, 941, 160, 800) > -10);
  });

  it("counts pulses, and sees a flash, while frames go on", () => {
    const bench = lifted();
    for (let i = 0; i < 3; i++) bench.open().wait(60).lift().wait(40);
    bench.wait(500).open().wait(300).lift().wait(500);
    deepEqual(bench.said, ["1010 pulse 3", "1612 flash"]);
    equal(bench.listening, true);
  });

  it("rings, and tells who calls on a line that is listened to for it alone", () => {
    const bench = new Bench().order(RING).wait(9000);
    const [ring, quiet, listen, rest, again] = bench.said;
    deepEqual([ring, quiet, listen, again], ["0 ringing", "2000 forward", "2500 listen", "6000 ringing"]);
    const resting = Number.parseInt(rest, 10);
    ok(rest.endsWith(" rest") && resting > 3440 && resting < 3520, rest);
    const message = demodulate([...bench.heard, ...pause(100)]);
    equal(hexOf(Uint8Array.from(message.octets)), hexOf(callSetup(identity, date, standards.bellcore.format)));
    deepEqual([message.seizure, message.mark], [300, 180]);
    ok(Math.abs(loudness(bench.heard, 160, 160 * 30) + 13.5) < 0.1);
  });

  it("tells nobody's number when it is told so, or knows none", () => {
    for (const bench of [
      new Bench({ ...OPTIONS, callerId: "none" }).order(RING),
      new Bench().order({ ...RING, identity: null }),
    ])
      deepEqual(bench.wait(5000).said, ["0 ringing", "2000 forward"]);
  });

  it("takes the ringing voltage away the moment the receiver is lifted, and answers within 60 ms", () => {
    const bench = new Bench().order(RING).wait(1000).lift().wait(1000);
    deepEqual(bench.said, ["0 ringing", "1000 forward", "1000 listen", "1040 offHook"]);
    bench.order({ do: "stopRinging" }).wait(20_000);
    deepEqual(bench.said, []);
  });

  it("does not ring into a bouncing contact", () => {
    const bench = new Bench().order(RING).wait(1000);
    for (const ms of [2, 3, 5]) bench.lift().wait(ms).open().wait(ms);
    bench.lift().wait(500);
    deepEqual(bench.said, ["0 ringing", "1000 forward", "1000 listen", "1040 offHook"]);
  });

  it("rings on after a closure that was none", () => {
    const bench = new Bench().order(RING).wait(1000).lift().wait(5).open().wait(2000);
    deepEqual(bench.said, [
      "0 ringing",
      "1000 forward",
      "1000 listen",
      "1020 rest",
      "1020 ringing",
      "2000 forward",
      "2500 listen",
    ]);
  });

  it("stops telling at once when the receiver is lifted, and does not go on", () => {
    const bench = new Bench().order(RING).wait(2800).lift().wait(40);
    deepEqual(bench.said, ["0 ringing", "2000 forward", "2500 listen", "2840 offHook"]);
    bench.heard.splice(0);
    bench.wait(5000);
    ok(bench.heard.every((sample) => sample === 0));
    deepEqual(bench.said, []);
  });

  it("tells the lamp on a quiet line, after a break of the loop that wakes the telephone", () => {
    const bench = new Bench().wait(5000).order(LAMP).wait(5000);
    const [open, forward, listen, rest, ...more] = bench.said;
    deepEqual([open, forward, listen, more], ["5000 open", "5200 forward", "5600 listen", []]);
    const resting = Number.parseInt(rest, 10);
    ok(rest.endsWith(" rest") && resting > 6200 && resting < 6350, rest);
    const message = demodulate([...bench.heard, ...pause(100)]);
    equal(hexOf(Uint8Array.from(message.octets)), "82030b01ff70");
    deepEqual([message.seizure, message.mark], [300, 180]);
    ok(Math.abs(loudness(bench.heard, 160, 160 * 20) + 13.5) < 0.1);
  });

  it("tells the lamp twice, and then no more", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(60_000);
    deepEqual(
      bench.said.filter((said) => said.endsWith("open")),
      ["1000 open", "11000 open"],
    );
    equal(bench.line.deadline, NEVER);
    bench.order(LAMP).wait(60_000);
    deepEqual(bench.said, []);
    bench.heard.splice(0);
    bench.order({ ...LAMP, on: false, count: 0 }).wait(5000);
    deepEqual(Array.from(messageWaiting(false, 0, standards.bellcore.format)), heardOctets(bench));
  });

  it("tells the lamp nothing while somebody is there, nor in a call's ringing, but after it", () => {
    const bench = lifted().order(LAMP).wait(5000);
    equal(bench.said.length, 0);
    bench.open().wait(900).order(RING).wait(8000).order({ do: "stopRinging" });
    equal(
      bench.said.some((said) => said.endsWith("open")),
      false,
    );
    const silent = bench.now;
    bench.wait(3000);
    equal(bench.said[0], `${silent + 1000} open`);
  });

  it("tells the lamp again when it was interrupted, and lets nobody wait for it", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(700).lift().wait(200);
    deepEqual(bench.said, ["1000 open", "1200 forward", "1600 listen", "1800 offHook"]);
    bench.open().wait(60_000);
    equal(bench.said.filter((said) => said.endsWith("open")).length, 2);
    const rung = new Bench().wait(1000).order(LAMP).wait(100).order(RING).wait(100);
    deepEqual(rung.said, ["1000 open", "1100 ringing"]);
    rung.order({ do: "stopRinging" }).wait(60_000);
    equal(rung.said.filter((said) => said.endsWith("open")).length, 2);
  });

  it("lifted in the break that announces the lamp has its loop back at once", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(100).lift().wait(500);
    deepEqual(bench.said, ["1000 open", "1100 forward", "1100 listen", "1200 offHook"]);
  });

  it("tells the lamp once more after each call while it is lit", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(60_000);
    bench.said;
    bench.lift().wait(2000).open().wait(60_000);
    equal(bench.said.filter((said) => said.endsWith("open")).length, 1);
    bench.order({ ...LAMP, on: false, count: 0 }).wait(60_000);
    bench.said;
    bench.lift().wait(2000).open().wait(60_000);
    equal(bench.said.filter((said) => said.endsWith("open")).length, 0);
  });

  it("has no lamp without a standard to tell it by", () => {
    const bench = new Bench({ ...OPTIONS, callerId: "none" }).wait(1000).order(LAMP).wait(60_000);
    deepEqual(bench.said, []);
    equal(bench.line.deadline, NEVER);
  });

  it("is not put out of step by an order to stop a bell that does not ring", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(300).order({ do: "stopRinging" }).wait(3000);
    equal(bench.said.filter((said) => said.endsWith("listen")).length, 1);
    deepEqual(heardOctets(bench), [0x82, 3, 0x0b, 1, 0xff, 0x70]);
  });

  it("says when the cadence is over", () => {
    const bench = new Bench().order({ ...RING, cadence: cadence("7(1/2)") }).wait(10_000);
    deepEqual(
      bench.said.filter((said) => !said.includes("listen") && !said.includes("rest")),
      [
        "0 ringing",
        "1000 forward",
        "3000 ringing",
        "4000 forward",
        "6000 ringing",
        "7000 ringingEnded",
        "7000 forward",
      ],
    );
    equal(bench.line.deadline, NEVER);
  });

  it("stops ringing when it is told to", () => {
    for (const ms of [500, 2100, 2700]) {
      const bench = new Bench().order(RING).wait(ms).order({ do: "stopRinging" });
      equal(bench.linefeed, "forward");
      equal(bench.listening, false);
      bench.said;
      deepEqual(bench.wait(20_000).said, []);
    }
  });

  it("puts no ringing voltage on a receiver that is off hook", () => {
    const bench = lifted().order(RING).wait(9000);
    deepEqual(bench.said, []);
    equal(bench.linefeed, "forward");
  });

  it("mixes a call-waiting tone into the voice", () => {
    const bench = lifted().order({ do: "beep", tone: WAITING });
    bench.voice = 500;
    bench.heard.splice(0);
    bench.wait(600);
    ok(Math.abs(levelAt(bench.heard, 440, 0, 2400) + 10) < 0.2);
    ok(bench.heard.slice(2400).every((sample) => sample === 500));
    bench.order({ do: "stopBeeping" }).order({ do: "beep", tone: WAITING }).order({ do: "stopBeeping" });
    bench.heard.splice(0);
    bench.wait(200);
    ok(bench.heard.every((sample) => sample === 500));
  });

  it("plays a digit in place of the voice, and does not take its echo for a key", () => {
    const bench = lifted();
    bench.heard.splice(0);
    bench.voice = 500;
    bench.order({ do: "play", digit: "9" });
    bench.says = [...pause(25), ...sines(800, { hertz: 852, dbm: -23 }, { hertz: 1477, dbm: -21 })];
    bench.wait(300);
    ok(Math.abs(levelAt(bench.heard, 852, 0, 800) + 17) < 0.2);
    ok(Math.abs(levelAt(bench.heard, 1477, 0, 800) + 15) < 0.2);
    ok(bench.heard.slice(-160).every((sample) => sample === 500));
    deepEqual(bench.said, []);
  });

  it("hears the weakest keys over dial tone as it comes back, and asks more of them once a voice is in the ear", () => {
    const key = sines(1600, { hertz: 770, dbm: -25 }, { hertz: 1336, dbm: -25 });
    const echo = sines(1600, { hertz: 350, dbm: -29 }, { hertz: 440, dbm: -29 });
    const says = Array.from(key, (sample, i) => sample + echo[i]);
    const bench = lifted().order({ do: "tone", tone: DIAL }).wait(200);
    bench.says = says;
    bench.wait(400);
    deepEqual(
      bench.said.map((said) => said.split(" ").slice(1).join(" ")),
      ["dtmf 5"],
    );
    bench.order({ do: "quiet" });
    bench.voice = 2000;
    bench.wait(200).says = says;
    bench.wait(400);
    deepEqual(bench.said, []);
  });

  it("ends every sound when the receiver is back", () => {
    const bench = lifted().order({ do: "tone", tone: DIAL }).order({ do: "beep", tone: WAITING });
    bench.order({ do: "play", digit: "1" }).open().wait(1000).lift().wait(100);
    bench.heard.splice(0);
    bench.wait(500);
    ok(bench.heard.every((sample) => sample === 0));
  });

  it("takes new options at once", () => {
    const bench = lifted();
    const louder = { dtmfPlaybackLevel: -10, dtmfPlaybackTwist: 6 };
    bench.line.configure({ ...OPTIONS, flashMax: 500, pulseDialling: false, ...louder });
    bench.open().wait(60).lift().wait(1000);
    deepEqual(bench.said, []);
    bench.heard.splice(0);
    bench.order({ do: "play", digit: "1" }).wait(120);
    ok(Math.abs(levelAt(bench.heard, 697, 0, 800) + 13) < 0.2);
    ok(Math.abs(levelAt(bench.heard, 1209, 0, 800) + 7) < 0.2);
    bench.open().wait(2000);
    deepEqual(bench.said, [`${bench.now - 1500} onHook`, `${bench.now - 1500} rest`]);
  });

  it("answers a frame in which nothing happens with the same empty list", () => {
    const bench = lifted();
    const frame = new Int16Array(160);
    const nothing = bench.line.speak(frame, 500);
    equal(nothing.length, 0);
    equal(bench.line.speak(frame, 520), nothing);
    equal(bench.line.listen(frame, 520), nothing);
    ok(Object.isFrozen(nothing));
  });

  it("comes to rest two seconds after the receiver, or when the lamp has been told, whatever has been done to it", () => {
    const orders: LineOrder[] = [
      RING,
      { ...RING, cadence: cadence("2(.5/.5)") },
      { do: "stopRinging" },
      { do: "tone", tone: DIAL },
      { do: "quiet" },
      { do: "beep", tone: WAITING },
      { do: "stopBeeping" },
      { do: "play", digit: "5" },
      LAMP,
      { ...LAMP, on: false },
    ];
    const move = fc.oneof(fc.boolean(), fc.constantFrom(...orders));
    const moves = fc.array(fc.tuple(move, fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 1500 }))), { maxLength: 25 });
    fc.assert(
      fc.property(moves, (moves) => {
        const bench = new Bench();
        for (const [move, ms] of moves) {
          if (move === true) bench.lift();
          else if (move === false) bench.open();
          else bench.order(move);
          bench.wait(ms);
          ok(!(bench.linefeed === "ringing" && bench.listening), "ringing voltage and sound together");
        }
        const lit = moves.some(([move]) => typeof move === "object" && move.do === "lamp");
        bench
          .order({ do: "stopRinging" })
          .open()
          .wait(lit ? 40_000 : 2000);
        equal(bench.listening, false);
        equal(bench.linefeed, "forward");
        equal(bench.line.deadline, NEVER);
        equal(bench.line.keyDown, null);
        bench.said;
        bench.lift().wait(200);
        deepEqual(
          bench.said.map((said) => said.split(" ")[1]),
          ["listen", "offHook"],
        );
      }),
      { numRuns: 60 },
    );
  });
});
