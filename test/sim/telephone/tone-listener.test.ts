import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { chanceOf } from "../../../sim/chance.js";
import { ToneListener } from "../../../sim/telephone/tone-listener.js";
import { NORTH_AMERICA } from "../../../sim/telephone/tones.js";

/** Hertz and dBm of the components, ms on and off with the components of each burst. */
type Part = { on: number; off: number; parts: [number, number][] };
type Heard = [at: number, tone: string | null];

class Ear {
  readonly heard: Heard[] = [];
  ms = 0;
  #buffer: number[] = [];
  readonly listener = new ToneListener(NORTH_AMERICA, (tone) => this.heard.push([this.ms, tone]));

  /** `ms` of sound, or of silence without components. */
  sound(ms: number, parts: [number, number][], add: (n: number) => number = () => 0): void {
    for (let n = 0; n < ms * 8; n++) {
      let x = add(n);
      for (const [hertz, dbm] of parts) x += 22826 * 10 ** (dbm / 20) * Math.sin((2 * Math.PI * hertz * n) / 8000);
      this.#buffer.push(Math.round(x));
      if (this.#buffer.length === 160) {
        this.ms += 20;
        this.listener.listen(Int16Array.from(this.#buffer));
        this.#buffer = [];
      }
    }
  }

  play(bursts: Part[], ms: number): void {
    const end = this.ms + ms;
    while (this.ms < end)
      for (const { on, off, parts } of bursts) {
        this.sound(Math.min(on, Math.max(0, end - this.ms)), parts);
        this.sound(Math.min(off, Math.max(0, end - this.ms)), []);
      }
  }
}

const pair = (a: number, b: number, dbm = -19): [number, number][] => [
  [a, dbm],
  [b, dbm],
];
const burst = (on: number, off: number, parts: [number, number][]): Part => ({ on, off, parts });
const one = (hertz: number, dbm = -16): [number, number][] => [[hertz, dbm]];

/** Each tone as the adapters send it, how long until it must be known, and the pause after which it is over. */
const TONES: [tone: string, known: number, pause: number, bursts: Part[]][] = [
  ["dial", 700, 0, [burst(10_000, 0, pair(350, 440))]],
  ["second-dial", 700, 0, [burst(10_000, 0, pair(420, 520))]],
  ["outside-dial", 700, 0, [burst(10_000, 0, one(420))]],
  ["prompt", 700, 0, [burst(10_000, 0, pair(520, 620))]],
  ["stutter-dial", 700, 100, [burst(100, 100, pair(350, 440))]],
  ["cfwd-dial", 700, 200, [burst(200, 200, pair(350, 440))]],
  ["ringback", 6000, 4000, [burst(2000, 4000, pair(440, 480))]],
  ["ringback-2", 2000, 1000, [burst(1000, 1000, pair(440, 480))]],
  ["busy", 1000, 500, [burst(500, 500, pair(480, 620))]],
  ["reorder", 700, 250, [burst(250, 250, pair(480, 620))]],
  [
    "off-hook-warning",
    700,
    125,
    [
      burst(125, 125, [
        [480, -10],
        [620, 0],
      ]),
    ],
  ],
  ["confirm", 700, 250, [burst(250, 250, one(600))]],
  ["sit", 700, 4000, [burst(380, 0, one(985)), burst(380, 0, one(1428)), burst(380, 4000, one(1777))]],
  ["sit", 700, 4000, [burst(274, 0, one(914)), burst(274, 0, one(1371)), burst(380, 4000, one(1777))]],
  ["sit", 700, 4000, [burst(380, 0, one(914)), burst(380, 0, one(1371)), burst(380, 4000, one(1777))]],
  ["sit", 700, 4000, [burst(380, 0, one(985)), burst(274, 0, one(1371)), burst(380, 4000, one(1777))]],
  ["call-waiting", 700, 9700, [burst(300, 9700, one(440, -10))]],
  ["call-waiting", 700, 9700, [burst(100, 100, one(440, -10)), burst(100, 9700, one(440, -10))]],
  ["holding", 700, 9500, [burst(100, 100, one(600)), burst(100, 100, one(600)), burst(100, 9500, one(600))]],
  ["conference", 700, 9700, [burst(100, 100, one(350, -19)), burst(100, 9700, one(350, -19))]],
  ["secure", 700, 2100, [burst(200, 100, one(397, -19)), burst(100, 2100, one(507, -19))]],
];

const quieter = (bursts: Part[], by: number): Part[] =>
  bursts.map((burst) => ({ ...burst, parts: burst.parts.map(([hertz, dbm]) => [hertz, dbm + by]) }));

/** Not speech, but as changeable: a pitch that glides through formants, in syllables. */
function syllables(seed: number): (n: number) => number {
  const chance = chanceOf(seed, "voice");
  const part = () => chance() / 2 ** 32;
  let [phase, pitch, formant, loud] = [0, 120, 700, 0];
  return (n) => {
    if (n % 1600 === 0)
      [pitch, formant, loud] = [90 + 150 * part(), 350 + 1500 * part(), part() > 0.2 ? 1500 + 3000 * part() : 0];
    pitch += 0.004 * (part() - 0.5);
    phase += (2 * Math.PI * pitch) / 8000;
    let x = 0;
    for (let k = 1; k * pitch < 3000; k++) x += Math.sin(k * phase) / (1 + ((k * pitch - formant) / 150) ** 2);
    return loud * x + 60 * (part() - 0.5);
  };
}

describe("tone listener", () => {
  for (const [tone, known, pause, bursts] of TONES)
    it(`knows ${tone} (${bursts.map(({ on, off }) => `${on}/${off}`).join()}) in time, and when it is over`, () => {
      for (const [before, by] of [
        [0, 0],
        [7, -12],
        [333, 6],
      ]) {
        if (tone === "off-hook-warning" && by > 0) continue;
        const ear = new Ear();
        ear.sound(before, []);
        ear.play(quieter(bursts, by), 13_000);
        const last = ear.ms;
        deepEqual(
          ear.heard.map(([, tone]) => tone),
          [tone],
          JSON.stringify(ear.heard),
        );
        ok(ear.heard[0][0] - before <= known, `known only after ${ear.heard[0][0] - before} ms`);
        ear.sound(11_000, []);
        deepEqual(ear.heard[1][1], null);
        equal(ear.heard.length, 2);
        ok(ear.heard[1][0] <= last + pause + 200, `over only after ${ear.heard[1][0] - last} ms`);
      }
    });

  it("lets a stuttering dial tone go steady, and is the same tone", () => {
    for (const [tone, ms] of [
      ["stutter-dial", 100],
      ["cfwd-dial", 200],
    ] as const) {
      const ear = new Ear();
      ear.play([burst(ms, ms, pair(350, 440))], 2000);
      ear.sound(10_000, pair(350, 440));
      ear.sound(1000, []);
      deepEqual(
        ear.heard.map(([, tone]) => tone),
        [tone, null],
      );
      ok(ear.heard[1][0] <= 12_200);
    }
  });

  it("names nothing when dial tone is cut short", () => {
    for (const ms of [60, 100, 140, 200]) {
      const ear = new Ear();
      ear.sound(100, []);
      ear.sound(ms, pair(350, 440));
      ear.sound(3000, []);
      deepEqual(ear.heard, []);
    }
  });

  it("hears one tone give way to another", () => {
    const ear = new Ear();
    ear.play([burst(2000, 4000, pair(440, 480))], 8000);
    ear.play([burst(500, 500, pair(480, 620))], 5000);
    ear.play([burst(250, 250, pair(480, 620))], 5000);
    ear.sound(5000, pair(350, 440));
    deepEqual(
      ear.heard.map(([, tone]) => tone),
      ["ringback", "busy", "reorder", "dial"],
    );
  });

  it("calls everything else voice: syllables, a milliwatt, keys", () => {
    const DIGITS = pair(770, 1336, -10);
    for (const play of [
      (ear: Ear) => ear.sound(5000, [], syllables(3)),
      (ear: Ear) => ear.sound(5000, one(1004, 0)),
      (ear: Ear) => ear.play([burst(100, 100, DIGITS)], 5000),
      (ear: Ear) => ear.play([burst(70, 70, DIGITS)], 5000),
      (ear: Ear) => ear.sound(5000, one(1004, -39)),
    ]) {
      const ear = new Ear();
      play(ear);
      ok(ear.heard[0][0] <= 700, `after ${ear.heard[0][0]} ms`);
      const said = ear.heard.length;
      ear.sound(3000, []);
      deepEqual([ear.heard[0][1], said, ear.heard.at(-1)?.[1], ear.heard.length], ["voice", 1, null, 2]);
    }
  });

  it("names no tone in minutes of syllables", () => {
    for (const seed of [1, 2, 3]) {
      const ear = new Ear();
      ear.sound(60_000, [], syllables(seed));
      for (const [at, tone] of ear.heard) ok(tone === "voice" || tone === null, `${tone} at ${at}`);
    }
  });

  it("hears call waiting over a conversation, and the conversation again", () => {
    const ear = new Ear();
    const voice = syllables(5);
    const soft = (n: number) => 0.15 * voice(n);
    ear.sound(3000, [], voice);
    for (let i = 0; i < 2; i++) {
      ear.sound(300, one(440, -10), soft);
      ear.sound(3000, [], voice);
    }
    deepEqual(
      ear.heard.map(([, tone]) => tone),
      ["voice", "call-waiting", "voice", "call-waiting", "voice"],
    );
  });

  it("calls the country's sounds in a rhythm of nobody `other`", () => {
    const ear = new Ear();
    ear.sound(8000, pair(440, 480));
    deepEqual(
      ear.heard.map(([, tone]) => tone),
      ["ringback", "other"],
    );
  });

  it("hears nothing below -41 dBm0, and keeps a tone through a lost frame", () => {
    const ear = new Ear();
    ear.sound(3000, one(1000, -42.5));
    ear.sound(3000, [], () => 40);
    deepEqual(ear.heard, []);
    ear.sound(1000, pair(350, 440));
    ear.sound(20, []);
    ear.sound(1000, pair(350, 440));
    equal(ear.heard.length, 1);
  });

  it("forgets when the ear is put away", () => {
    const ear = new Ear();
    ear.sound(1000, pair(350, 440));
    ear.listener.reset();
    deepEqual(
      ear.heard.map(([, tone]) => tone),
      ["dial", null],
    );
    ear.listener.reset();
    equal(ear.heard.length, 2);
  });

  it("takes any samples, and never says the same twice", () => {
    fc.assert(
      fc.property(fc.array(fc.int16Array({ minLength: 160, maxLength: 160 }), { maxLength: 40 }), (frames) => {
        const heard: (string | null)[] = [];
        const listener = new ToneListener(NORTH_AMERICA, (tone) => heard.push(tone));
        for (const frame of frames) listener.listen(frame);
        for (let i = 1; i < heard.length; i++) ok(heard[i] !== heard[i - 1]);
      }),
      { numRuns: 30 },
    );
  });
});
