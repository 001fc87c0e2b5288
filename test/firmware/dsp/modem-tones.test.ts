import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  ANS,
  ANS_REVERSED,
  ANSAM,
  ANSAM_REVERSED,
  CNG,
  ModemTones,
  NOTHING,
  V21_FLAGS,
} from "../../../firmware/dsp/modem-tones.js";
import { clipped, RATE, sines } from "./ear.js";
import { noise, silence, sum, voice } from "./echo-scenes.js";
import { answer, cng, flags, tone, v21 } from "./modem-sounds.js";
import { chanceFrom } from "./noise.js";

const FRAME = 160;
/** dBm0 of the line under everything. */
const QUIET = -60;

/** The events, each with the ms at the end of its frame, of sounds that follow each other. */
function hear(sounds: Float64Array[], hum = QUIET, tones = new ModemTones()): [number, number][] {
  const length = sounds.reduce((total, sound) => total + sound.length, 0) + RATE / 2;
  const line = new Float64Array(length);
  let start = 0;
  for (const sound of sounds) {
    line.set(sound, start);
    start += sound.length;
  }
  const all = clipped(sum(line, noise(Math.ceil(length / RATE), hum)));
  const events: [number, number][] = [];
  for (let i = 0; i + FRAME <= all.length; i += FRAME) {
    const event = tones.hear(all.subarray(i, i + FRAME));
    if (event !== NOTHING) events.push([event, ((i + FRAME) * 1000) / RATE]);
  }
  return events;
}

const codes = (events: [number, number][]) => events.map(([code]) => code);
/** Somewhere within a frame, some time after the start. */
const pause = (ms: number) => silence(ms / 1000);

describe("modem tones", () => {
  it("hears CNG when its first burst is over, and each one after", () => {
    for (const dbm0 of [0, -12, -25, -40])
      for (const [hertz, on, offset] of [
        [1100, 0.5, 100],
        [1062, 0.5, 107],
        [1138, 0.45, 113],
        [1110, 0.55, 101],
      ]) {
        const events = hear([pause(offset), cng(2, dbm0, hertz, on)], dbm0 - 22);
        deepEqual(codes(events), [CNG, CNG], `${dbm0} dBm0, ${hertz} Hz, ${on} s`);
        ok(events[0][1] < offset + 1000 * on + 70, `${events[0][1]} ms`);
      }
  });

  it("takes no other burst for CNG", () => {
    for (const [hertz, on] of [
      [1100, 0.3],
      [1100, 0.8],
      [1100, 3],
      [1020, 0.5],
      [1180, 0.5],
      [550, 0.5],
      [2200, 0.5],
    ])
      deepEqual(hear([pause(100), cng(2, -12, hertz, on)]), [], `${hertz} Hz for ${on} s`);
    deepEqual(
      hear([sum(tone({ hertz: 1100, dbm0: -12, seconds: 0.5 }), tone({ hertz: 1400, dbm0: -14, seconds: 0.5 }))]),
      [],
    );
  });

  it("hears an answer after half a second, once", () => {
    for (const dbm0 of [0, -12, -25, -40])
      for (const hertz of [2085, 2100, 2115]) {
        const events = hear([pause(103), answer(dbm0, { hertz })], dbm0 - 22);
        deepEqual(codes(events), [ANS], `${dbm0} dBm0, ${hertz} Hz`);
        ok(events[0][1] >= 600 && events[0][1] <= 660, `${events[0][1]} ms`);
      }
    deepEqual(codes(hear([pause(100), answer(-12, { seconds: 0.45 })])), []);
    deepEqual(codes(hear([answer(-12, { hertz: 2060 })])), []);
    deepEqual(codes(hear([answer(-12, { hertz: 2225 })])), []);
  });

  it("tells by its second turn that its phase turns around", () => {
    for (const turn of [0.425, 0.45, 0.475])
      for (const offset of [100, 103, 107.5]) {
        const events = hear([pause(offset), answer(-15, { turn })], -40);
        deepEqual(codes(events), [ANS, ANS_REVERSED], `every ${turn} s, at ${offset} ms`);
        ok(events[1][1] < offset + 2000 * turn + 50, `${events[1][1]} ms`);
      }
  });

  it("tells an amplitude that swings", () => {
    for (const dbm0 of [-5, -15, -30])
      for (const offset of [100, 103, 107.5]) {
        const slow = hear([pause(offset), answer(dbm0, { depth: 0.2 })], dbm0 - 25);
        deepEqual(codes(slow), [ANSAM], `${dbm0} dBm0, at ${offset} ms`);
        const events = hear([pause(offset), answer(dbm0, { depth: 0.2, turn: 0.45 })], dbm0 - 25);
        deepEqual(codes(events), [ANSAM, ANSAM_REVERSED], `${dbm0} dBm0, turning, at ${offset} ms`);
      }
  });

  it("hears the flags of V.21, channel 2 alone, within 250 ms", () => {
    for (const dbm0 of [-5, -20, -38])
      for (const offset of [100, 103, 107.5, 111]) {
        const events = hear([pause(offset), v21(flags(37), dbm0)], dbm0 - 20);
        deepEqual(codes(events), [V21_FLAGS], `${dbm0} dBm0, at ${offset} ms`);
        ok(events[0][1] < offset + 250, `${events[0][1]} ms`);
      }
    deepEqual(hear([v21(flags(37), -12, 980, 1180)]), []);
    deepEqual(hear([v21(flags(120), -12, 1300, 2100, 1200)]), []);
  });

  it("hears flags off their frequencies by 12 Hz, and those that share a zero", () => {
    deepEqual(codes(hear([v21(flags(37), -20, 1662, 1862)])), [V21_FLAGS]);
    deepEqual(codes(hear([v21(flags(37), -20, 1638, 1838)])), [V21_FLAGS]);
    const shared = [0, ...Array.from({ length: 40 }, () => [1, 1, 1, 1, 1, 1, 0]).flat()];
    deepEqual(codes(hear([v21(shared, -20)])), [V21_FLAGS]);
  });

  it("takes no data for flags", () => {
    const chance = chanceFrom(3);
    // random bits, stuffed as HDLC has it: never six ones
    const bits: number[] = [];
    let ones = 0;
    while (bits.length < 9000) {
      const bit = chance() < 0.5 ? 1 : 0;
      bits.push(bit);
      ones = bit ? ones + 1 : 0;
      if (ones === 5) {
        bits.push(0);
        ones = 0;
      }
    }
    deepEqual(hear([v21(bits, -15)]), []);
    deepEqual(hear([v21(Array(600).fill(1), -15), v21(Array(600).fill(0), -15)]), []);
  });

  it("follows a fax as it calls and is answered", () => {
    const call = hear([cng(2, -12), answer(-14), pause(75), v21(flags(37), -14), pause(500)]);
    deepEqual(codes(call), [CNG, CNG, ANS, V21_FLAGS]);
  });

  it("tells flags anew after a silence, and an answer too", () => {
    const events = hear([
      v21(flags(37), -14),
      pause(300),
      v21(flags(37), -14),
      pause(300),
      answer(-9),
      pause(200),
      answer(-9),
    ]);
    deepEqual(codes(events), [V21_FLAGS, V21_FLAGS, ANS, ANS]);
  });

  it("knows whether an answer sounds", () => {
    const tones = new ModemTones();
    hear([answer(-12, { seconds: 1 })], QUIET, tones);
    equal(tones.answering, false);
    for (const frame of [0, 1, 2, 3])
      tones.hear(clipped(answer(-12, { seconds: 2 }).subarray(frame * FRAME, (frame + 1) * FRAME)));
    equal(tones.answering, false);
    const sound = clipped(answer(-12, { seconds: 2 }));
    for (let i = 0; i < sound.length; i += FRAME) tones.hear(sound.subarray(i, i + FRAME));
    equal(tones.answering, true);
    hear([pause(100)], QUIET, tones);
    equal(tones.answering, false, "it is over");
  });

  it("is not deceived by speech", () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) deepEqual(hear([voice(60, -18, seed)]), [], `seed ${seed}`);
  });

  it("is not deceived by what a network says, nor by keys", () => {
    const parts = (seconds: number, ...hertz: number[]) =>
      sines(seconds * RATE, ...hertz.map((one) => ({ hertz: one, dbm: -13 })));
    const sounds = [
      ...[
        [350, 440],
        [440, 480],
        [480, 620],
        [425],
        [400, 450],
        [1400],
        [2600],
        [2130, 2750],
        [1004],
        [1400, 2060, 2450, 2600],
      ].map((hertz) => parts(2, ...hertz)),
      ...[950, 1400, 1800].map((hertz) => parts(0.33, hertz)),
    ];
    for (const row of [697, 770, 852, 941])
      for (const column of [1209, 1336, 1477, 1633])
        sounds.push(parts(0.1, row, column), pause(60), parts(0.6, row, column));
    deepEqual(hear(sounds), []);
    deepEqual(hear([noise(20, -15, 5)]), []);
    deepEqual(
      hear([
        v21(
          Array.from({ length: 3000 }, (_, i) => (i * 7919) & 1),
          -13,
          1200,
          2200,
          1200,
        ),
      ]),
      [],
    );
  });

  it("bears any sound", () => {
    const sample = fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constantFrom(-32768, 32767, 0));
    fc.assert(
      fc.property(fc.array(fc.array(sample, { minLength: FRAME, maxLength: FRAME }), { maxLength: 8 }), (frames) => {
        const tones = new ModemTones();
        for (const frame of frames) equal(tones.hear(Int16Array.from(frame)), NOTHING);
        deepEqual(codes(hear([answer(-12)], QUIET, tones)), [ANS]);
      }),
      { numRuns: 20 },
    );
  });
});
