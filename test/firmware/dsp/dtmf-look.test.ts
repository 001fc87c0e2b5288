import { deepEqual, equal, ok } from "node:assert/strict";
import { COLUMNS, KEYS, ROWS } from "../../../firmware/dsp/dtmf.js";
import { keepHeard, lookForKeys, loudestEcho } from "../../../firmware/dsp/dtmf-look.js";
import {
  BLOCK,
  CANDIDATE,
  COLUMN_BIN,
  DTMF_STATE,
  ENERGY,
  FIRST,
  HEARD,
  IN_FIRST,
  IN_SECOND,
  LOUDNESS,
  ROW_BIN,
  SECOND,
  TONE,
  UNEXPLAINED,
} from "../../../firmware/dsp/dtmf-state.js";
import { clipped, RATE, sines } from "./ear.js";

const FRAME = 160;
const peak = (dbm: number) => 22826 * 10 ** (dbm / 20);
/** In 1/256, of a sine in a block. */
const energyOf = (dbm: number) => (peak(dbm) ** 2 * BLOCK) / 512;
const near = (got: number, wanted: number, part: number, what: string) =>
  ok(Math.abs(got - wanted) <= part * Math.abs(wanted), `${what}: ${got}, not ${wanted}`);

const frameOf = (...tones: { hertz: number; dbm: number; phase?: number }[]) => clipped(sines(FRAME, ...tones));
const keyFrame = (key: string, dbm: number) => {
  const place = KEYS.indexOf(key);
  return frameOf({ hertz: ROWS[place >> 2], dbm }, { hertz: COLUMNS[place & 3], dbm });
};

/** What a receiver keeps that hears nothing yet. */
const ear = () => ({ heard: new Int16Array(HEARD * FRAME), state: new Int32Array(DTMF_STATE) });

describe("which key can be in a frame", () => {
  it("names each of the sixteen, in both blocks", () => {
    for (const key of KEYS)
      for (const dbm of [-4, -10, -25]) {
        const { heard, state } = ear();
        equal(lookForKeys(keyFrame(key, dbm), heard, state), IN_FIRST | IN_SECOND, `${key} at ${dbm} dBm`);
        for (const place of [FIRST, SECOND]) {
          equal(KEYS[state[place + CANDIDATE]], key);
          near(state[place + ENERGY], 2 * energyOf(dbm), 0.15, `${key} at ${dbm} dBm`);
        }
      }
  });

  it("tells the phases of both tones in the middle of the block", () => {
    const { heard, state } = ear();
    const [row, column] = [852, 1477];
    lookForKeys(frameOf({ hertz: row, dbm: -8 }, { hertz: column, dbm: -8, phase: 1 }), heard, state);
    for (const [place, middle] of [
      [FIRST, (BLOCK - 1) / 2],
      [SECOND, BLOCK + (BLOCK - 1) / 2],
    ])
      for (const [bin, hertz, ahead] of [
        [ROW_BIN, row, 0],
        [COLUMN_BIN, column, 1 / (2 * Math.PI)],
      ]) {
        // a sine is a cosine a quarter of a turn ago
        const wanted = (hertz * middle) / RATE + ahead - 0.25;
        const got = Math.atan2(-state[place + bin + 1], state[place + bin]) / (2 * Math.PI);
        const off = got - wanted - Math.round(got - wanted);
        ok(Math.abs(off) < 0.03, `${hertz} Hz in ${place}: ${off} turns off`);
        near(
          Math.hypot(state[place + bin], state[place + bin + 1]),
          (peak(-8) * BLOCK * 32767) / 512,
          0.1,
          `${hertz} Hz`,
        );
      }
  });

  it("finds none in silence, in what is too soft, in one tone, in two rows, in a dial tone", () => {
    for (const frame of [
      new Int16Array(FRAME),
      keyFrame("5", -32),
      frameOf({ hertz: 770, dbm: -5 }),
      frameOf({ hertz: 1336, dbm: -5 }),
      frameOf({ hertz: 770, dbm: -5 }, { hertz: 941, dbm: -5 }, { hertz: 1336, dbm: -5 }),
      frameOf({ hertz: 350, dbm: 0 }, { hertz: 440, dbm: 0 }),
    ]) {
      const { heard, state } = ear();
      equal(lookForKeys(frame, heard, state), 0);
      deepEqual([state[FIRST + CANDIDATE], state[SECOND + CANDIDATE]], [-1, -1]);
    }
  });

  it("allows for the echo of the loudest block of four frames, once it has been told that they are new", () => {
    const { heard, state } = ear();
    const loud = frameOf({ hertz: 440, dbm: 0 });
    const frame = keyFrame("8", -10);
    keepHeard(loud, heard, FRAME);
    lookForKeys(frame, heard, state);
    equal(state[FIRST + UNEXPLAINED], state[FIRST + ENERGY]);
    state[LOUDNESS + 1] = -1;
    lookForKeys(frame, heard, state);
    near(state[FIRST + ENERGY] - state[FIRST + UNEXPLAINED], energyOf(0) / 64, 0.05, "echo of a voice");
    state[TONE] = 1;
    lookForKeys(frame, heard, state);
    near(state[FIRST + ENERGY] - state[FIRST + UNEXPLAINED], energyOf(0) / 8, 0.05, "echo of a tone");
    near(state[LOUDNESS + 1], energyOf(0), 0.05, "loudness");
    keepHeard(new Int16Array(FRAME), heard, FRAME);
    state[LOUDNESS + 1] = -1;
    lookForKeys(frame, heard, state);
    equal(state[FIRST + UNEXPLAINED], state[FIRST + ENERGY]);
  });

  it("tells how loud a tone was heard, in the loudest block", () => {
    const { heard } = ear();
    const tones = [...ROWS, ...COLUMNS];
    for (const [tone, hertz] of tones.entries()) {
      keepHeard(frameOf({ hertz, dbm: -6 }), heard, 2 * FRAME);
      near(loudestEcho(heard, tone), energyOf(-6), 0.05, `${hertz} Hz`);
      ok(loudestEcho(heard, (tone + 4) % 8) < energyOf(-6) / 20, `${hertz} Hz elsewhere`);
    }
  });
});
