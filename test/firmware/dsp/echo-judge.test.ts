import { deepEqual, equal, ok } from "node:assert/strict";
import { judgePaths } from "../../../firmware/dsp/echo-judge.js";
import {
  EXAM,
  GOOD,
  LEARNER_LEFT,
  LEARNING,
  LEFT,
  PROVEN,
  RECEIVED,
  soundLength,
  stateLength,
  TAPS,
  TRIAL,
} from "../../../firmware/dsp/echo-state.js";

const COUNT = 32;

/** A judge who has seen a learning path that is told from a trusted one. */
class Court {
  readonly state = new Int32Array(stateLength(COUNT));
  readonly sound = new Int16Array(soundLength(COUNT, 0));

  /** The trusted path has stood its trial, unless told otherwise. */
  constructor(proven = true) {
    this.state[TAPS] = COUNT;
    this.state[PROVEN] = proven ? 1 : 0;
    this.state[LEARNING] = 5 << 16;
    this.state[LEARNING + 1] = (7 << 16) + 0x8000;
    this.sound[0] = -1;
  }

  /** So many blocks that are alike: the energies of what came, and what either path left of it. */
  blocks(count: number, received: number, left: number, learnt: number, clear = true): this {
    for (let i = 0; i < count; i++) {
      this.state[RECEIVED] = received;
      this.state[LEFT] = left;
      this.state[LEARNER_LEFT] = learnt;
      judgePaths(this.state, this.sound, clear);
    }
    return this;
  }

  get trusted(): number[] {
    return [...this.sound.subarray(0, 2)];
  }
}

const BEFORE = [-1, 0];
const AFTER = [5, 8];

describe("judge of two paths", () => {
  it("trusts what has done better in four blocks, rounded", () => {
    const court = new Court().blocks(20, 1e6, 1e6, 1e6).blocks(5, 1e6, 1e6, 1e5);
    deepEqual(court.trusted, BEFORE);
    // its mean is below three quarters from the third on
    deepEqual(court.blocks(1, 1e6, 1e6, 1e5).trusted, AFTER);
    equal(court.state[GOOD], 0);
  });

  it("finds it good when it leaves less than an eighth", () => {
    equal(new Court().blocks(20, 1e6, 1e6, 1.2e5).state[GOOD], 1);
    equal(new Court().blocks(20, 1e6, 1e6, 1.3e5).state[GOOD], 0);
  });

  it("decides nothing while there is no echo to judge by", () => {
    const court = new Court().blocks(100, 1e6, 1e6, 1e5, false);
    deepEqual(court.trusted, BEFORE);
  });

  it("examines it first when the trusted one is good, standing still for eight blocks", () => {
    const court = new Court().blocks(20, 1e6, 1e6, 1e5);
    equal(court.state[GOOD], 1);
    court.sound[0] = -1;
    court.sound[1] = 0;
    while (court.state[EXAM] === 0) court.blocks(1, 1e6, 1e5, 5e4);
    deepEqual(court.blocks(7, 1e6, 1e5, 5e4).trusted, BEFORE);
    // blocks without an echo do not count
    deepEqual(court.blocks(30, 1e6, 1e5, 5e4, false).trusted, BEFORE);
    deepEqual(court.blocks(1, 1e6, 1e5, 5e4).trusted, AFTER);
  });

  it("lets it fail when it only followed the near end", () => {
    for (const failed of [9e4, 2e5]) {
      const court = new Court().blocks(20, 1e6, 1e6, 1e5);
      court.sound[0] = -1;
      court.sound[1] = 0;
      while (court.state[EXAM] === 0) court.blocks(1, 1e6, 1e5, 5e4);
      deepEqual(court.blocks(8, 1e6, 1e5, failed).trusted, BEFORE);
      equal(court.state[EXAM], 0);
    }
  });

  it("sets it back when it has done worse for six blocks", () => {
    const court = new Court().blocks(40, 1e6, 1e5, 1e5);
    court.blocks(5, 1e6, 1e5, 1e6);
    equal(court.state[LEARNING], 5 << 16);
    court.blocks(1, 1e6, 1e5, 1e6);
    equal(court.state[LEARNING], -1 << 16);
    equal(court.state[LEARNING + 1], 0);
  });

  it("gives the trusted one up when it has added to the echo for six blocks", () => {
    const court = new Court().blocks(5, 1e6, 2e6, 2e6);
    deepEqual(court.trusted, BEFORE);
    deepEqual(court.blocks(1, 1e6, 2e6, 2e6).trusted, [0, 0]);
  });

  it("tries a first path, standing still for 40 blocks, and trusts what has been learnt in the meantime", () => {
    const court = new Court(false).blocks(20, 1e6, 1e6, 1e5);
    deepEqual(court.trusted, AFTER);
    equal(court.state[PROVEN], 0);
    const rest = court.state[TRIAL];
    court.state[LEARNING] = 9 << 16;
    court.blocks(rest - 1, 1e6, 1e5, 5e4);
    equal(court.state[PROVEN], 0);
    // blocks without an echo, or with a voice over it, do not count
    court.blocks(30, 1e6, 1e5, 5e4, false);
    deepEqual([court.state[PROVEN], ...court.trusted], [0, ...AFTER]);
    court.blocks(1, 1e6, 1e5, 5e4);
    deepEqual([court.state[PROVEN], court.state[GOOD], court.trusted[0]], [1, 1, 9]);
  });

  it("tries no first path that leaves more than a quarter", () => {
    equal(new Court(false).blocks(100, 1e6, 1e6, 2.6e5).state[TRIAL], 0);
    ok(new Court(false).blocks(30, 1e6, 1e6, 2.4e5).state[TRIAL] > 0);
  });

  it("forgets a first path that has not halved what was received", () => {
    const court = new Court(false);
    while (court.state[TRIAL] === 0) court.blocks(1, 1e6, 1e6, 1e5);
    court.blocks(40, 1e6, 5.1e5, 1e6);
    deepEqual([court.state[PROVEN], ...court.trusted], [0, 0, 0]);
  });

  it("tries the next one for four blocks only, once one was proven and given up", () => {
    const court = new Court(false);
    while (court.state[TRIAL] === 0) court.blocks(1, 1e6, 1e6, 1e5);
    court.blocks(40, 1e6, 1e5, 1e5);
    equal(court.state[PROVEN], 1);
    court.blocks(20, 1e6, 2e6, 2e6);
    deepEqual([court.state[PROVEN], ...court.trusted], [0, 0, 0]);
    while (court.state[TRIAL] === 0) court.blocks(1, 1e6, 1e6, 1e5);
    equal(court.blocks(3, 1e6, 1e5, 1e5).state[PROVEN], 0);
    equal(court.blocks(1, 1e6, 1e5, 1e5).state[PROVEN], 1);
  });

  it("cuts a tap that no trusted path can have, and bears all energies there are", () => {
    const most = 40 * 2 ** 25;
    const court = new Court();
    court.state[LEARNING] = 0x7fff_ffff;
    court.state[LEARNING + 1] = -0x8000_0000;
    deepEqual(court.blocks(20, most, most, 0).trusted, [32767, -32768]);
    deepEqual(court.blocks(40, 0, most, most).trusted, [0, 0]);
    court.blocks(40, most, 0, most);
    equal(court.state[LEARNING], 0);
  });
});
