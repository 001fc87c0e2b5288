import { equal, ok } from "node:assert/strict";
import { isEcho } from "../../../firmware/dsp/echo-guard.js";
import { ECHO_BLOCK, soundLength, stateLength, TAPS } from "../../../firmware/dsp/echo-state.js";
import { chanceFrom, gaussian } from "./noise.js";

const COUNT = 64;

/** What is sent is noise of one size, flattened already, and what is received is noise of another. */
class Line {
  readonly state = new Int32Array(stateLength(COUNT));
  readonly #sound = new Int16Array(soundLength(COUNT, 0));
  readonly #chance = chanceFrom(4);

  constructor() {
    this.state[TAPS] = COUNT;
  }

  /** In how many of so many blocks it may be an echo. */
  blocks(count: number, sent: number, received: number): number {
    let echoes = 0;
    for (let i = 0; i < count; i++) {
      const block = Int16Array.from({ length: ECHO_BLOCK }, () => received * gaussian(this.#chance));
      for (let k = 0; k < ECHO_BLOCK; k++) this.#sound[2 * COUNT + k] = sent * gaussian(this.#chance);
      if (isEcho(this.state, this.#sound, block, 0)) echoes++;
    }
    return echoes;
  }
}

// without its last sample the flattening makes white noise 1.07 times as large
describe("what can be an echo", () => {
  it("is what is 6 dB softer than what was sent", () => {
    equal(new Line().blocks(100, 2000, 900), 100);
  });

  it("is nothing as loud as what was sent", () => {
    equal(new Line().blocks(100, 2000, 2000), 0);
  });

  it("is nothing for 50 ms after that, either", () => {
    const line = new Line();
    line.blocks(1, 2000, 4000);
    equal(line.blocks(9, 2000, 500), 0);
    equal(line.blocks(10, 2000, 500), 10);
  });

  it("may come as much later as it fades in", () => {
    const line = new Line();
    line.blocks(10, 4000, 0);
    equal(line.blocks(6, 0, 1800), 6);
    ok(line.blocks(40, 0, 1800) < 10);
  });

  it("is not heard in nothing, and bears all there is", () => {
    const line = new Line();
    equal(line.blocks(10, 0, 0), 10);
    line.blocks(50, 3e5, 3e5);
    line.blocks(50, 0, 3e5);
    equal(line.blocks(10, 0, 3e5), 0);
  });
});
