import { deepEqual, equal, ok } from "node:assert/strict";
import { chanceOf, FRAME, frames, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native correlate", () => {
  const [typescript, native] = twins.correlate;
  const TONES = [697, 770, 852, 941];

  it("energyOf is its twin, of any part of a frame and past its end", () => {
    const chance = chanceOf(3);
    for (const frame of frames()) {
      equal(native.energyOf(frame, 0, FRAME), typescript.energyOf(frame, 0, FRAME));
      const [start, length] = [chance() % FRAME, chance() % FRAME];
      equal(native.energyOf(frame, start, length), typescript.energyOf(frame, start, length));
    }
    equal(native.energyOf(new Int16Array(500).fill(-32768), 0, 500), 500 * 2 ** 22);
  });

  it("correlate and correlateFour are their twins, block by block", () => {
    const length = 80;
    const wave = typescript.waveOf(1336, length);
    const waves = typescript.fourWavesOf(TONES, length);
    const [one, other] = [new Int32Array(12), new Int32Array(12)];
    for (const frame of frames())
      for (const start of [0, length, length + 7]) {
        typescript.correlate(frame, start, length, wave, one, 1);
        native.correlate(frame, start, length, wave, other, 1);
        typescript.correlateFour(frame, start, length, waves, one, 3);
        native.correlateFour(frame, start, length, waves, other, 3);
        ok(same(one, other));
      }
  });

  it("correlate and correlateFour have room for the loudest there is", () => {
    const length = 500;
    for (const level of [-32768, 32767]) {
      const loudest = new Int16Array(length).fill(level);
      const waves = new Int16Array(8 * length).fill(-32767);
      const [one, other] = [new Int32Array(10), new Int32Array(10)];
      typescript.correlate(loudest, 0, length, waves, one, 0);
      native.correlate(loudest, 0, length, waves, other, 0);
      typescript.correlateFour(loudest, 0, length, waves, one, 2);
      native.correlateFour(loudest, 0, length, waves, other, 2);
      deepEqual(other, one);
    }
  });
});
