import { equal, ok } from "node:assert/strict";
import { chanceOf, copied, EDGES, frames, same, untorn } from "./sounds.js";
import { twins } from "./twins.js";

const every16 = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);

describe("native level", () => {
  const [typescript, native] = twins.level;

  it("applyGain is its twin, for gains from nothing to the most", () => {
    const chance = chanceOf(1);
    const gains = [0, 1, 0x4000, 0x7fff, 0x8000, 0x8001, 0xfffe, 0xffff];
    let turn = 0;
    for (const frame of frames()) {
      const gain = turn++ & 1 ? gains[(turn >> 1) & 7] : chance() & 0xffff;
      const other = copied(frame);
      typescript.applyGain(frame, gain);
      native.applyGain(other, gain);
      ok(untorn(frame, other), `gain ${gain}`);
    }
    for (const gain of gains) {
      const [one, other] = [every16.slice(), every16.slice()];
      typescript.applyGain(one, gain);
      native.applyGain(other, gain);
      ok(same(one, other), `gain ${gain}`);
    }
  });

  it("loudnessOf and dbm0Of are their twins, of frames, of nothing, of a minute at full scale", () => {
    for (const frame of frames()) {
      equal(native.loudnessOf(frame), typescript.loudnessOf(frame));
      equal(native.dbm0Of(frame), typescript.dbm0Of(frame));
    }
    for (const edge of [...EDGES, new Int16Array(0), new Int16Array(480_000).fill(-32768)])
      equal(native.loudnessOf(edge), typescript.loudnessOf(edge));
  });
});
