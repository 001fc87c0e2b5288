/** The line echo canceller in whole calls, in virtual time: what it takes away, and that it takes nothing else. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { clipped, loudness, sines } from "../firmware/dsp/ear.js";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

const RATE = 8000;
type Options = ConstructorParameters<typeof VirtualDesk>[0];
type Sound = ArrayLike<number>;

/** Line 1 is connected to line 2, or to a number, and `ms` of delay are between any two hosts. */
function connected(options: Options, number = "102", ms = 30): VirtualDesk {
  const d = new VirtualDesk(options).started();
  d.line(1).lift();
  d.wait(300).dial(1, number).wait(500);
  if (number === "102") d.line(2).lift();
  d.wait(500).desk.changeFaults({ delay: ms });
  return d.wait(2000);
}

/** What both hear while each says something, from the moment on in which they begin. */
function talk(d: VirtualDesk, seconds: number, one: Sound, two: Sound = []): [Int16Array, Int16Array] {
  d.line(1).speak(Int16Array.from(one));
  if (two.length > 0) d.line(2).speak(Int16Array.from(two));
  d.wait(1000 * seconds);
  return [d.line(1).heard(seconds).samples, d.line(2).heard(seconds).samples];
}

/** The same voice, later in its sentence. */
const later = (seconds: number) => speech(seconds + 3).slice(3 * RATE);
const tones = (seconds: number, ...hertz: number[]) =>
  clipped(sines(seconds * RATE, ...hertz.map((one) => ({ hertz: one, dbm: -15 }))));
/** Four notes at a time, each of a quarter of a second. */
const music = (seconds: number, root: number) =>
  Array.from({ length: 4 * seconds }, (_, i) => [
    ...tones(0.25, ...[1, 1.25, 1.5, 2].map((part) => root * part * [1, 9 / 8, 5 / 4, 4 / 3][(i * i) % 4])),
  ]).flat();

describe("an echo", () => {
  for (const echo of [-12, -24])
    it(`of ${echo} dB is not heard by who talks, and nothing is lost when both do`, () => {
      const d = connected({ echo });
      const sound = speech(8);
      const [back, heard] = talk(d, 8, sound);
      ok(likeness(sound, heard).correlation > 0.95);
      const level = loudness(back, 1.2 * RATE, 8 * RATE) - loudness(sound, RATE);
      ok(level < -40, `${level} dB after the first second`);
      const other = later(4);
      const ears = talk(d, 4.5, sound.slice(0, 4 * RATE), other);
      for (const [said, ear] of [
        [sound.slice(0, 4 * RATE), ears[1]],
        [other, ears[0]],
      ]) {
        const { correlation } = likeness(said, ear);
        ok(correlation > 0.9, `${correlation} while both talk`);
      }
    });

  it("is heard without a canceller", () => {
    const sound = speech(3);
    const [back] = talk(connected({ echo: -12, cancelsEcho: false }), 3, sound);
    ok(loudness(back, 1.2 * RATE) - loudness(sound, RATE) > -26);
  });

  it("does not come back in the next call", () => {
    const d = connected({ echo: -12 });
    const sound = speech(3);
    talk(d, 3, sound);
    for (const line of [1, 2] as const) d.line(line).hangUp();
    d.wait(3000).line(1).lift();
    d.wait(300).dial(1, "102").wait(500);
    d.line(2).lift();
    d.wait(1000);
    const [back] = talk(d, 1.2, sound);
    ok(loudness(back, 0.1 * RATE) - loudness(sound, 0, 1.2 * RATE) < -35);
  });
});

describe("without an echo the canceller changes nothing, to the bit:", () => {
  /** What both hear, with it and without it. */
  function same(seconds: number, one: Sound, two: Sound, number = "102", ms = 30): void {
    const [with_, without] = [true, false].map((cancelsEcho) =>
      talk(connected({ cancelsEcho }, number, ms), seconds, one, two),
    );
    ok(without[0].some((sample) => Math.abs(sample) > 500));
    deepEqual(with_, without);
  }

  for (const ms of [0, 5, 60])
    it(`both talk at once from the start, ${ms} ms apart`, () => same(6, speech(6), later(6), "102", ms));

  it("both say the same at once", () => same(4, speech(4), speech(4)));

  it("one talks softly over the other", () =>
    same(
      6,
      speech(6),
      later(6).map((sample) => sample >> 3),
    ));

  it("tones from both ends, each as loud", () => {
    same(3, tones(3, 1004), tones(3, 440));
    same(3, tones(3, 350, 440), tones(3, 480, 620));
    same(2, tones(2, 1004), tones(2, 1004));
  });

  it("music from both ends", () => same(5, music(5, 262), music(5, 330)));

  it("music under a voice", () => same(5, music(5, 262), speech(5)));

  it("keys as sound, under a voice from the other end", () => {
    const keys = [...tones(0.1, 697, 1209), ...new Int16Array(800), ...tones(0.1, 941, 1477), ...new Int16Array(800)];
    same(3, [...new Int16Array(4000), ...keys, ...keys], speech(3));
  });

  for (const ms of [0, 20, 70])
    it(`a voice that comes back from 600, ${ms} ms each way`, () => same(6, speech(6), [], "600", ms));

  it("music that comes back from 600", () => same(5, music(5, 262), [], "600"));
});

describe("two telephones in one room", () => {
  it("hear each other once, as each hears the other", () => {
    // each says what the other hears, 6 dB softer, beside what is said to it
    const room = (cancelsEcho: boolean) => {
      const d = connected({ cancelsEcho });
      const voices = [speech(4), later(4)];
      const ears: number[][] = [[], []];
      for (const line of [1, 2] as const)
        d.line(line).onEar = (frame) => {
          ears[line - 1].push(...frame);
        };
      for (let at = 0; at + 160 <= voices[0].length; at += 160) {
        for (const line of [1, 2] as const) {
          const other = ears[2 - line].slice(-160);
          d.line(line).speak(voices[line - 1].slice(at, at + 160).map((sample, i) => sample / 2 + (other[i] ?? 0) / 2));
        }
        d.wait(20);
      }
      equal(ears[0].length > 30_000, true);
      return ears.map((ear) => Int16Array.from(ear));
    };
    const [with_, without] = [room(true), room(false)];
    for (const i of [0, 1]) {
      const { correlation } = likeness(with_[i], without[i], 0);
      ok(correlation > 0.95, `${correlation}`);
    }
  });
});
