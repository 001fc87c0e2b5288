import { deepEqual, equal, ok } from "node:assert/strict";
import { lookForModems } from "../../../firmware/dsp/modem-look.js";
import {
  A_TONE,
  ANSWER_BIN,
  CALLING_BIN,
  ENERGY,
  FIRST,
  MODEM_STATE,
  SECOND,
  SOME_FLAGS,
  TONE_BLOCK,
} from "../../../firmware/dsp/modem-state.js";
import { clipped, sines } from "./ear.js";
import { sum } from "./echo-scenes.js";
import { flags, v21 } from "./modem-sounds.js";

const FRAME = 160;
const peak = (dbm0: number) => 22826 * 10 ** (dbm0 / 20);
const frameOf = (...tones: { hertz: number; dbm: number }[]) => clipped(sines(FRAME, ...tones));
const strengthIn = (state: Int32Array, bin: number) => Math.hypot(state[bin], state[bin + 1]);

/** Everything that is answered, of sound that begins with the first frame. */
function answers(sound: ArrayLike<number>): number[] {
  const state = new Int32Array(MODEM_STATE);
  const all = clipped(sound);
  return Array.from({ length: Math.floor(all.length / FRAME) }, (_, i) =>
    lookForModems(all.subarray(i * FRAME, (i + 1) * FRAME), state),
  );
}

describe("what a modem says in a frame", () => {
  it("is a tone with half of the energy, whose parts are told", () => {
    for (const [hertz, bin, other] of [
      [1100, CALLING_BIN, ANSWER_BIN],
      [2100, ANSWER_BIN, CALLING_BIN],
    ])
      for (const dbm of [0, -20, -44]) {
        const state = new Int32Array(MODEM_STATE);
        equal(lookForModems(frameOf({ hertz, dbm }), state), A_TONE, `${hertz} Hz at ${dbm} dBm0`);
        for (const place of [FIRST, SECOND]) {
          const strength = (peak(dbm) * TONE_BLOCK * 32767) / 512;
          ok(Math.abs(strengthIn(state, place + bin) / strength - 1) < 0.02, `${hertz} Hz at ${dbm} dBm0`);
          equal(strengthIn(state, place + other), 0);
          ok(Math.abs(state[place + ENERGY] / ((peak(dbm) ** 2 * TONE_BLOCK) / 512) - 1) < 0.05);
        }
      }
  });

  it("is nothing when it is too soft, too low, or less than half of what there is", () => {
    for (const frame of [
      new Int16Array(FRAME),
      frameOf({ hertz: 2100, dbm: -47 }),
      frameOf({ hertz: 440, dbm: -3 }),
      frameOf({ hertz: 1100, dbm: -13 }, { hertz: 1400, dbm: -10 }),
    ]) {
      const state = new Int32Array(MODEM_STATE);
      equal(lookForModems(frame, state), 0);
      for (const place of [FIRST, SECOND]) {
        equal(strengthIn(state, place + CALLING_BIN), 0);
        equal(strengthIn(state, place + ANSWER_BIN), 0);
      }
    }
  });

  it("is flags once there are six in a row, and they are told once", () => {
    for (const dbm0 of [0, -20, -40]) {
      const told = answers(v21(flags(40), dbm0));
      const at = told.indexOf(SOME_FLAGS);
      // six flags of eight bits are 160 ms
      ok(at >= 6 && at <= 9, `${dbm0} dBm0: in frame ${at}`);
      equal(told.filter(Boolean).length, 1);
    }
    deepEqual(answers(v21(flags(5), -20)).filter(Boolean), []);
  });

  it("is no flags in the other channel, upside down, or beneath another tone", () => {
    for (const sound of [
      v21(flags(60), -20, 980, 1180),
      v21(flags(60), -20, 1850, 1650),
      sum(v21(flags(60), -20), sines(12_800, { hertz: 2600, dbm: -16 })),
    ])
      deepEqual(answers(sound).filter(Boolean), []);
  });
});
