import { ok } from "node:assert/strict";
import { OSCILLATOR, PEAK, PHASE, peakOf, STEP, stepOf } from "../../../firmware/dsp/oscillator.js";
import { chanceOf, copied, EDGES, FRAME, frames, type Samples, same, untorn } from "./sounds.js";
import { twins } from "./twins.js";

describe("native sine", () => {
  const [typescript, native] = twins.sine;

  function add(frame: Samples, start: number, end: number, oscillators: Int32Array, at: number): void {
    const other = copied(frame);
    const others = oscillators.slice();
    typescript.addSine(frame, start, end, oscillators, at);
    native.addSine(other, start, end, others, at);
    ok(untorn(frame, other) && same(oscillators, others), `${start} to ${end} of ${[...oscillators]}`);
  }

  it("addSine is its twin, from any phase, at any pitch, over any sound", () => {
    const chance = chanceOf(2);
    const oscillators = new Int32Array(3 * OSCILLATOR);
    for (const frame of frames()) {
      const at = chance() % (2 * OSCILLATOR + 1);
      oscillators[at + PHASE] = chance();
      oscillators[at + STEP] = chance();
      oscillators[at + PEAK] = chance() & 0x7fff;
      const start = chance() & 3 ? 0 : chance() % FRAME;
      add(frame, start, start + (chance() & 3 ? FRAME - start : chance() % (FRAME - start)), oscillators, at);
    }
  });

  it("addSine is its twin at the ends of its state", () => {
    const ends = [0, 1, -1, 0x7fff_ffff, -0x8000_0000, stepOf(697), stepOf(3999.9)];
    for (const edge of EDGES)
      for (const phase of ends)
        for (const step of ends)
          for (const peak of [0, 1, peakOf(-9), 32767])
            add(edge.slice() as Samples, 0, edge.length, Int32Array.of(phase, step, peak), 0);
  });

  it("addSine goes on over many frames as its twin does", () => {
    const [one, other] = [Int32Array.of(0, stepOf(440), peakOf(-13)), Int32Array.of(0, stepOf(440), peakOf(-13))];
    const [ones, others] = [new Int16Array(FRAME), new Int16Array(FRAME)];
    for (let i = 0; i < 1000; i++) {
      typescript.addSine(ones, 0, FRAME, one, 0);
      native.addSine(others, 0, FRAME, other, 0);
    }
    ok(same(ones, others) && same(one, other));
  });
});
