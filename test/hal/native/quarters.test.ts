import { equal, ok } from "node:assert/strict";
import { chanceOf, frames, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native quarters", () => {
  const [typescript, native] = twins.quarters;

  it("quarterEnergies is its twin, whatever came before", () => {
    const chance = chanceOf(9);
    const [one, other] = [new Int32Array(10), new Int32Array(10)];
    for (const frame of frames()) {
      for (const last of [0, 32767, -32768, (chance() << 16) >> 16]) {
        equal(
          native.quarterEnergies(frame, last, other.subarray(1, 9)),
          typescript.quarterEnergies(frame, last, one.subarray(1, 9)),
        );
        ok(same(one, other));
      }
    }
  });
});
