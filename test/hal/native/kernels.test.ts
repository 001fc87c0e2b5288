import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { BAUD, CARRIER, CLOCK, COUNT, FSK_STATE, MARK, SENT, SPACE } from "../../../firmware/dsp/fsk-state.js";
import { OSCILLATOR, PEAK, PHASE, peakOf, RATE, STEP, stepOf } from "../../../firmware/dsp/oscillator.js";
import { HISTORY, LONGEST_LAG, SHORTEST_LAG } from "../../../firmware/dsp/pitch.js";
import { chanceOf, EDGES, FRAME, SOUND, same } from "./sounds.js";
import { twins } from "./twins.js";

type Samples = Int16Array<ArrayBuffer>;

/** Each frame of all the sound there is, in a memory of its own with something before it and behind. */
function* frames(length = FRAME): Generator<Samples> {
  const memory = new Int16Array(length + 6);
  for (let at = 0; at + length <= SOUND.length; at += length) {
    memory.fill(0x5a5a);
    memory.set(SOUND.subarray(at, at + length), 3);
    yield memory.subarray(3, 3 + length);
  }
}

/** The whole memory that a part lies in, copied, and the same part of the copy. */
function copied(part: Samples): Samples {
  return new Int16Array(part.buffer.slice(0), part.byteOffset, part.length);
}

/** Nothing differs, in the part or around it. */
const untorn = (one: Samples, other: Samples) => same(new Int16Array(one.buffer), new Int16Array(other.buffer));

const every16 = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
const every8 = Uint8Array.from({ length: 256 }, (_, i) => i);

describe("native g711", () => {
  const [typescript, native] = twins.g711;
  const laws = [
    ["encodeUlaw", "decodeUlaw"],
    ["encodeAlaw", "decodeAlaw"],
  ] as const;

  for (const [encode, decode] of laws) {
    it(`${encode} and ${decode} are their twins, for every sample and every octet`, () => {
      const [one, other] = [new Uint8Array(65536 + 2), new Uint8Array(65536 + 2)];
      typescript[encode](every16, one, 1);
      native[encode](every16, other, 1);
      ok(same(one, other));
      const [ones, others] = [new Int16Array(256), new Int16Array(256)];
      typescript[decode](every8, 0, ones);
      native[decode](every8, 0, others);
      ok(same(ones, others));
    });

    it(`${encode} and ${decode} are their twins, wherever they read and write`, () => {
      const [one, other] = [new Uint8Array(FRAME + 12), new Uint8Array(FRAME + 12)];
      const [ones, others] = [new Int16Array(FRAME), new Int16Array(FRAME)];
      for (const frame of frames()) {
        typescript[encode](frame, one, 12);
        native[encode](frame, other, 12);
        ok(same(one, other));
        typescript[decode](one, 12, ones);
        native[decode](one, 12, others);
        ok(same(ones, others));
      }
    });

    it(`${encode} and ${decode} stay inside of what is too short for them`, () => {
      fc.assert(
        fc.property(fc.nat(40), fc.nat(40), fc.nat(50), (length, room, start) => {
          const memory = new Uint8Array(60).fill(7);
          const [one, other] = [memory.slice(), memory.slice()];
          typescript[encode](every16.subarray(30_000, 30_000 + length), one.subarray(5, 5 + room), start);
          native[encode](every16.subarray(30_000, 30_000 + length), other.subarray(5, 5 + room), start);
          ok(same(one, other));
          const [ones, others] = [new Int16Array(length + 2).fill(7), new Int16Array(length + 2).fill(7)];
          typescript[decode](every8.subarray(3, 3 + room), start, ones.subarray(1, 1 + length));
          native[decode](every8.subarray(3, 3 + room), start, others.subarray(1, 1 + length));
          ok(same(ones, others));
        }),
      );
    });
  }
});

describe("native level", () => {
  const [typescript, native] = twins.level;

  it("applyGain is its twin, for gains from nothing to the most", () => {
    const chance = chanceOf(1);
    const gains = [0, 1, 0x4000, 0x7fff, 0x8000, 0x8001, 0xfffe, 0xffff];
    let turn = 0;
    for (const frame of frames()) {
      const gain = turn++ & 1 ? gains[(turn >> 1) & 7] : chance() & 0xffff;
      const other = copied(frame);
      typescript.applyGain(frame, gain);
      native.applyGain(other, gain);
      ok(untorn(frame, other), `gain ${gain}`);
    }
    for (const gain of gains) {
      const [one, other] = [every16.slice(), every16.slice()];
      typescript.applyGain(one, gain);
      native.applyGain(other, gain);
      ok(same(one, other), `gain ${gain}`);
    }
  });

  it("loudnessOf and dbm0Of are their twins, of frames, of nothing, of a minute at full scale", () => {
    for (const frame of frames()) {
      equal(native.loudnessOf(frame), typescript.loudnessOf(frame));
      equal(native.dbm0Of(frame), typescript.dbm0Of(frame));
    }
    for (const edge of [...EDGES, new Int16Array(0), new Int16Array(480_000).fill(-32768)])
      equal(native.loudnessOf(edge), typescript.loudnessOf(edge));
  });
});

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

describe("native fsk-modulator", () => {
  const [typescript, native] = twins["fsk-modulator"];

  it("modulate is its twin, at any rate, from anywhere, to the last bit", () => {
    const chance = chanceOf(7);
    const bits = new Uint8Array(40);
    let state = new Int32Array(FSK_STATE);
    let finished = 0;
    for (const frame of frames()) {
      if (state[SENT] >= state[COUNT]) {
        for (let i = 0; i < bits.length; i++) bits[i] = chance();
        const standard = chance() & 3;
        state = new Int32Array(FSK_STATE);
        state[MARK] = standard === 0 ? stepOf(1200) : standard === 1 ? stepOf(1300) : chance();
        state[SPACE] = standard === 0 ? stepOf(2200) : standard === 1 ? stepOf(2100) : chance();
        state[BAUD] = standard < 2 ? 1200 : 1 + (chance() % RATE);
        state[COUNT] = chance() % 321;
        state[CLOCK] = standard < 2 ? 0 : chance() % RATE;
        state[CARRIER + PHASE] = chance();
        state[CARRIER + PEAK] = chance() & 0x7fff;
        finished++;
      }
      const [other, states] = [copied(frame), state.slice()];
      const start = chance() % FRAME;
      equal(native.modulate(other, start, bits, states), typescript.modulate(frame, start, bits, state));
      ok(untorn(frame, other) && same(state, states), `${[...state]}`);
    }
    ok(finished > 300, `${finished} messages`);
  });
});
