import { deepEqual, equal, ok } from "node:assert/strict";
import { HISTORY, LONGEST_LAG, SHORTEST_LAG } from "../../../firmware/dsp/pitch.js";
import { chanceOf, copied, FRAME, frames, SOUND, same, untorn } from "./sounds.js";
import { twins } from "./twins.js";

describe("native period", () => {
  const [typescript, native] = twins.period;
  const rooms = () => [new Int16Array(HISTORY), new Int16Array(HISTORY)] as const;

  it("pitchOf and cutPeriod are their twins, of voices, noise and edges", () => {
    const [ones, others] = rooms();
    const [one, other] = [new Int16Array(LONGEST_LAG), new Int16Array(LONGEST_LAG)];
    const lags = new Set<number>();
    for (const history of frames(HISTORY)) {
      const lag = typescript.cutPeriod(history, ones, one);
      equal(native.cutPeriod(history, others, other), lag);
      ok(same(one, other) && same(ones, others));
      lags.add(lag);
    }
    ok(lags.size > 80, `${lags.size} lags of 81 were found`);
    for (const history of frames(7 * HISTORY)) {
      const part = history.subarray(HISTORY + 1, 2 * HISTORY + 1);
      equal(native.pitchOf(part, others), typescript.pitchOf(part, ones));
      ok(same(ones, others));
    }
  });

  it("pitchOf is its twin where nine bits and a sign are filled", () => {
    const [ones, others] = rooms();
    for (const level of [1, 255, 256, 511, 512, 513, 1023, 16384, 32767, -1, -256, -511, -512, -513, -32768])
      for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++)
        for (const width of [1, 10, 40]) {
          const history = Int16Array.from({ length: HISTORY }, (_, i) => (i % lag < width ? level : 0));
          equal(native.pitchOf(history, others), typescript.pitchOf(history, ones), `${level} at ${lag}`);
        }
  });

  it("repeatPeriod is its twin, at any lag, gain and step", () => {
    const chance = chanceOf(4);
    const [one, other] = [new Int16Array(86), new Int16Array(86)];
    for (const period of frames(LONGEST_LAG)) {
      const lag = SHORTEST_LAG + (chance() % (LONGEST_LAG - SHORTEST_LAG + 1));
      const gain = chance() & 3 ? 0x8000 : chance() % 0x8001;
      const step = chance() & 1 ? 82 : chance() % 1000;
      const from = chance() % lag;
      typescript.repeatPeriod(period, lag, from, gain, step, one.subarray(3, 83));
      native.repeatPeriod(period, lag, from, gain, step, other.subarray(3, 83));
      ok(same(one, other));
    }
  });

  it("smoothJoint is its twin, over any block", () => {
    const chance = chanceOf(5);
    for (const history of frames(HISTORY)) {
      const lag = SHORTEST_LAG + (chance() % (LONGEST_LAG - SHORTEST_LAG + 1));
      const at = chance() % (SOUND.length - 80);
      const [one, other] = [SOUND.slice(at, at + 80), SOUND.slice(at, at + 80)];
      typescript.smoothJoint(history, lag, one);
      native.smoothJoint(history, lag, other);
      ok(same(one, other), `lag ${lag}`);
    }
  });

  it("blend is its twin, over any length", () => {
    const chance = chanceOf(6);
    for (const frame of frames(80)) {
      const at = chance() % (SOUND.length - 80);
      const before = SOUND.subarray(at, at + 80);
      const length = chance() & 1 ? 80 : chance() % 81;
      const other = copied(frame);
      typescript.blend(before, frame, length);
      native.blend(before, other, length);
      ok(untorn(frame, other));
    }
    const [low, high] = [new Int16Array(FRAME).fill(-32768), new Int16Array(FRAME).fill(32767)];
    const [one, other] = [high.slice(), high.slice()];
    typescript.blend(low, one, FRAME);
    native.blend(low, other, FRAME);
    deepEqual(other, one);
  });
});
