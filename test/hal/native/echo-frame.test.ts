import { ok } from "node:assert/strict";
import * as places from "../../../firmware/dsp/echo-state.js";
import { chanceOf, copied, FRAME, frames, type Samples, SOUND, same, untorn } from "./sounds.js";
import { twins } from "./twins.js";

const LOUDEST = 40 * 2 ** 25;

/** What a canceller keeps, in a memory with something before it and behind. */
class Memory {
  readonly state: Int32Array<ArrayBuffer>;
  readonly sound: Samples;

  constructor(taps: number, delay: number, of?: Memory) {
    const words = places.stateLength(taps);
    const samples = places.soundLength(taps, delay);
    this.state = new Int32Array(new ArrayBuffer(4 * words + 16), 8, words);
    this.sound = new Int16Array(new ArrayBuffer(2 * samples + 12), 6, samples);
    if (of) {
      this.state.set(of.state);
      this.sound.set(of.sound);
      return;
    }
    this.state[places.TAPS] = taps;
    this.state[places.DELAY] = delay;
    this.state[places.ADAPT] = 1;
    this.state[places.SUPPRESS] = 1;
    this.state[places.FLOOR] = places.FIRST_FLOOR;
    this.state[places.LEAK] = places.FIRST_LEAK;
    this.state[places.GAIN] = places.OPEN;
    this.state[places.CHANCE] = 1;
  }

  is(other: Memory): boolean {
    return (
      same(new Int32Array(this.state.buffer), new Int32Array(other.state.buffer)) && untorn(this.sound, other.sound)
    );
  }
}

/** Puts a canceller where it may come to be, and where its judgements are near to turning. */
function disturb({ state, sound }: Memory, chance: () => number): void {
  const below = (limit: number) => chance() % limit;
  const taps = state[places.TAPS];
  const energy = () => (below(3) === 0 ? LOUDEST : below(2 ** (1 + below(30))));
  for (const place of [places.MEAN_RECEIVED, places.MEAN_LEFT, places.MEAN_LEARNT, places.FADING])
    state[place] = energy();
  state[places.BETTER] = below(4);
  state[places.WORSE] = below(6);
  state[places.USELESS] = below(6);
  state[places.EXAM] = below(9);
  for (const place of [places.EXAM_RECEIVED, places.EXAM_LEFT, places.EXAM_LEARNT]) state[place] = energy() >> 3;
  state[places.GOOD] = below(2);
  state[places.PROVEN] = below(2);
  state[places.TRIAL] = state[places.PROVEN] ? 0 : below(41);
  state[places.EXPERIENCED] = below(2);
  state[places.LOUDEST] = energy();
  state[places.DOUBLE] = below(11);
  state[places.NARROW] = below(4);
  state[places.FLOOR] = 256 + below(256 * 32_563);
  state[places.LEAK] = 8192 + below(places.FIRST_LEAK - 8192);
  state[places.HOLD] = below(25);
  state[places.HEARD] = below(101);
  state[places.GAIN] = below(places.OPEN + 1);
  state[places.CHANCE] = chance();
  const wild = below(4);
  for (let k = 0; k < taps; k++) {
    if (wild < 2) state[places.LEARNING + k] = chance() >> below(20);
    if (wild > 0) sound[k] = (state[places.LEARNING + k] >> 16) + below(3) - 1;
  }
}

/** Has it find, in its next block, that a path of one tap as large as can be does better than one of many. */
function persuade({ state, sound }: Memory, chance: () => number): void {
  const taps = state[places.TAPS];
  state.fill(0, places.LEARNING);
  state[places.LEARNING + (chance() % taps)] = 0x7fff_ffff - (chance() & 0x1ffff);
  for (let k = 0; k < taps; k++) sound[k] = k & 1 ? -20_000 : 30_000;
  state[places.NARROW] = state[places.EXAM] = state[places.GOOD] = state[places.MEAN_LEARNT] = 0;
  state[places.DOUBLE] = state[places.TRIAL] = 0;
  state[places.MEAN_LEFT] = LOUDEST;
  state[places.BETTER] = 3;
}

describe("native echo-frame", () => {
  const [typescript, native] = twins["echo-frame"];

  it("cancelFrame is its twin, with echoes, tones, voices over them, and whatever a canceller may come to be", function () {
    this.timeout(20_000);
    const chance = chanceOf(12);
    const any = () => chance() % (SOUND.length - FRAME);
    let one = new Memory(32, 0);
    let other = new Memory(32, 0);
    let at = 0;
    let [narrow, good, closed] = [0, 0, 0];
    for (const near of frames()) {
      if (chance() % 100 === 0) {
        const taps = chance() % 10 === 0 ? 256 : 32 + 8 * (chance() % 5);
        const delay = chance() % 3 === 0 ? chance() % 1601 : 0;
        one = new Memory(taps, delay);
        at = any();
        other = new Memory(taps, delay, one);
      }
      if (chance() % 25 === 0) {
        disturb(one, chance);
        if (chance() % 4 === 0) persuade(one, chance);
        other.state.set(one.state);
        other.sound.set(one.sound);
      }
      if (chance() % 40 === 0) {
        one.state[places.ADAPT] = other.state[places.ADAPT] = +(chance() % 4 > 0);
        one.state[places.SUPPRESS] = other.state[places.SUPPRESS] = chance() % 3;
      }
      at = (at + FRAME) % (SOUND.length - FRAME);
      const sent = chance() % 20 === 0 ? new Int16Array(FRAME) : SOUND.slice(at, at + FRAME);
      // keys and tones, of every level
      if (chance() % 8 === 0) {
        const [level, turn, other] = [2 ** (chance() % 16), 0.2 + (chance() % 40) / 20, (chance() % 2) * 1.3];
        for (let i = 0; i < FRAME; i++)
          sent[i] = 0.99 * level * (Math.sin(turn * i) + (other ? Math.sin(other * i) : 0));
      }
      // an echo of a few samples, and beside it this much of the near end
      const loud = chance() % 5;
      for (let i = 5; i < FRAME; i++)
        near[i] = (sent[i - 3] >> 2) - (sent[i - 5] >> 3) + (loud > 3 ? near[i] : near[i] >> 8);
      const heard = copied(near);
      const told = copied(sent);
      typescript.cancelFrame(one.state, one.sound, sent, near);
      native.cancelFrame(other.state, other.sound, told, heard);
      ok(
        untorn(near, heard) && same(sent, told) && one.is(other),
        `${one.state.slice(0, places.LEARNING)}\n${other.state}`,
      );
      narrow += one.state[places.NARROW];
      good += one.state[places.GOOD];
      closed += +(one.state[places.GAIN] === 0);
    }
    // it has been everywhere
    ok(narrow > 100 && good > 1000 && closed > 100, `${narrow} ${good} ${closed}`);
  });
});
