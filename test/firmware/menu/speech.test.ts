import { deepEqual, equal, ok } from "node:assert/strict";
import { Speech } from "../../../firmware/menu/speech.js";
import { spelled, WORDS, type Word } from "../../../firmware/menu/words.js";
import { emitSpeech } from "../../prompts/speech-file.js";

const PAUSE = 640;
/** A word for each: a steady level, of a length of its own. */
const sounds = WORDS.map((_, at) => new Int16Array(401 + at).fill(1000 + 100 * at));
const file = emitSpeech(sounds);

/** All that is said, to the end. */
function said(speech: Speech, words: readonly Word[]): Int16Array {
  speech.say(words);
  const frames: number[] = [];
  const frame = new Int16Array(160).fill(99);
  while (!speech.done) {
    speech.fill(frame);
    frames.push(...frame);
    ok(frames.length < 1_000_000);
  }
  return Int16Array.from(frames);
}
const level = (samples: Int16Array, at: number) => samples[at];

describe("spoken words", () => {
  it("are said one after the other, with a pause between them", () => {
    const samples = said(new Speech(file), ["0", "menu"]);
    const menu = WORDS.indexOf("menu");
    const second = PAUSE + 401 + PAUSE;
    const end = second + 401 + menu + PAUSE;
    equal(samples.length, 160 * Math.ceil(end / 160));
    equal(level(samples, PAUSE - 1), 0);
    ok(Math.abs(level(samples, PAUSE + 400) - 1000) < 60);
    equal(level(samples, PAUSE + 401), 0);
    equal(level(samples, second - 1), 0);
    ok(Math.abs(level(samples, second + 400 + menu) - (1000 + 100 * menu)) < 200);
    equal(level(samples, second + 401 + menu), 0);
  });

  it("are all there, and each begins anew", () => {
    const speech = new Speech(file);
    for (const [at, word] of WORDS.entries()) {
      const samples = said(speech, [word]);
      ok(Math.abs(level(samples, PAUSE + 400 + at) - (1000 + 100 * at)) < 300, word);
    }
  });

  it("give way to others, and to nothing", () => {
    const speech = new Speech(file);
    const frame = new Int16Array(160);
    speech.say(["menu"]);
    for (let i = 0; i < 5; i++) speech.fill(frame);
    ok(frame[0] !== 0);
    speech.hush();
    equal(speech.done, true);
    speech.fill(frame);
    ok(frame.every((sample) => sample === 0));
  });

  it("are silence where the file is none, or is too short for them", () => {
    for (const octets of [
      new Uint8Array(0),
      Uint8Array.of(0),
      Uint8Array.of(0, 1, 0, 0, 9, 9, 1),
      file.subarray(0, 400),
    ]) {
      const samples = said(new Speech(octets), ["0", "menu", "9"]);
      ok(samples.length >= PAUSE);
    }
  });

  it("spell addresses, and leave out what cannot be said", () => {
    deepEqual(spelled("10.0.0.2"), ["1", "0", "point", "0", "point", "0", "point", "2"]);
    deepEqual(spelled("fe80::A-z/"), ["f", "e", "8", "0", "point", "point", "a"]);
  });
});
