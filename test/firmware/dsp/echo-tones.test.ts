import { equal, ok } from "node:assert/strict";
import { autocorrelate } from "../../../firmware/dsp/autocorrelation.js";
import { NARROW, soundLength, stateLength, TAPS } from "../../../firmware/dsp/echo-state.js";
import { watchTones } from "../../../firmware/dsp/echo-tones.js";
import { reflectionsOf } from "../../../firmware/dsp/linear-prediction.js";
import { sines } from "./ear.js";
import { noise, voice } from "./echo-scenes.js";
import { chanceFrom } from "./noise.js";

const FRAME = 160;
const COUNT = 32;

/** For each frame of a sound, whether nothing would be learnt of it. */
function watch(sound: ArrayLike<number>): boolean[] {
  const state = new Int32Array(stateLength(COUNT));
  const memory = new Int16Array(soundLength(COUNT, 0));
  state[TAPS] = COUNT;
  const found: boolean[] = [];
  for (let at = 0; at + FRAME <= sound.length; at += FRAME) {
    for (let i = 0; i < FRAME; i++) memory[2 * COUNT + i] = sound[at + i];
    watchTones(state, memory);
    found.push(state[NARROW] > 0);
  }
  return found;
}

const share = (found: boolean[]) => found.filter(Boolean).length / found.length;

describe("tones in what is sent", () => {
  it("are found, one or two of them, loud or soft", () => {
    for (const dbm of [-3, -10, -20, -30])
      for (const pair of [[1004], [400], [2100], [697, 1209], [941, 1477], [350, 440], [480, 620]]) {
        const sound = sines(8000, ...pair.map((hertz) => ({ hertz, dbm })));
        equal(share(watch(sound)), 1, `${pair} at ${dbm} dBm0`);
      }
  });

  it("are not found in noise, in silence, and hardly in speech", () => {
    equal(share(watch(noise(4, -20))), 0);
    equal(share(watch(new Int16Array(8000))), 0);
    for (const seed of [1, 2, 3]) ok(share(watch(voice(10, -20, seed))) < 0.15, `voice ${seed}`);
  });

  it("are over three frames after the last", () => {
    const sound = new Int16Array(20 * FRAME);
    sound.set(sines(5 * FRAME, { hertz: 1004, dbm: -10 }), 5 * FRAME);
    const found = watch(sound);
    equal(found.indexOf(true), 5);
    equal(found.lastIndexOf(true), 11);
    ok(found.slice(5, 12).every(Boolean));
  });

  it("are told from the rest as floating point would tell them", () => {
    const chance = chanceFrom(31);
    const sums = new Int32Array(5);
    let narrow = 0;
    for (let round = 0; round < 3000; round++) {
      const level = 2 ** (9 + 6 * chance());
      const [one, two, hiss] = [3 * chance(), 3 * chance(), 0.2 * chance() ** 3];
      const both = chance() < 0.5 ? 1 : 0;
      const sound = Int16Array.from(
        { length: FRAME },
        (_, i) => (level * (Math.sin(one * i) + both * Math.sin(two * i) + hiss * (2 * chance() - 1))) / 2.3,
      );
      autocorrelate(sound, 0, 4, new Int16Array(FRAME), sums);
      const left = reflectionsOf(sums, 4, new Float64Array(4), new Float64Array(4));
      // near to the limit the last bit decides
      if (left > 1 / 200 && left < 1 / 145) continue;
      equal(watch(sound)[0], left < 1 / 170, `${left}`);
      if (left < 1 / 170) narrow++;
    }
    ok(narrow > 1000 && narrow < 2500, `${narrow}`);
  });
});
