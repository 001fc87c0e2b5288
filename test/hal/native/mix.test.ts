import { ok } from "node:assert/strict";
import { chanceOf, copied, EDGES, FRAME, frames, type Samples, SOUND, untorn } from "./sounds.js";
import { twins } from "./twins.js";

describe("native mix", () => {
  const [typescript, native] = twins.mix;

  function mix(...parties: [Samples, Samples, Samples]): void {
    const others = parties.map(copied) as [Samples, Samples, Samples];
    typescript.mixThree(...parties);
    native.mixThree(...others);
    parties.forEach((party, i) => {
      ok(untorn(party, others[i]), `party ${i}`);
    });
  }

  it("mixThree is its twin", () => {
    const chance = chanceOf(8);
    const any = () => {
      const at = chance() % (SOUND.length - FRAME);
      return SOUND.slice(at, at + FRAME);
    };
    for (const frame of frames()) mix(frame, any(), any());
    for (const one of EDGES)
      for (const two of EDGES) for (const three of EDGES) mix(one.slice(), two.slice(), three.slice());
  });
});
