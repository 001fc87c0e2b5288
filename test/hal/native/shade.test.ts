import { ok } from "node:assert/strict";
import { CHANCE, ECHO_BLOCK, GAIN, GOAL, NOISE_PEAK, OPEN, SHADE_STATE } from "../../../firmware/dsp/echo-state.js";
import { chanceOf, copied, FRAME, frames, same, untorn } from "./sounds.js";
import { twins } from "./twins.js";

describe("native shade", () => {
  const [typescript, native] = twins.shade;

  it("shadeBlock is its twin, opening and closing over any noise", () => {
    const chance = chanceOf(11);
    const shade = new Int32Array(SHADE_STATE);
    shade[GAIN] = OPEN;
    for (const frame of frames()) {
      const other = copied(frame);
      for (let at = 0; at < FRAME; at += ECHO_BLOCK) {
        if (chance() % 4 === 0) shade[GOAL] = chance() % 3 === 0 ? chance() % (OPEN + 1) : (chance() & 1) * OPEN;
        if (chance() % 16 === 0) shade[NOISE_PEAK] = chance() % 4 === 0 ? 907_000 : chance() % 10_000;
        if (chance() % 64 === 0) shade[CHANCE] = chance();
        const others = shade.slice();
        typescript.shadeBlock(shade, frame, at);
        native.shadeBlock(others, other, at);
        ok(same(shade, others), `${[...others]}`);
      }
      ok(untorn(frame, other));
    }
  });
});
