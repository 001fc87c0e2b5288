import { equal, ok } from "node:assert/strict";
import { A_TONE, MODEM_STATE, SOME_FLAGS } from "../../../firmware/dsp/modem-state.js";
import { clipped } from "../../firmware/dsp/ear.js";
import { sum } from "../../firmware/dsp/echo-scenes.js";
import { answer, cng, flags, v21 } from "../../firmware/dsp/modem-sounds.js";
import { chanceOf, EDGES, FRAME, frames, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native modem-look", () => {
  const [typescript, native] = twins["modem-look"];

  function pair(): (frame: Int16Array) => number {
    const [one, other] = [new Int32Array(MODEM_STATE), new Int32Array(MODEM_STATE)];
    return (frame) => {
      const found = typescript.lookForModems(frame, one);
      equal(native.lookForModems(frame, other), found);
      ok(same(one, other), `${[...one]} and ${[...other]}`);
      return found;
    };
  }

  it("lookForModems is its twin over any sound", () => {
    const hear = pair();
    for (const frame of frames()) hear(frame);
    for (const edge of EDGES) for (let i = 0; i < 20; i++) hear(edge.subarray(i, i + FRAME));
  });

  it("lookForModems is its twin over what modems say, pure and in noise, and hears it", () => {
    const chance = chanceOf(5);
    for (const dbm0 of [0, -12, -30, -44])
      for (const noise of [0, 4, 8]) {
        const hear = pair();
        let all = 0;
        for (const sound of [cng(1, dbm0), answer(dbm0, { turn: 0.45, depth: 0.2 }), v21(flags(40), dbm0)]) {
          const hiss = Float64Array.from(sound, () => (chance() << 16) >> (31 - noise));
          const line = clipped(sum(sound, hiss));
          for (let i = 0; i + FRAME <= line.length; i += FRAME) all |= hear(line.subarray(i, i + FRAME));
        }
        if (noise === 0) equal(all, A_TONE | SOME_FLAGS, `${dbm0} dBm0`);
      }
  });

  it("lookForModems has room for the loudest flags there are", () => {
    const hear = pair();
    const square = v21(flags(60), 0).map((sample) => (sample < 0 ? -32768 : 32767));
    let all = 0;
    for (let i = 0; i + FRAME <= square.length; i += FRAME) all |= hear(Int16Array.from(square.subarray(i, i + FRAME)));
    ok(all & SOME_FLAGS);
  });
});
