import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { ComfortNoise, NoiseAnalysis } from "../../../firmware/dsp/comfort-noise.js";
import { loudness, RATE } from "./ear.js";
import { chanceFrom, gaussian } from "./noise.js";

const FRAME = 160;
/** Full scale of a square wave above full scale of a sine: -L dBov is 6.15 - L dBm0. */
const DBM0_OF_0_DBOV = 10 * Math.log10((2 * 32768 ** 2) / 22826 ** 2);

/** Noise of so many dBov through y = x + first y' + second y''. */
function coloured(seconds: number, dbov: number, first: number, second: number, seed = 5): Int16Array {
  const chance = chanceFrom(seed);
  let [last, beforeLast] = [0, 0];
  const sound = Float64Array.from({ length: seconds * RATE }, () => {
    const sample = gaussian(chance) + first * last + second * beforeLast;
    [last, beforeLast] = [sample, last];
    return sample;
  });
  const scale = 10 ** ((dbov + DBM0_OF_0_DBOV - loudness(sound)) / 20);
  return Int16Array.from(sound, (sample) => Math.round(sample * scale));
}

function describe_(sound: Int16Array, order: number): Uint8Array {
  const analysis = new NoiseAnalysis(order);
  for (let i = 0; i < sound.length; i += FRAME) analysis.hear(sound.subarray(i, i + FRAME));
  const payload = new Uint8Array(12).fill(0xee);
  equal(analysis.describe(payload, 1), 1 + order);
  equal(payload[0], 0xee);
  return payload.slice(1, 2 + order);
}

function make(payload: Uint8Array | number[], seconds: number, noise = new ComfortNoise(1)): Int16Array {
  noise.hear(Uint8Array.from(payload), 0, payload.length);
  const sound = new Int16Array(seconds * RATE);
  for (let i = 0; i < sound.length; i += FRAME) noise.fill(sound.subarray(i, i + FRAME));
  return sound;
}

const dbov = (sound: Int16Array) => loudness(sound) - DBM0_OF_0_DBOV;

/** Energy from one frequency to another, in dB, averaged over pieces. */
function band(sound: Int16Array, from: number, to: number): number {
  let energy = 0;
  for (let start = 0; start + 400 <= sound.length; start += 400)
    for (let hertz = from; hertz < to; hertz += 40) {
      let [re, im] = [0, 0];
      for (let i = 0; i < 400; i++) {
        const window = Math.sin((Math.PI * (i + 0.5)) / 400) ** 2;
        re += window * sound[start + i] * Math.cos((2 * Math.PI * hertz * i) / RATE);
        im += window * sound[start + i] * Math.sin((2 * Math.PI * hertz * i) / RATE);
      }
      energy += re * re + im * im;
    }
  return 10 * Math.log10(energy);
}

describe("comfort noise", () => {
  it("is as loud as it was said, to 1 dB", () => {
    for (const level of [25, 30, 40, 50, 60, 70, 78])
      for (const shape of [[], [60], [127, 200], [40, 180, 100, 140, 120, 130, 110, 150, 127, 127], [230, 20]]) {
        const heard = dbov(make([level, ...shape], 4));
        ok(Math.abs(heard + level) < 1, `${heard.toFixed(2)} dBov, not -${level}, with ${shape}`);
      }
  });

  it("tells the level of white noise alone in one octet", () => {
    for (const level of [30, 45, 60, 75]) {
      const [told, ...more] = describe_(coloured(2, -level, 0, 0), 0);
      ok(Math.abs(told - level) <= 1, `${told}, not ${level}`);
      deepEqual(more, []);
    }
  });

  it("tells low noise by a negative first coefficient: an index below 127", () => {
    ok(describe_(coloured(2, -50, 0.8, 0), 4)[1] < 60);
    ok(describe_(coloured(2, -50, -0.8, 0), 4)[1] > 194);
    ok(Math.abs(describe_(coloured(2, -50, 0, 0), 4)[1] - 127) < 12);
  });

  it("sounds as what was heard, in level and in every octave", () => {
    for (const [first, second] of [
      [0, 0],
      [0.8, 0],
      [-0.7, 0],
      [1.2, -0.6],
      [0, -0.7],
    ]) {
      const sound = coloured(4, -48, first, second);
      const heard = make(describe_(sound, 8), 4);
      ok(Math.abs(dbov(heard) + 48) < 1, `${dbov(heard)} dBov`);
      for (const [from, to] of [
        [100, 500],
        [500, 1000],
        [1000, 2000],
        [2000, 3000],
        [3000, 3900],
      ]) {
        const off = band(heard, from, to) - band(sound, from, to);
        ok(Math.abs(off) < 3, `${off.toFixed(1)} dB from ${from} to ${to} Hz, of ${first}, ${second}`);
      }
    }
  });

  it("changes without a jump", () => {
    const noise = new ComfortNoise(1);
    make([40], 1, noise);
    const heard = make([70], 1, noise);
    ok(loudness(heard, 0, FRAME) - loudness(heard, RATE / 2, RATE) > 24);
    ok(Math.abs(dbov(heard.subarray(RATE / 2)) + 70) < 1);
  });

  it("is silent until it is told of a noise", () => {
    const noise = new ComfortNoise(1);
    const frame = new Int16Array(FRAME).fill(7);
    noise.hear(new Uint8Array(4), 0, 0);
    noise.fill(frame);
    deepEqual(frame, new Int16Array(FRAME));
  });

  it("says when it is worth telling", () => {
    const analysis = new NoiseAnalysis(0);
    equal(analysis.changed, false);
    const hear = (level: number) => {
      const sound = coloured(1, -level, 0, 0);
      for (let i = 0; i < sound.length; i += FRAME) analysis.hear(sound.subarray(i, i + FRAME));
    };
    hear(50);
    equal(analysis.changed, true);
    analysis.describe(new Uint8Array(1), 0);
    hear(50);
    equal(analysis.changed, false);
    hear(54);
    equal(analysis.changed, true);
    analysis.describe(new Uint8Array(1), 0);
    analysis.reset();
    hear(54);
    equal(analysis.changed, true);
  });

  it("tells silence and tones, too", () => {
    deepEqual([...describe_(new Int16Array(8 * FRAME), 3)], [127, 127, 127, 127]);
    const tone = Int16Array.from({ length: RATE }, (_, i) => 9000 * Math.sin(i));
    ok(describe_(tone, 10).every((octet, i) => octet <= (i ? 254 : 127)));
  });

  it("bears any payload and any frame", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 6 }), (payloads) => {
        const noise = new ComfortNoise(9);
        for (const payload of payloads) {
          const heard = make(payload, 0.4, noise);
          // -14 dBm0 at the loudest, and some dB by chance; a lattice that swings up would stand at full scale
          ok(loudness(heard) < -4, `${loudness(heard)} dBm0`);
        }
      }),
    );
    const sample = fc.integer({ min: -32768, max: 32767 });
    fc.assert(
      fc.property(fc.array(sample, { minLength: FRAME, maxLength: FRAME }), (frame) => {
        ok(describe_(Int16Array.from(frame), 10)[0] <= 127);
      }),
    );
  });
});
