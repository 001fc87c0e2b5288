import { equal, ok } from "node:assert/strict";
import { ECHO_BLOCK, PATH_STATE, TAPS } from "../../../firmware/dsp/echo-state.js";
import { chanceOf, copied, FRAME, frames, SOUND, same, untorn } from "./sounds.js";
import { twins } from "./twins.js";

/** A canceller's memories, as many as there are taps. */
class Path {
  readonly state = new Int32Array(PATH_STATE);
  readonly trusted: Int16Array;
  readonly learning: Int32Array;
  readonly sent: Int16Array;
  readonly flat: Int16Array;
  last = 0;

  constructor(taps: number) {
    this.state[TAPS] = taps;
    this.trusted = new Int16Array(taps);
    this.learning = new Int32Array(taps);
    this.sent = new Int16Array(taps + FRAME);
    this.flat = new Int16Array(taps + FRAME);
  }

  cancel(
    { cancelBlock, flatten }: (typeof twins)["echo-path"][number],
    sent: Int16Array,
    received: Int16Array,
    steps: readonly number[],
    least: number,
  ): void {
    const taps = this.state[TAPS];
    this.sent.copyWithin(0, FRAME);
    this.flat.copyWithin(0, FRAME);
    this.sent.set(sent, taps);
    this.last = flatten(sent, this.last, this.flat, taps);
    steps.forEach((step, i) => {
      const { state, trusted, learning } = this;
      cancelBlock(state, trusted, learning, this.sent, this.flat, received, i * ECHO_BLOCK, step, least);
    });
  }

  is(other: Path): boolean {
    return (
      this.last === other.last &&
      same(this.state, other.state) &&
      same(this.trusted, other.trusted) &&
      same(this.learning, other.learning) &&
      same(this.flat, other.flat)
    );
  }
}

describe("native echo-path", () => {
  const [typescript, native] = twins["echo-path"];

  it("cancelBlock and flatten are their twins, with echoes, voices over them, and whatever a path may become", () => {
    const chance = chanceOf(12);
    const any = () => chance() % (SOUND.length - FRAME);
    let one = new Path(32);
    let other = new Path(32);
    let at = 0;
    for (const near of frames()) {
      if (chance() % 100 === 0) {
        const taps = chance() % 10 === 0 ? 256 : 32 + 8 * (chance() % 5);
        one = new Path(taps);
        other = new Path(taps);
        at = any();
      }
      if (chance() % 60 === 0) {
        // the trusted path takes over, or something that no path should be
        const wild = chance() % 8 === 0;
        for (let k = 0; k < one.trusted.length; k++) {
          if (wild) one.learning[k] = chance();
          one.trusted[k] = Math.min(32767, (one.learning[k] + 0x8000) >> 16);
        }
        other.trusted.set(one.trusted);
        other.learning.set(one.learning);
      }
      at = (at + FRAME) % (SOUND.length - FRAME);
      const sent = chance() % 20 === 0 ? new Int16Array(FRAME) : SOUND.subarray(at, at + FRAME);
      // an echo of a few samples, and beside it this much of the near end
      const loud = chance() % 5;
      for (let i = 5; i < FRAME; i++)
        near[i] = (sent[i - 3] >> 2) - (sent[i - 5] >> 3) + (loud > 3 ? near[i] : near[i] >> 8);
      const heard = copied(near);
      const steps = [0, 0, 0, 0].map(() => (chance() % 5 === 0 ? chance() % 6 : 1));
      const least = [0, 4, 190][chance() % 3];
      one.cancel(typescript, sent, near, steps, least);
      other.cancel(native, sent, heard, steps, least);
      ok(untorn(near, heard) && one.is(other), `${one.state} ${other.state}`);
    }
  });

  it("flatten is its twin, wherever it starts", () => {
    const chance = chanceOf(13);
    const [one, other] = [new Int16Array(FRAME + 20), new Int16Array(FRAME + 20)];
    for (const frame of frames()) {
      const start = 1 + (chance() % 19);
      const last = (chance() << 16) >> 16;
      equal(native.flatten(frame, last, other, start), typescript.flatten(frame, last, one, start));
      ok(same(one, other));
    }
  });
});
