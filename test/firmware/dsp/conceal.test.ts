import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { BLOCK, blend, Concealment, pitchOf } from "../../../firmware/dsp/conceal.js";

/** A voice of 137 Hz with overtones, which no lag fits exactly. */
const voice = (at: number) =>
  [1, 2, 3, 4, 5].reduce((sum, n) => sum + (6000 / n) * Math.sin((2 * Math.PI * 137 * n * at) / 8000 + n), 0);
const block = (from: number, of: (at: number) => number = voice) =>
  Int16Array.from({ length: BLOCK }, (_, i) => of(from + i));
const energy = (samples: Iterable<number>) => [...samples].reduce((sum, sample) => sum + sample * sample, 0);

/** Plays blocks; the ones named are lost. */
function play(blocks: number, lost: (index: number) => boolean, of = voice): Int16Array {
  const concealment = new Concealment();
  const heard = new Int16Array(blocks * BLOCK);
  for (let i = 0; i < blocks; i++) {
    const frame = lost(i) ? new Int16Array(BLOCK) : block(i * BLOCK, of);
    if (lost(i)) concealment.lost(frame);
    else concealment.good(frame);
    heard.set(frame, i * BLOCK);
  }
  return heard;
}

const steps = (samples: Int16Array) => Math.max(...samples.slice(1).map((sample, i) => Math.abs(sample - samples[i])));

describe("conceal", () => {
  it("leaves what arrives alone", () => {
    deepEqual(
      play(10, () => false),
      Int16Array.from({ length: 10 * BLOCK }, (_, i) => voice(i)),
    );
  });

  it("finds the period of a voice", () => {
    for (const lag of [40, 41, 57, 58, 80, 99, 119, 120]) {
      const history = Int16Array.from({ length: 280 }, (_, i) =>
        [1, 2, 3].reduce((sum, n) => sum + (9000 / n) * Math.cos((2 * Math.PI * n * i) / lag), 0),
      );
      equal(pitchOf(history, new Int16Array(280)) % lag, 0, `${lag}`);
    }
  });

  it("finds a period next to the shortest, too", () => {
    const history = Int16Array.from({ length: 280 }, (_, i) =>
      i < 80 ? 0 : 9000 * Math.cos((2 * Math.PI * (i - 79)) / 41),
    );
    equal(pitchOf(history, new Int16Array(280)), 41);
  });

  it("goes on much like the voice would have for 20 ms", () => {
    const heard = play(12, (i) => i === 8 || i === 9);
    const [from, to] = [8 * BLOCK, 10 * BLOCK];
    const missing = Array.from({ length: to - from }, (_, i) => voice(from + i) - heard[from + i]);
    ok(energy(missing) < 0.15 * energy(block(from)) + 0.15 * energy(block(from + BLOCK)));
  });

  it("does not click, into the loss or out of it", () => {
    const loudest = steps(play(40, () => false));
    const heard = play(40, (i) => i % 7 === 5 || i % 11 === 6 || (i > 25 && i < 30));
    ok(steps(heard) < 1.6 * loudest, `${steps(heard)} against ${loudest}`);
  });

  it("is back at what is real within 4 ms, however long the loss was", () => {
    for (const length of [1, 2, 4, 9]) {
      const heard = play(20, (i) => i >= 9 && i < 9 + length);
      const back = (9 + length) * BLOCK + 32;
      deepEqual(
        heard.subarray(back),
        Int16Array.from({ length: heard.length - back }, (_, i) => voice(back + i)),
      );
    }
  });

  it("is silent 60 ms after the last good block, falling all the way", () => {
    const heard = play(18, (i) => i >= 10);
    const levels = Array.from({ length: 8 }, (_, i) => energy(heard.subarray((10 + i) * BLOCK, (11 + i) * BLOCK)));
    ok(levels[0] > 0.7 * energy(block(0)));
    for (let i = 2; i < 6; i++) ok(levels[i] < levels[i - 1], `${levels}`);
    ok(levels[5] > 0);
    deepEqual(levels.slice(6), [0, 0]);
  });

  it("has nothing to repeat at first, and after a rest", () => {
    deepEqual(
      play(3, () => true),
      new Int16Array(3 * BLOCK),
    );
    const concealment = new Concealment();
    for (let i = 0; i < 8; i++) concealment.good(block(i * BLOCK));
    concealment.rest();
    const made = block(0);
    concealment.lost(made);
    deepEqual(made, new Int16Array(BLOCK));
  });

  it("blends", () => {
    const to = Int16Array.of(0, 0, 0, 7);
    blend(Int16Array.of(400, 400, 400, 400), to, 3);
    deepEqual([...to], [300, 200, 100, 7]);
  });

  it("bears any sound and any pattern of losses", () => {
    const sounds = fc.infiniteStream(fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constant(-32768)));
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 20 }), sounds, (losses, sound) => {
        const values = [...sound.take(losses.length * BLOCK)];
        const heard = play(
          losses.length,
          (i) => losses[i],
          (at) => values[at],
        );
        const loudest = Math.max(0, ...values.map(Math.abs));
        ok(heard.every((sample) => Math.abs(sample) <= 3 * loudest));
      }),
      { numRuns: 30 },
    );
  });
});
