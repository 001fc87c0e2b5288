import { deepEqual, equal, throws } from "node:assert/strict";
import type { Pair, Ticks } from "../../../hal/simulated/pair.js";
import { SimulatedSlic } from "../../../hal/simulated/slic.js";
import type { Linefeed } from "../../../hal/slic.js";
import { chanceOf } from "../../../sim/chance.js";
import { Copper } from "../../../sim/copper.js";
import { VirtualTime } from "../../../sim/time.js";
import { conformsToSlic, DRIVE, type SlicRig } from "../slic.js";

function rigOf(): SlicRig {
  const time = new VirtualTime();
  const copper = new Copper({ time, chance: chanceOf(1, "copper") });
  let saying: Int16Array = new Int16Array(160);
  let frames: Int16Array[] = [];
  copper.plug({
    frame(heard, said) {
      frames.push(heard.slice());
      said.set(saying);
    },
    fed() {},
    rested() {},
  });
  const feed = (): Linefeed => {
    if (copper.ringing > 0) return "ringing";
    if (copper.voltage === 0) return "open";
    return copper.reversed ? "reverse" : "forward";
  };
  return {
    open: (options) => new SimulatedSlic(options, copper, time),
    get linefeed() {
      return feed();
    },
    get ringVolts() {
      return copper.ringing;
    },
    hook: (offHook) => copper.contact(offHook),
    say: (frame) => {
      saying = frame;
    },
    heard: () => {
      const heard = frames;
      frames = [];
      return heard;
    },
    pass: (ms) => time.advance(ms),
  };
}

conformsToSlic("the simulated SLIC", rigOf);

/** A wall clock that comes late when it is told to. */
class LateTime implements Ticks {
  ms = 0.25;
  #due: { at: number; call: () => void }[] = [];
  now(): number {
    return this.ms;
  }
  after(ms: number, call: () => void): () => void {
    const due = { at: this.ms + ms, call };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
    };
  }
  /** What falls due in here is called, what then falls due at once with the next turn; answers how many turns it took. */
  pass(ms: number): number {
    this.ms += ms;
    for (let turns = 0; ; turns++) {
      const due = this.#due.filter(({ at }) => at <= this.ms);
      if (due.length === 0) return turns;
      this.#due = this.#due.filter(({ at }) => at > this.ms);
      for (const { call } of due) call();
    }
  }
}

describe("the simulated SLIC in real time", () => {
  function late() {
    const time = new LateTime();
    const ends: number[] = [];
    let frames = 0;
    const user = { drive: DRIVE, onHook() {}, onError() {}, onState() {}, onReadable: () => frames++ };
    const copper: Pair = {
      ...{ attach() {}, detach() {}, feed() {}, run() {}, rest() {} },
      exchange: (_p, _s, end) => ends.push(end),
    };
    const slic = new SimulatedSlic(user, copper, time);
    slic.listen();
    return { time, slic, ends, frames: () => frames };
  }

  it("makes up for late ticks, and keeps them on whole milliseconds", () => {
    const { time, ends } = late();
    time.pass(27);
    time.pass(18);
    time.pass(57);
    deepEqual(ends, [20, 40, 60, 80, 100]);
  });

  it("lets others have their turn between ticks that are late", () => {
    const { time, ends } = late();
    equal(time.pass(61), 3);
    deepEqual(ends, [20, 40, 60]);
  });

  it("makes up for half a second at most, and goes on from there", () => {
    const { time, ends, frames } = late();
    time.pass(20);
    time.pass(1000);
    equal(frames(), 26);
    deepEqual(ends.slice(-2), [1000, 1020]);
    time.pass(20);
    deepEqual(ends.slice(-1), [1040]);
  });

  it("counts what was not written and what was not read", () => {
    const { time, slic } = late();
    const frame = new Int16Array(160);
    for (let i = 0; i < 3; i++) time.pass(20);
    deepEqual([slic.underruns, slic.overruns], [2, 0]);
    equal(slic.write(frame), 160);
    equal(slic.write(frame.subarray(0, 80)), 80);
    time.pass(20);
    equal(slic.underruns, 2);
    time.pass(20);
    deepEqual([slic.underruns, slic.overruns], [3, 1]);
    equal(slic.read(new Int16Array(640)), 160);
  });

  it("has its pair for itself", () => {
    const time = new VirtualTime();
    const copper = new Copper({ time, chance: () => 0 });
    const user = { drive: DRIVE, onHook() {}, onError() {}, onState() {}, onReadable() {} };
    const first = new SimulatedSlic(user, copper, time);
    throws(() => new SimulatedSlic(user, copper, time), /SLIC already/);
    first.close();
    new SimulatedSlic(user, copper, time).close();
  });
});
