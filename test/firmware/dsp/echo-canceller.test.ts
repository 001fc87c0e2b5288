import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { EchoCanceller, type EchoCancellerOptions } from "../../../firmware/dsp/echo-canceller.js";
import { speech } from "../../speech.js";
import { loudness, RATE, sines } from "./ear.js";
import { at, composite, during, hybrid, loss, noise, type Scene, scene, silence, voice } from "./echo-scenes.js";

const FRAME = 160;
const NOBODY = silence(0);
const plain: EchoCancellerOptions = { tail: 8, adapt: true, suppress: "none" };
const suppressing: EchoCancellerOptions = { ...plain, suppress: "normal" };

function hear({ sent, received }: Scene, options: EchoCancellerOptions | EchoCanceller = plain): Int16Array {
  const canceller = options instanceof EchoCanceller ? options : new EchoCanceller(options);
  const heard = received.slice();
  for (let i = 0; i + FRAME <= sent.length; i += FRAME)
    canceller.cancel(sent.subarray(i, i + FRAME), heard.subarray(i, i + FRAME));
  return heard;
}

const near = (scene: Scene) => ({ ...scene, near: scene.near.length ? scene.near : silence(scene.sent.length / RATE) });
const make = (...parts: Parameters<typeof scene>) => near(scene(...parts));
const atLeast = (figure: number, wanted: number, what: string) =>
  ok(figure >= wanted, `${what}: ${figure.toFixed(1)} dB, not ${wanted}`);

describe("echo canceller", function () {
  this.timeout(20_000);
  const quiet = noise(16, -65);

  it("makes a loss of 30 dB in all after 1 s, and of 33 dB beside the hybrid's after 5, whatever the hybrid", () => {
    for (const [seed, erl] of [
      [1, 6],
      [2, 8],
      [3, 10],
      [4, 12],
      [5, 9],
      [6, 6],
    ]) {
      const path = hybrid(seed, erl);
      const one = make(composite(6, -10, 7), path, NOBODY, quiet);
      const heard = hear(one);
      atLeast(erl + loss(one, heard, 0.7, 1.05), 30, `${path.name}, ERL and ERLE at 1 s`);
      atLeast(loss(one, heard, 4.9, 6), 33, `${path.name} at 5 s`);
    }
  });

  it("does so with speech, loud or soft", () => {
    for (const [dbm0, wanted] of [
      [-10, 26],
      [-20, 24],
      [-30, 18],
    ])
      for (const seed of [1, 5]) {
        const one = make(voice(8, dbm0, 20 + seed), hybrid(seed, 6), NOBODY, quiet);
        atLeast(loss(one, hear(one), 5, 8), wanted, `speech of ${dbm0} dBm0, hybrid ${seed}`);
      }
  });

  it("reaches as far as its tail, from its delay on", () => {
    const path = hybrid(4, 8, 30);
    const far = composite(6, -12, 3);
    const one = make(far, path, NOBODY, quiet);
    atLeast(loss(one, hear(one, { ...plain, tail: 32 }), 4, 6), 26, "a tail of 32 ms");
    ok(loss(one, hear(one, plain), 4, 6) < 20, "8 ms do not cover 30");
    const late = { name: "late", response: new Float64Array(540) };
    late.response.set(hybrid(2, 8).response, 484);
    const other = make(far, late, NOBODY, quiet);
    atLeast(loss(other, hear(other, { ...plain, delay: 480 }), 4, 6), 30, "60 ms late");
  });

  it("is not led astray when both speak at once, and leaves the near end as it was", () => {
    for (const dbm0 of [-35, -25, -18])
      for (const seed of [1, 2, 3]) {
        const both = during(5, 10, voice(12, dbm0, 70 + seed));
        const one = make(voice(12, -15, 20 + seed), hybrid(seed, 6), both, quiet);
        const heard = hear(one);
        const before = loss(one, heard, 3, 5);
        atLeast(loss(one, heard, 5, 10), Math.min(before, 30) - 5, `with ${dbm0} dBm0, hybrid ${seed}`);
        atLeast(loss(one, heard, 10, 12), 15, `after ${dbm0} dBm0, hybrid ${seed}`);
      }
  });

  it("cancels again soon after the path has changed", () => {
    for (const [from, to] of [
      [1, 3],
      [5, 6],
      [2, 8],
    ]) {
      const one = make(composite(9, -15, 7), hybrid(from, 6), NOBODY, quiet, [4, hybrid(to, 6)]);
      const heard = hear(one);
      atLeast(loss(one, heard, 3, 4), 25, `${from} before`);
      atLeast(loss(one, heard, 4, 4.5), -3, `${from} to ${to}, no worse than nothing`);
      atLeast(loss(one, heard, 5, 6), 24, `${from} to ${to} after 1 s`);
      atLeast(loss(one, heard, 7, 9), 30, `${from} to ${to} after 3 s`);
    }
  });

  it("makes no echo of its own when there is none any more", () => {
    const gone = { name: "nothing", response: new Float64Array(1) };
    const heard = hear(make(composite(8, -10, 7), hybrid(1, 6), NOBODY, quiet, [5, gone]));
    ok(loudness(heard, 5.2 * RATE, 8 * RATE) < -60);
  });

  it("keeps its path through tones, alone and from both ends", () => {
    for (const hertz of [[1004], [400], [2100], [697, 1209], [350, 440], [440, 480]])
      for (const tone of [0, -20]) {
        const far = noise(7, -15, 3);
        const parts = hertz.map((one) => ({ hertz: one, dbm: -10 }));
        far.set(sines(4 * RATE, ...parts), 2 * RATE);
        const both = tone ? during(2, 6, sines(7 * RATE, { hertz: 1004, dbm: tone, phase: 1 })) : NOBODY;
        const one = make(far, hybrid(5, 8), both, quiet);
        const heard = hear(one);
        const before = loss(one, heard, 1.5, 2);
        atLeast(loss(one, heard, 2.2, 6), before - 6, `${hertz} Hz`);
        atLeast(loss(one, heard, 6.02, 6.2), before - 4, `noise after ${hertz} Hz`);
      }
  });

  it("takes the echo of a tone off, too, as long as it knows no path", () => {
    for (const hertz of [[2100], [1650], [350, 440]]) {
      const far = sines(3 * RATE, ...hertz.map((one) => ({ hertz: one, dbm: -12 })));
      const flat = { name: "flat", response: Float64Array.of(0, 0, 0, 0, 0, 0.3) };
      const one = make(far, flat, NOBODY, quiet);
      atLeast(loss(one, hear(one), 0.6, 3), 20, `${hertz} Hz`);
    }
  });

  it("does not drift in minutes of speech and pauses", () => {
    const canceller = new EchoCanceller(plain);
    for (let minute = 0; minute < 3; minute++) {
      const near = during(12, 25, voice(40, -20, 50 + minute));
      const one = make(voice(40, -15, 10 + minute), hybrid(1, 8), near, noise(40, -60));
      const heard = hear(one, canceller);
      atLeast(loss(one, heard, 6, 12), 20, `minute ${minute}`);
      atLeast(loss(one, heard, 12, 25), 12, `minute ${minute}, both`);
      atLeast(loss(one, heard, 30, 40), 20, `minute ${minute}, at its end`);
    }
  });

  it("does not mind a constant offset", () => {
    const one = make(composite(5, -15, 7), hybrid(1, 6), NOBODY, quiet);
    const shifted = { ...one, received: one.received.map((sample) => sample + 800) };
    const heard = hear(shifted).map((sample) => sample - 800);
    atLeast(loss(one, heard, 3, 5), 25, "with an offset");
  });

  describe("with suppression", () => {
    it("leaves nothing but noise as loud as before while the far end speaks", () => {
      for (const dbm0 of [-65, -55, -45])
        for (const seed of [1, 2]) {
          const far = during(2, 10, composite(10, -15, seed));
          const one = make(far, hybrid(seed, 6), NOBODY, noise(10, dbm0));
          const heard = hear(one, suppressing);
          for (let t = 3; t < 10; t++) {
            const level = loudness(heard, t * RATE, (t + 1) * RATE);
            ok(Math.abs(level - dbm0) < 1.5, `${level.toFixed(1)} dBm0 at ${t} s, not ${dbm0}`);
          }
        }
    });

    it("lets the near end through, over the far end and alone", () => {
      for (const seed of [1, 2, 3]) {
        const mouth = during(6, 14, voice(14, -18, 70 + seed));
        const one = make(during(0, 10, voice(14, -18, 20 + seed)), hybrid(seed, 8), mouth, quiet);
        const heard = hear(one, suppressing);
        const error = Float64Array.from(heard, (sample, i) => sample - mouth[i]);
        const level = (from: number, to: number) =>
          loudness(mouth, from * RATE, to * RATE) - loudness(error, from * RATE, to * RATE);
        atLeast(level(6, 10), 20, `over the far end, hybrid ${seed}`);
        atLeast(level(10.2, 14), 30, `alone, hybrid ${seed}`);
      }
    });
  });

  describe("where there is no echo", () => {
    const voices = (): [string, Float64Array][] => [
      ["a buzzing voice", at(-15, Float64Array.from(speech(4)))],
      ...[1, 2, 3].map((seed): [string, Float64Array] => [`voice ${seed}`, voice(4, -15, seed)]),
    ];

    /** What the telephone says comes back to it so many ms later, by so many dB. */
    const copy = (sound: Float64Array, ms: number, gain: number): Scene => {
      const received = Int16Array.from(sound, Math.round);
      const sent = received.map((_, i) => Math.round((received[i - 8 * ms] ?? 0) * 10 ** (gain / 20)));
      return { sent, received, echo: silence(0), near: sound };
    };

    for (const tail of [8, 32])
      it(`leaves a voice as it is, to the bit, whose delayed copy is sent to it: tail of ${tail} ms`, () => {
        for (const [name, sound] of voices())
          for (const gain of [0, -6, -10])
            for (const ms of [10, 30, 60, 110, 170, 300]) {
              const one = copy(sound, ms, gain);
              const heard = hear(one, { tail, adapt: true, suppress: "more" });
              ok(
                heard.every((sample, i) => sample === one.received[i]),
                `${name}, ${ms} ms, ${gain} dB`,
              );
            }
      });

    it("leaves a voice as it is, to the bit, under music, tones, and another voice", () => {
      const chord = sines(4 * RATE, ...[262, 330, 393, 524].map((hertz) => ({ hertz, dbm: -20 })));
      const pair = sines(4 * RATE, { hertz: 697, dbm: -9 }, { hertz: 1209, dbm: -9 });
      for (const [name, sound] of voices())
        for (const far of [chord, pair, voice(4, -15, 30), voice(4, -9, 31), composite(4, -15, 5)]) {
          const one = scene(far, { name: "none", response: new Float64Array(1) }, sound, silence(4));
          const heard = hear(one, suppressing);
          ok(
            heard.every((sample, i) => sample === one.received[i]),
            name,
          );
        }
    });
  });

  it("leaves everything as it is when bypassed, and knows the path afterwards", () => {
    const one = make(noise(8, -15, 3), hybrid(2, 6), NOBODY, quiet);
    const canceller = new EchoCanceller(plain);
    hear(one, canceller);
    canceller.bypassed = true;
    deepEqual(hear(one, canceller), one.received);
    canceller.bypassed = false;
    atLeast(loss(one, hear(one, canceller), 0.02, 0.2), 30, "from the start");
  });

  it("learns nothing when it must not, and forgets when it is told to", () => {
    const one = make(noise(3, -15, 3), hybrid(2, 6), NOBODY, quiet);
    deepEqual(hear(one, { ...plain, adapt: false }), one.received);
    const canceller = new EchoCanceller(plain);
    hear(one, canceller);
    canceller.adapt = false;
    atLeast(loss(one, hear(one, canceller), 0.02, 3), 30, "what it has learnt it keeps");
    canceller.reset();
    ok(Math.abs(loss(one, hear(one, canceller), 0, 3)) < 0.1);
  });

  it("bears any sound", () => {
    const frame = fc
      .array(fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constantFrom(-32768, 32767, 0)), {
        minLength: FRAME,
        maxLength: FRAME,
      })
      .map((samples) => Int16Array.from(samples));
    fc.assert(
      fc.property(fc.array(fc.tuple(frame, frame), { maxLength: 12 }), fc.boolean(), (frames, suppress) => {
        const canceller = new EchoCanceller({ tail: 4, adapt: true, suppress: suppress ? "normal" : "none" });
        for (const [sent, received] of frames) canceller.cancel(sent, received);
        // and what comes then does not become louder than it could be
        const one = make(composite(3, -15, 7), hybrid(1, 8, 3), NOBODY, noise(3, -65));
        atLeast(loss(one, hear(one, canceller), 2, 3), 15, "afterwards");
      }),
      { numRuns: 12 },
    );
  });
});
