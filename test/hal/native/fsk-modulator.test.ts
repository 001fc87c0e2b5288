import { equal, ok } from "node:assert/strict";
import { BAUD, CARRIER, CLOCK, COUNT, FSK_STATE, MARK, SENT, SPACE } from "../../../firmware/dsp/fsk-state.js";
import { PEAK, PHASE, RATE, stepOf } from "../../../firmware/dsp/oscillator.js";
import { chanceOf, copied, FRAME, frames, same, untorn } from "./sounds.js";
import { twins } from "./twins.js";

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
