import { ok } from "node:assert/strict";
import { CHANCE, LATTICE, ORDER, PEAK, REFLECTIONS, STAGES } from "../../../firmware/dsp/lattice-state.js";
import { MOST_ORDER } from "../../../firmware/dsp/linear-prediction.js";
import { chanceOf, FRAME, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native lattice", () => {
  const [typescript, native] = twins.lattice;

  it("fillNoise is its twin, for a million samples of any spectrum, at any level", () => {
    const chance = chanceOf(10);
    let lattice = new Int32Array(LATTICE);
    const [one, other] = [new Int16Array(FRAME + 2), new Int16Array(FRAME + 2)];
    for (let i = 0; i < 6400; i++) {
      if (i % 8 === 0) {
        lattice = new Int32Array(LATTICE);
        lattice[ORDER] = chance() % (MOST_ORDER + 1);
        lattice[PEAK] = chance() % 3 === 0 ? 0x1_ffff : chance() & 0x7fff;
        lattice[CHANCE] = chance();
        for (let stage = 0; stage < MOST_ORDER; stage++) {
          lattice[REFLECTIONS + stage] = chance() % 5 === 0 ? 32767 * ((chance() & 2) - 1) : (chance() << 16) >> 16;
          lattice[STAGES + stage] = (chance() << 16) >> 16;
        }
      }
      const others = lattice.slice();
      typescript.fillNoise(lattice, one.subarray(1, FRAME + 1));
      native.fillNoise(others, other.subarray(1, FRAME + 1));
      ok(same(one, other) && same(lattice, others), `${[...others]}`);
    }
  });
});
