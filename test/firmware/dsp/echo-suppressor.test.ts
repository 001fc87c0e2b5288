import { equal, ok } from "node:assert/strict";
import {
  ECHO_BLOCK,
  energyAt,
  FIRST_FLOOR,
  FIRST_LEAK,
  FLOOR,
  GAIN,
  GOOD,
  LEAK,
  MORE,
  OPEN,
  SOUND_LEFT,
  SOUND_SENT,
  SUPPRESS,
  stateLength,
} from "../../../firmware/dsp/echo-state.js";
import { isFarAlone } from "../../../firmware/dsp/echo-suppressor.js";
import { shadeBlock } from "../../../firmware/dsp/shade.js";
import { loudness } from "./ear.js";
import { noise } from "./echo-scenes.js";

/** A canceller that has heard nothing yet. */
function fresh(): Int32Array {
  const state = new Int32Array(stateLength(32));
  state[FLOOR] = FIRST_FLOOR;
  state[LEAK] = FIRST_LEAK;
  state[GAIN] = OPEN;
  return state;
}

/** So many blocks of what is sent, and left, in dBm0: in how many of them the far end is alone. */
function blocks(state: Int32Array, count: number, sent: number, left: number): number {
  let alone = 0;
  for (let i = 0; i < count; i++) {
    state[SOUND_SENT] = energyAt(sent);
    state[SOUND_LEFT] = energyAt(left);
    if (isFarAlone(state)) alone++;
  }
  return alone;
}

describe("who speaks", () => {
  it("is the far end alone while little is left of what is sent", () => {
    equal(blocks(fresh(), 50, -15, -30), 50);
  });

  it("is nobody while nothing is sent", () => {
    equal(blocks(fresh(), 50, -70, -20), 0);
  });

  it("is the near end, at once, when more is left than the path leaves, and for a while afterwards", () => {
    const state = fresh();
    state[GOOD] = 1;
    equal(blocks(state, 400, -15, -48), 400);
    equal(blocks(state, 10, -15, -25), 0);
    equal(blocks(state, 24, -15, -48), 0);
    equal(blocks(state, 20, -15, -48), 20);
  });

  it("has to be 6 dB louder, and is told from the far end sooner afterwards, where more is to be suppressed", () => {
    const states = [1, MORE].map((suppress) => {
      const state = fresh();
      state[GOOD] = 1;
      state[SUPPRESS] = suppress;
      blocks(state, 1000, -15, -80);
      return state;
    });
    // what is expected is 33 dB less than what is sent, and near the noise: 11 and 17 dB over that is somebody
    equal(blocks(states[0], 1, -15, -35), 0);
    equal(blocks(states[1], 1, -15, -35), 1);
    equal(blocks(states[1], 10, -15, -28), 0);
    blocks(states[0], 9, -15, -35);
    equal(blocks(states[0], 40, -15, -80), 16);
    equal(blocks(states[1], 40, -15, -80), 32);
  });

  it("learns what the path leaves, down to 33 dB less, and up again", () => {
    const state = fresh();
    blocks(state, 1000, -15, -80);
    equal(state[LEAK], 2 ** 24 / 2048);
    blocks(state, 2000, -15, -40);
    const leak = 10 * Math.log10(state[LEAK] / 2 ** 24);
    ok(leak > -27 && leak < -24, `${leak}`);
  });

  it("finds the noise, loud or soft, within half a second, and follows it", () => {
    for (const dbm0 of [-75, -66, -50, -43]) {
      const state = fresh();
      blocks(state, 100, -80, dbm0);
      const floor = 10 * Math.log10(state[FLOOR] / 256 / energyAt(dbm0));
      ok(Math.abs(floor) < 1.5, `${floor} beside ${dbm0}`);
      blocks(state, 1000, -80, dbm0 + 4);
      ok(Math.abs(10 * Math.log10(state[FLOOR] / 256 / energyAt(dbm0 + 4))) < 1.5);
    }
  });

  it("does not take a voice for noise", () => {
    const state = fresh();
    blocks(state, 200, -80, -60);
    for (let word = 0; word < 20; word++) {
      blocks(state, 60, -80, -20);
      blocks(state, 60, -80, -60);
    }
    ok(state[FLOOR] < 256 * energyAt(-56));
  });

  it("bears all energies there are", () => {
    const state = fresh();
    for (let round = 0; round < 200; round++) {
      state[SOUND_SENT] = round % 3 ? 40 * 2 ** 25 : 0;
      state[SOUND_LEFT] = round % 2 ? 40 * 2 ** 25 : 0;
      isFarAlone(state);
      ok(state[FLOOR] >= 256 && state[FLOOR] <= 256 * energyAt(-40));
      ok(state[LEAK] >= 2 ** 13 && state[LEAK] <= FIRST_LEAK);
    }
  });
});

describe("shade", () => {
  it("leaves a sound as it is while it is open", () => {
    const frame = Int16Array.from({ length: ECHO_BLOCK }, (_, i) => 100 * i);
    const before = frame.slice();
    shadeBlock(fresh(), frame, 0, false);
    ok(frame.every((sample, i) => sample === before[i]));
  });

  it("closes within a block, and opens in 1 ms", () => {
    const state = fresh();
    state[FLOOR] = 256;
    const frame = new Int16Array(3 * ECHO_BLOCK).fill(10_000);
    shadeBlock(state, frame, 0, true);
    ok(frame[20] > 4000 && frame[20] < 6000 && Math.abs(frame[39]) < 5, `${frame}`);
    shadeBlock(state, frame, ECHO_BLOCK, true);
    ok(frame.subarray(40, 80).every((sample) => Math.abs(sample) < 5));
    shadeBlock(state, frame, 2 * ECHO_BLOCK, false);
    ok(frame[80] > 1000 && frame[87] === 10_000 && frame[119] === 10_000);
  });

  it("puts noise in the place, as loud as it was", () => {
    for (const dbm0 of [-70, -60, -45]) {
      const state = fresh();
      state[FLOOR] = 256 * energyAt(dbm0);
      const frame = Int16Array.from(noise(2, -20));
      for (let at = 0; at < frame.length; at += ECHO_BLOCK) shadeBlock(state, frame, at, true);
      const level = loudness(frame, ECHO_BLOCK);
      ok(Math.abs(level - dbm0) < 1, `${level} dBm0, not ${dbm0}`);
    }
  });
});
