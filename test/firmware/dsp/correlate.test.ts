import { deepEqual, equal, ok } from "node:assert/strict";
import { correlate, correlateFour, energyOf, fourWavesOf, waveOf } from "../../../firmware/dsp/correlate.js";
import { clipped, sines } from "./ear.js";

describe("correlation", () => {
  it("finds strength and phase of a sine", () => {
    const wave = waveOf(1000, 80);
    const into = new Int32Array(4);
    for (const phase of [0, 1, 2.5, -2]) {
      correlate(clipped(sines(100, { hertz: 1000, dbm: -10, phase })), 20, 80, wave, into, 2);
      // 20 samples of 1000 Hz are two turns and a half; a sine is a cosine a quarter of a turn later
      const expected = (phase + Math.PI - Math.PI / 2) % (2 * Math.PI);
      const found = Math.atan2(-into[3], into[2]);
      ok(Math.abs(Math.sin((found - expected) / 2)) < 0.01, `${found} for ${expected}`);
      const peak = (Math.hypot(into[2], into[3]) * 2 * 256) / (80 * 32767);
      ok(Math.abs(peak / (22826 * 10 ** -0.5) - 1) < 0.01, `${peak}`);
    }
    equal(into[0], 0);
  });

  it("finds nothing of a frequency that fits the block another number of times", () => {
    const into = new Int32Array(2);
    correlate(clipped(sines(80, { hertz: 1500, dbm: 0 })), 0, 80, waveOf(1000, 80), into, 0);
    ok(Math.hypot(into[0], into[1]) < 2000);
  });

  it("finds of four waves at once what it finds of each", () => {
    const samples = clipped(sines(100, { hertz: 770, dbm: -6, phase: 1 }, { hertz: 941, dbm: -9, phase: 2 }));
    const tones = [697, 770, 852, 941];
    const [each, all] = [new Int32Array(9), new Int32Array(9)];
    tones.forEach((hertz, i) => {
      correlate(samples, 20, 80, waveOf(hertz, 80), each, 1 + 2 * i);
    });
    correlateFour(samples, 20, 80, fourWavesOf(tones, 80), all, 1);
    deepEqual(all, each);
  });

  it("has room for the loudest samples there are", () => {
    const loudest = new Int16Array(500).fill(-32768);
    equal(energyOf(loudest, 0, 500), 500 * 2 ** 22);
    const into = new Int32Array(2);
    correlate(loudest, 0, 500, waveOf(0, 500), into, 0);
    equal(into[0], 500 * ((-32768 * 32767) >> 8));
  });
});
