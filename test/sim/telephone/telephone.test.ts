import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SimulatedSlic } from "../../../hal/simulated/slic.js";
import type { LineDrive } from "../../../hal/slic.js";
import { chanceOf } from "../../../sim/chance.js";
import { Copper } from "../../../sim/copper.js";
import { Telephone, type TelephoneEvent } from "../../../sim/telephone/telephone.js";
import { VirtualTime } from "../../../sim/time.js";
import { BELL_202, type Fsk, framesOf, hex, modulate, V23 } from "./modulator.js";

const DRIVE: LineDrive = { ringHertz: 20, ringVolts: 85, ringWaveform: "sinusoid", impedance: "600" };
const ALICE = hex(
  "80 25 01 08 31 31 32 30 31 36 30 35 02 0a 34 31 35 35 35 35 31 32 33 34 07 0d 41 4c 49 43 45 20 45 58 41 4d 50 4c 45 15",
);

/** A telephone, its pair, and a SLIC that the test drives. */
class Desk {
  readonly time = new VirtualTime();
  readonly copper = new Copper({ time: this.time, chance: chanceOf(1, "copper") });
  readonly events: [number, TelephoneEvent][] = [];
  readonly telephone = new Telephone({
    copper: this.copper,
    time: this.time,
    tell: (event) => this.events.push([this.time.now(), event]),
  });
  readonly edges: [number, boolean][] = [];
  /** What the SLIC read, and what it is to write. */
  readonly read: number[] = [];
  readonly writing: Int16Array[] = [];
  readonly #frame = new Int16Array(160);
  readonly slic = new SimulatedSlic({
    drive: DRIVE,
    copper: this.copper,
    time: this.time,
    onHook: (offHook) => this.edges.push([this.time.now(), offHook]),
    onError: (reason) => {
      throw new Error(reason);
    },
    onState() {},
    onReadable: () => {
      this.slic.read(this.#frame);
      for (const sample of this.#frame) this.read.push(sample);
      this.slic.write(this.writing.shift() ?? this.#frame.fill(0));
    },
  });

  pass(ms: number): this {
    this.time.advance(ms);
    return this;
  }

  /** Queues sound for the telephone. */
  send(samples: Int16Array): void {
    for (const frame of framesOf(samples)) this.writing.push(frame);
  }

  ring(...times: number[]): void {
    times.forEach((ms, i) => {
      this.slic.linefeed(i % 2 === 0 ? "ringing" : "forward");
      this.pass(ms);
    });
    this.slic.linefeed("forward");
  }

  sendCallerId(fsk: Fsk, octets: number[], dbm = -13.5): void {
    this.slic.listen();
    const samples = modulate({ fsk, octets, dbm });
    this.send(samples);
    this.pass(samples.length / 8 + 60);
    this.slic.rest();
  }

  off(): this {
    this.telephone.lift();
    this.slic.listen();
    return this.pass(20);
  }

  /** Until the bell has been silent for so long. */
  pause(ms: number): void {
    const [stopped] = this.events.filter(([, { type }]) => type === "ring-stop").at(-1) ?? [0];
    this.pass(Math.round(stopped + ms - this.time.now()));
  }

  /** The hook as the SLIC saw it, contact bounce taken away. */
  get settled(): [number, boolean][] {
    return this.edges.filter(([at], i) => i === 0 || at - this.edges[i - 1][0] > 5);
  }

  told(type: TelephoneEvent["type"]): TelephoneEvent[] {
    return this.events.map(([, event]) => event).filter((event) => event.type === type);
  }
}

const sine = (hertz: number, seconds: number, peak = 10_000) =>
  Int16Array.from({ length: 8000 * seconds }, (_, n) => Math.round(peak * Math.sin((2 * Math.PI * hertz * n) / 8000)));

/** Amplitude of a frequency in some samples. */
function amplitude(samples: ArrayLike<number>, hertz: number): number {
  let [re, im] = [0, 0];
  for (let n = 0; n < samples.length; n++) {
    re += samples[n] * Math.cos((2 * Math.PI * hertz * n) / 8000);
    im += samples[n] * Math.sin((2 * Math.PI * hertz * n) / 8000);
  }
  return (2 * Math.hypot(re, im)) / samples.length;
}

/** Stretches of sound in samples: [from, to), with pauses shorter than 5 ms left out. */
function stretches(samples: ArrayLike<number>): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < samples.length; i++) {
    if (samples[i] === 0) continue;
    const last = found.at(-1);
    if (last && i - last[1] < 40) last[1] = i + 1;
    else found.push([i, i + 1]);
  }
  return found;
}

const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477, 1633];

describe("telephone: hook", () => {
  it("lifts and hangs up once, and says so at once", () => {
    const desk = new Desk();
    desk.pass(5);
    desk.telephone.lift();
    desk.telephone.lift();
    equal(desk.telephone.hook, "off");
    desk.pass(100);
    desk.telephone.hangUp();
    desk.telephone.hangUp();
    equal(desk.telephone.hook, "on");
    deepEqual(desk.events, [
      [5, { type: "hook", state: "off" }],
      [105, { type: "hook", state: "on" }],
    ]);
    desk.pass(100);
    deepEqual(desk.settled, [
      [5, true],
      [105, false],
    ]);
  });

  it("flashes for as long as it is told, and answers when the hook is back", () => {
    const desk = new Desk().off();
    const answers: [number, boolean][] = [];
    desk.telephone.flash(300, (ok) => answers.push([desk.time.now(), ok]));
    equal(desk.telephone.hook, "on");
    desk.pass(1000);
    deepEqual(answers, [[320, true]]);
    deepEqual(desk.settled, [
      [0, true],
      [20, false],
      [320, true],
    ]);
    equal(desk.told("hook").length, 3);
  });

  it("flashes not on hook, nor when hung up meanwhile; a lift ends it", () => {
    const desk = new Desk();
    const answers: boolean[] = [];
    desk.telephone.flash(300, (ok) => answers.push(ok));
    desk.off();
    desk.telephone.flash(300, (ok) => answers.push(ok));
    desk.pass(100).telephone.hangUp();
    equal(desk.telephone.hook, "on");
    desk.pass(1000);
    equal(desk.telephone.hook, "on");
    desk.telephone.lift();
    desk.telephone.flash(300, (ok) => answers.push(ok));
    desk.pass(100).telephone.lift();
    desk.pass(1000);
    equal(desk.telephone.hook, "off");
    deepEqual(answers, [false, false, true]);
  });
});

describe("telephone: dialling", () => {
  it("presses keys for 80 ms with 80 ms between, -9 and -7 dBm, and answers with the last release", () => {
    const desk = new Desk().off();
    const done: [number, string][] = [];
    desk.telephone.dial("159D", { method: "dtmf", on: 80, off: 80 }, (outcome) =>
      done.push([desk.time.now(), outcome]),
    );
    ok(desk.telephone.dialling);
    desk.pass(1000);
    equal(desk.telephone.dialling, false);
    deepEqual(done, [[20 + 4 * 80 + 3 * 80, "done"]]);
    const keys = stretches(desk.read);
    equal(keys.length, 4);
    keys.forEach(([from, to], i) => {
      ok(Math.abs(to - from - 640) <= 2, `${to - from} samples`);
      const key = desk.read.slice(from, from + 640);
      ok(Math.abs(amplitude(key, LOW[i]) - 8099) < 250);
      ok(Math.abs(amplitude(key, HIGH[i]) - 10_196) < 250);
      if (i > 0) ok(Math.abs(from - keys[i - 1][1] - 640) <= 2);
    });
  });

  it("keeps its rhythm whatever it is, and waits a second at a comma", () => {
    const desk = new Desk().off();
    desk.telephone.dial("1,*,,0", { method: "dtmf", on: 33, off: 47 }, () => {});
    desk.pass(5000);
    const starts = stretches(desk.read).map(([from]) => Math.round(from / 8));
    deepEqual(
      starts.map((start) => start - starts[0]),
      [0, 1033, 3066],
    );
  });

  it("leaves a pause before the next number, and none is dialled twice at once", () => {
    const desk = new Desk().off();
    desk.telephone.dial("1", { method: "dtmf", on: 80, off: 80 }, () => {
      desk.telephone.dial("1", { method: "dtmf", on: 80, off: 80 }, () => {});
      throws(() => desk.telephone.dial("2", { method: "dtmf", on: 80, off: 80 }, () => {}));
    });
    desk.pass(1000);
    equal(stretches(desk.read).length, 2);
  });

  it("mutes the mouthpiece while a key is pressed", () => {
    const desk = new Desk().off();
    desk.telephone.speak(sine(400, 1));
    desk.telephone.dial("5", { method: "dtmf", on: 200, off: 80 }, () => {});
    desk.pass(400);
    ok(amplitude(desk.read.slice(320, 320 + 1280), 400) < 600);
    ok(amplitude(desk.read.slice(1920, 2880), 400) > 9000);
  });

  it("breaks the loop ten times a second, 60/40, 800 ms between digits, every contact bouncing", () => {
    const desk = new Desk().off();
    desk.edges.length = 0;
    const done: [number, string][] = [];
    desk.telephone.dial("30", { method: "pulse", on: 20, off: 20 }, (outcome) => done.push([desk.time.now(), outcome]));
    desk.pass(5000);
    const expected: [number, boolean][] = [];
    for (const start of [20, 20 + 300 + 800])
      for (let i = 0; i < (start === 20 ? 3 : 10); i++)
        expected.push([start + 100 * i, false], [start + 100 * i + 60, true]);
    deepEqual(desk.settled, expected);
    ok(desk.edges.length >= 3 * expected.length);
    deepEqual(done, [[20 + 300 + 800 + 1000, "done"]]);
    equal(desk.told("hook").length, 1);
  });

  it("ends with the receiver", () => {
    for (const method of ["dtmf", "pulse"] as const) {
      const desk = new Desk().off();
      const done: string[] = [];
      desk.telephone.dial("123456", { method, on: 80, off: 80 }, (outcome) => done.push(outcome));
      desk.pass(130).telephone.hangUp();
      deepEqual(done, ["hung-up"]);
      desk.pass(3000);
      equal(desk.edges.at(-1)?.[1], false);
      desk.telephone.dial("1", { method, on: 80, off: 80 }, (outcome) => done.push(outcome));
      deepEqual(done, ["hung-up", "hung-up"]);
      desk.read.length = 0;
      desk.telephone.lift();
      desk.pass(3000);
      equal(stretches(desk.read).length, 0);
    }
  });

  it("needs nobody who listens: the keys are released all the same", () => {
    const desk = new Desk();
    desk.slic.close();
    desk.telephone.lift();
    let done = 0;
    desk.telephone.dial("12", { method: "dtmf", on: 80, off: 80 }, () => {
      done = desk.time.now();
    });
    desk.pass(1000);
    equal(done, 240);
  });
});

describe("telephone: mouth and ear", () => {
  it("says what it is given, unchanged, from the next frame on", () => {
    const desk = new Desk().off();
    const speech = sine(440, 0.5, 32_000);
    ok(desk.telephone.speak(speech));
    desk.pass(1000);
    const from = desk.read.findIndex((sample) => sample !== 0) - 1;
    equal(from, 160);
    deepEqual(desk.read.slice(from, from + speech.length), [...speech]);
    ok(desk.read.slice(from + speech.length).every((sample) => sample === 0));
  });

  it("joins eight recordings without a gap, and takes no ninth", () => {
    const desk = new Desk().off();
    const part = (i: number) => new Int16Array(100).fill(i);
    for (let i = 1; i <= 8; i++) ok(desk.telephone.speak(part(i)));
    equal(desk.telephone.speak(part(9)), false);
    desk.pass(40);
    ok(desk.telephone.speak(part(9)));
    desk.pass(400);
    const from = desk.read.indexOf(1);
    deepEqual(
      desk.read.slice(from, from + 900),
      Array.from({ length: 900 }, (_, i) => 1 + Math.floor(i / 100)),
    );
  });

  it("is quiet when hushed, and after the receiver was down", () => {
    const desk = new Desk();
    equal(desk.telephone.speak(sine(440, 1)), false);
    desk.off();
    desk.telephone.speak(sine(440, 1));
    desk.telephone.speak(sine(440, 1));
    desk.pass(100).telephone.hush();
    const length = stretches(desk.read).at(-1)?.[1] ?? 0;
    desk.pass(500);
    equal(stretches(desk.read).at(-1)?.[1], length);
    desk.telephone.speak(sine(440, 1));
    desk.pass(100).telephone.hangUp();
    desk.pass(100);
    desk.read.length = 0;
    desk.telephone.lift();
    desk.pass(500);
    equal(stretches(desk.read).length, 0);
  });

  it("adds a live voice, and does not let it pile up", () => {
    const desk = new Desk().off();
    desk.telephone.speak(new Int16Array(320).fill(1000));
    for (let i = 1; i <= 12; i++) desk.telephone.say(new Int16Array(160).fill(i));
    desk.pass(400);
    const said = desk.read.filter((_, i) => i % 160 === 0);
    deepEqual(said.slice(0, 12), [0, 1003, 1004, 5, 6, 7, 8, 9, 10, 11, 12, 0]);
  });

  it("hears what comes down the pair, to the sample, and gives it out live", () => {
    const desk = new Desk().off();
    const live: number[] = [];
    desk.telephone.onEar = (frame) => live.push(...frame);
    const music = sine(1004, 0.2, 22_826);
    desk.send(music);
    desk.pass(400);
    const { samples, end } = desk.telephone.heard(0.4);
    equal(end, 420);
    const from = samples.findIndex((sample) => sample !== 0) - 1;
    deepEqual([...samples.slice(from, from + music.length)], [...music]);
    deepEqual(live, [...samples]);
  });

  it("hears nothing of its own voice, nor on hook, nor before it was lifted; the pair has it all", () => {
    const desk = new Desk();
    desk.pass(3);
    desk.slic.listen();
    for (let i = 0; i < 200; i++) desk.writing.push(new Int16Array(160).fill(50));
    desk.pass(1000);
    desk.telephone.lift(); // at 1003 ms
    desk.telephone.speak(new Int16Array(8000).fill(7));
    desk.pass(500);
    desk.telephone.hangUp();
    desk.pass(500);
    const heard = desk.telephone.heard(2, 2003).samples;
    const line = desk.copper.line(2, 2003).samples;
    ok(heard.every((sample) => sample === 0 || sample === 50));
    deepEqual(stretches(heard), [[1000 * 8, 1500 * 8]]);
    deepEqual(stretches(line), [[20 * 8, 2000 * 8]]);
    ok(line.slice(8000, 12_000).some((sample) => sample === 57));
  });

  it("gives exactly so many seconds, aligned with the line, whatever rests between", () => {
    const desk = new Desk();
    for (let i = 0; i < 5; i++) {
      desk.off();
      desk.send(sine(500 + 100 * i, 0.1));
      desk.pass(300);
      desk.telephone.hangUp();
      desk.slic.rest();
      desk.pass(777);
    }
    for (const seconds of [0.1, 1, 2.5, 10, 60]) {
      const { samples, end } = desk.telephone.heard(seconds);
      equal(samples.length, seconds * 8000);
      equal(end, desk.time.now());
      deepEqual(samples, desk.copper.line(seconds).samples);
    }
    equal(stretches(desk.telephone.heard(10).samples).length, 5);
    const cut = desk.telephone.heard(0.5, 100).samples;
    equal(cut.length, 4000);
    ok(cut.slice(0, 3200).every((sample) => sample === 0));
  });

  it("names what it hears, and nothing once the receiver is down", () => {
    const desk = new Desk().off();
    const tone = sine(350, 2, 2561).map((sample, n) => sample + 2561 * Math.sin((2 * Math.PI * 440 * n) / 8000));
    desk.send(tone);
    desk.pass(800);
    equal(desk.telephone.hears, "dial");
    desk.telephone.hangUp();
    equal(desk.telephone.hears, null);
    deepEqual(
      desk.told("hears").map((event) => "tone" in event && event.tone),
      ["dial", null],
    );
    desk.pass(2000);
    equal(desk.told("hears").length, 2);
  });

  it("hears no more when the adapter loses power", () => {
    const desk = new Desk().off();
    desk.send(sine(1004, 2));
    desk.pass(800);
    equal(desk.telephone.hears, "voice");
    desk.slic.close();
    equal(desk.telephone.hears, null);
  });
});

describe("telephone: bell and window", () => {
  const CALL = { type: "display", standard: "bellcore", number: "4155551234", name: "ALICE EXAMPLE", absence: null };
  const DISPLAY = { ...CALL, date: "11-20 16:05", callWaiting: false };

  it("rings for each burst of ringing voltage, not in the pauses, and not when it is lifted", () => {
    const desk = new Desk();
    desk.ring(2000, 4000, 1000);
    equal(desk.telephone.ringing, false);
    desk.slic.linefeed("ringing");
    desk.pass(300);
    equal(desk.telephone.ringing, true);
    desk.telephone.lift();
    equal(desk.telephone.ringing, false);
    desk.pass(100);
    desk.slic.linefeed("forward");
    deepEqual(
      desk.events.map(([at, { type }]) => [at, type]),
      [
        [0, "ring-start"],
        [2000, "ring-stop"],
        [6000, "ring-start"],
        [7000, "ring-stop"],
        [7000, "ring-start"],
        [7300, "hook"],
        [7300, "ring-stop"],
      ],
    );
  });

  it("does not ring at a voltage no bell hears, nor when the power goes", () => {
    const desk = new Desk();
    desk.slic.configure({ ...DRIVE, ringVolts: 30 });
    desk.slic.linefeed("ringing");
    equal(desk.telephone.ringing, false);
    desk.slic.configure(DRIVE);
    equal(desk.telephone.ringing, true);
    desk.slic.close();
    equal(desk.telephone.ringing, false);
  });

  it("shows who calls after the first ring, near and far from the exchange", () => {
    for (const dbm of [-13.5, -32]) {
      const desk = new Desk();
      desk.ring(2000, 500);
      desk.sendCallerId(BELL_202, ALICE, dbm);
      desk.pause(4000);
      desk.ring(2000, 4000);
      deepEqual(desk.told("display"), [DISPLAY]);
      const { type: _, ...shown } = DISPLAY;
      deepEqual(desk.telephone.display, shown);
      ok(stretches(desk.copper.line(12).samples).length > 0);
      equal(stretches(desk.telephone.heard(12).samples).length, 0);
    }
  });

  it("shows nothing when the checksum is wrong, or the receiver is off", () => {
    const desk = new Desk();
    const wrong = [...ALICE];
    wrong[14] ^= 3;
    desk.ring(2000, 500);
    desk.sendCallerId(BELL_202, wrong);
    desk.telephone.lift();
    desk.sendCallerId(BELL_202, ALICE);
    deepEqual(desk.told("display"), []);
    equal(desk.telephone.display, null);
  });

  it("wipes the window when the next call's first ring begins, and not before", () => {
    const desk = new Desk();
    desk.ring(2000, 500);
    desk.sendCallerId(BELL_202, ALICE);
    desk.pause(4000);
    desk.ring(2000, 4000, 2000, 7000);
    ok(desk.telephone.display);
    desk.slic.linefeed("ringing");
    equal(desk.telephone.display, null);
    desk.ring(1000, 500);
    desk.sendCallerId(BELL_202, ALICE);
    desk.off().telephone.hangUp();
    ok(desk.telephone.display);
    desk.pass(100);
    desk.slic.linefeed("ringing");
    equal(desk.telephone.display, null);
  });

  it("takes a ring out of the rhythm for another call's, until that has become the rhythm", () => {
    const desk = new Desk();
    const keeps = (pause: number) => {
      desk.ring(500, 500);
      desk.sendCallerId(BELL_202, ALICE);
      desk.pause(pause);
      desk.slic.linefeed("ringing");
      return desk.telephone.display !== null;
    };
    const pauses = [3000, 4000, 5100, 4200, 9750, 2000, 6300, 6200];
    deepEqual(pauses.map(keeps), [false, true, false, true, true, true, false, true]);
  });

  it("keeps a message that came before its first ring", () => {
    const desk = new Desk();
    for (let i = 0; i < 2; i++) {
      desk.sendCallerId(V23, ALICE);
      desk.pass(300);
      desk.ring(1000, 4000, 1000, 8000);
      deepEqual(desk.telephone.display?.standard, "etsi");
    }
    desk.slic.linefeed("ringing");
    equal(desk.telephone.display, null);
  });

  it("sees reversals, and takes V.23 after one for BT's", () => {
    const desk = new Desk();
    desk.slic.linefeed("reverse");
    equal(desk.telephone.polarity, "reversed");
    desk.pass(300);
    desk.sendCallerId(V23, ALICE);
    desk.slic.linefeed("forward");
    equal(desk.telephone.display?.standard, "bt");
    deepEqual(desk.told("polarity"), [
      { type: "polarity", reversed: true },
      { type: "polarity", reversed: false },
    ]);
  });

  it("lights the lamp and puts it out", () => {
    const desk = new Desk();
    for (const octets of ["82 03 0b 01 ff 70", "06 03 42 42 42 31", "82 09 11 01 81 0b 01 00 13 01 00 c2"]) {
      desk.sendCallerId(BELL_202, hex(octets));
      desk.pass(500);
    }
    deepEqual(desk.told("mwi"), [
      { type: "mwi", on: true },
      { type: "mwi", on: false },
    ]);
    equal(desk.telephone.display, null);
  });
});
