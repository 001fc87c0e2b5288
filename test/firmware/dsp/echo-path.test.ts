import { deepEqual, equal, ok } from "node:assert/strict";
import { cancelBlock, moveOn } from "../../../firmware/dsp/echo-path.js";
import {
  DELAY,
  ECHO_BLOCK,
  LAST_RECEIVED,
  LEARNING,
  LEFT,
  PROVEN,
  RECEIVED,
  SOUND_LEFT,
  SOUND_SENT,
  soundLength,
  stateLength,
  TAPS,
  UNDER_TAPS,
} from "../../../firmware/dsp/echo-state.js";
import { chanceFrom, gaussian } from "./noise.js";

const FRAME = 160;
const COUNT = 32;
/** Of what is sent this comes back, in Q14. */
const ECHO = [0, 0, 0, 8000, -3000, 1000];

/** A path, and a line that echoes as `ECHO` does. */
class Line {
  readonly state = new Int32Array(stateLength(COUNT));
  readonly sound: Int16Array;
  readonly #delay: number;
  readonly #chance = chanceFrom(8);
  #past: number[] = new Array(3000).fill(0);

  constructor(delay = 0) {
    this.#delay = delay;
    this.sound = new Int16Array(soundLength(COUNT, delay));
    this.state[TAPS] = COUNT;
    this.state[DELAY] = delay;
    this.state[PROVEN] = 1;
  }

  /** What is received of a frame of noise, cleaned. */
  frame(step: number, size = 3000): Int16Array {
    const sent = Int16Array.from({ length: FRAME }, () => size * gaussian(this.#chance));
    this.#past.push(...sent);
    this.#past = this.#past.slice(-3000);
    const newest = this.#past.length - FRAME - this.#delay;
    const received = Int16Array.from(sent, (_, i) =>
      Math.round(ECHO.reduce((sum, tap, k) => sum + (tap * this.#past[newest + i - k]) / 16384, 0)),
    );
    moveOn(this.state, this.sound, sent);
    for (let at = 0; at < FRAME; at += ECHO_BLOCK) cancelBlock(this.state, this.sound, received, at, step, 4);
    return received;
  }
}

describe("the path of an echo", () => {
  it("takes out what the trusted path says, after its delay", () => {
    for (const delay of [0, 1, 160, 777, 1600]) {
      const line = new Line(delay);
      line.sound.set(ECHO);
      for (let i = 0; i < 15; i++) ok(line.frame(0).every((sample) => Math.abs(sample) <= 1));
    }
  });

  it("only watches a path that is not proven", () => {
    const line = new Line();
    line.sound.set(ECHO);
    line.state[PROVEN] = 0;
    for (let i = 0; i < 15; i++) ok(line.frame(0).some((sample) => Math.abs(sample) > 100));
    ok(line.state[LEFT] < line.state[RECEIVED] / 1000);
  });

  it("learns the path, and leaves the trusted one alone", () => {
    for (const delay of [0, 480]) {
      const line = new Line(delay);
      for (let i = 0; i < 100; i++) line.frame(1);
      for (let k = 0; k < COUNT; k++) {
        const tap = line.state[LEARNING + k] / 65536;
        ok(Math.abs(tap - (ECHO[k] ?? 0)) < 20, `tap ${k}: ${tap}`);
        equal(line.sound[k], 0);
      }
    }
  });

  it("learns nothing with a step of 0", () => {
    const line = new Line();
    for (let i = 0; i < 20; i++) line.frame(0);
    ok(line.state.subarray(LEARNING).every((tap) => tap === 0));
  });

  it("counts what is under the taps, and comes back to nothing", () => {
    const line = new Line();
    for (let i = 0; i < 10; i++) line.frame(0);
    ok(line.state[UNDER_TAPS] > COUNT * 10_000);
    line.frame(0, 0);
    for (let i = 0; i < 4; i++) line.frame(0, 0);
    equal(line.state[UNDER_TAPS], 0);
  });

  it("tells the energies of a block, in 1/32", () => {
    const state = new Int32Array(stateLength(COUNT));
    const sound = new Int16Array(soundLength(COUNT, 0));
    state[TAPS] = COUNT;
    const received = new Int16Array(FRAME).fill(640);
    moveOn(state, sound, new Int16Array(FRAME).fill(320));
    cancelBlock(state, sound, received, 0, 0, 4);
    equal(state[SOUND_SENT], (40 * 320 ** 2) / 32);
    equal(state[SOUND_LEFT], (40 * 640 ** 2) / 32);
    // a step, flattened: 640 x 1, 3/4, 9/16 ...
    ok(Math.abs(state[RECEIVED] / (640 ** 2 / 32 / (1 - 9 / 16)) - 1) < 0.01);
    equal(state[LEFT], state[RECEIVED]);
    deepEqual([state[LAST_RECEIVED], state[LAST_RECEIVED + 1]], [640, 0]);
  });
});
