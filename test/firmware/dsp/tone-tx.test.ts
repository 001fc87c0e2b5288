import { deepEqual, equal, ok } from "node:assert/strict";
import { type ToneScript, ToneTx } from "../../../firmware/dsp/tone-tx.js";
import { frequencyNear, levelAt, stretches } from "./ear.js";

const EVER = Number.POSITIVE_INFINITY;

function played(script: ToneScript, frames: number): Int16Array {
  const tone = new ToneTx(script);
  const samples = new Int16Array(160 * frames);
  const frame = new Int16Array(160).fill(999);
  for (let i = 0; i < frames; i++) {
    tone.fill(frame);
    samples.set(frame, 160 * i);
  }
  return samples;
}

const steady = (...components: { hertz: number; dbm: number }[]): ToneScript => ({
  components,
  sections: [{ duration: EVER, segments: [{ on: EVER, off: 0, components: components.map((_, i) => i) }] }],
});

describe("tone", () => {
  it("has each component at its frequency and level, from the first sample on", () => {
    const samples = played(steady({ hertz: 350, dbm: -19 }, { hertz: 440, dbm: -13 }), 50);
    ok(Math.abs(frequencyNear(samples, 350) - 350) < 0.35);
    ok(Math.abs(frequencyNear(samples, 440) - 440) < 0.44);
    ok(Math.abs(levelAt(samples, 350) + 19) < 0.1);
    ok(Math.abs(levelAt(samples, 440) + 13) < 0.1);
    ok(samples.subarray(1, 20).some((sample) => Math.abs(sample) > 1000));
  });

  it("adds six components", () => {
    const six = [300, 600, 1100, 1700, 2300, 3100].map((hertz) => ({ hertz, dbm: -20 }));
    const samples = played(steady(...six), 50);
    for (const { hertz } of six) ok(Math.abs(levelAt(samples, hertz) + 20) < 0.1, `${hertz}`);
  });

  it("saturates, and does not wrap", () => {
    const samples = played(steady({ hertz: 480, dbm: 3 }, { hertz: 620, dbm: 3 }), 20);
    for (let i = 1; i < samples.length; i++) ok(Math.abs(samples[i] - samples[i - 1]) < 32_000, `sample ${i}`);
    equal(Math.max(...samples), 32_767);
  });

  it("keeps its cadence to the sample", () => {
    const busy: ToneScript = {
      components: [{ hertz: 480, dbm: -19 }],
      sections: [{ duration: 1300, segments: [{ on: 505, off: 500, components: [0] }] }],
    };
    const heard = stretches(played(busy, 100));
    const near = heard.map(([start, end]) => [Math.round(start / 8), Math.round(end / 8)]);
    deepEqual(near, [
      [0, 505],
      [1005, 1300],
    ]);
  });

  it("plays the three tones of a SIT one after the other", () => {
    const sit: ToneScript = {
      components: [985, 1428, 1777].map((hertz) => ({ hertz, dbm: -16 })),
      sections: [
        {
          duration: 20_000,
          segments: [
            { on: 380, off: 0, components: [0] },
            { on: 380, off: 0, components: [1] },
            { on: 380, off: 0, components: [2] },
            { on: 0, off: 4000, components: [] },
          ],
        },
      ],
    };
    const samples = played(sit, 300);
    [985, 1428, 1777].forEach((hertz, i, all) => {
      for (const other of all) {
        const level = levelAt(samples, other, 3040 * i, 3040 * (i + 1));
        if (other === hertz) ok(Math.abs(level + 16) < 0.1);
        else ok(level < -70, `${other} in the place of ${hertz}: ${level}`);
      }
    });
    ok(samples.subarray(3 * 3040, 3 * 3040 + 32_000).every((sample) => sample === 0));
    ok(samples.subarray(3 * 3040 + 32_000, 3 * 3040 + 32_080).some((sample) => sample !== 0));
  });

  it("never jumps in phase where a section ends and the tone goes on", () => {
    const stutter: ToneScript = {
      components: [{ hertz: 350, dbm: -19 }],
      sections: [
        { duration: 77, segments: [{ on: 100, off: 100, components: [0] }] },
        { duration: EVER, segments: [{ on: EVER, off: 0, components: [0] }] },
      ],
    };
    deepEqual(played(stutter, 10), played(steady({ hertz: 350, dbm: -19 }), 10));
  });

  it("is silent after its end, and mixes over voice without hurting it", () => {
    const tone = new ToneTx({
      components: [{ hertz: 440, dbm: -10 }],
      sections: [{ duration: 30, segments: [{ on: EVER, off: 0, components: [0] }] }],
    });
    const frame = new Int16Array(160).fill(100);
    tone.mix(frame);
    ok(frame.some((sample) => sample > 5000));
    equal(tone.done, false);
    frame.fill(100);
    tone.mix(frame);
    equal(tone.done, true);
    ok(frame.subarray(80).every((sample) => sample === 100));
    tone.fill(frame);
    ok(frame.every((sample) => sample === 0));
  });
});
