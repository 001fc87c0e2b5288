import { ok } from "node:assert/strict";
import { ADPCM_STATE, MOST_INDEX, PREDICTED, STEP_INDEX } from "../../../firmware/dsp/adpcm-state.js";
import { chanceOf, FRAME, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native adpcm", () => {
  const [typescript, native] = twins.adpcm;

  it("decodeAdpcm is its twin, from anywhere to anywhere, also past the end of what there is", () => {
    const chance = chanceOf(11);
    const memory = new Uint8Array(700);
    for (let round = 0; round < 8000; round++) {
      for (let i = 0; i < 100; i++) memory[chance() % memory.length] = chance();
      const octets = memory.subarray(chance() % 20, 80 + (chance() % 600));
      const state = new Int32Array(ADPCM_STATE);
      state[PREDICTED] = (chance() << 16) >> 16;
      state[STEP_INDEX] = chance() % (MOST_INDEX + 1);
      const states = state.slice();
      const [one, other] = [new Int16Array(FRAME), new Int16Array(FRAME)];
      const from = chance() % 1100;
      const start = chance() % FRAME;
      const end = start + (chance() % (FRAME + 1 - start));
      typescript.decodeAdpcm(octets, from, state, one, start, end);
      native.decodeAdpcm(octets, from, states, other, start, end);
      ok(same(one, other) && same(state, states), `round ${round}`);
    }
  });

  it("decodeAdpcm is its twin for a million samples in a row", () => {
    const chance = chanceOf(12);
    const octets = Uint8Array.from({ length: 500_000 }, () => chance());
    const [state, states] = [new Int32Array(ADPCM_STATE), new Int32Array(ADPCM_STATE)];
    const [one, other] = [new Int16Array(FRAME), new Int16Array(FRAME)];
    for (let from = 0; from < 2 * octets.length; from += FRAME) {
      typescript.decodeAdpcm(octets, from, state, one, 0, FRAME);
      native.decodeAdpcm(octets, from, states, other, 0, FRAME);
      ok(same(one, other) && same(state, states), `sample ${from}`);
    }
  });
});
