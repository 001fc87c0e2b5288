import { deepEqual, equal, ok } from "node:assert/strict";
import {
  ABOVE,
  energyAt,
  FLOORS,
  LEAST,
  LEAST_FLOOR,
  MOST_FLOOR,
  SOFTEST,
  VOICE_STATE,
} from "../../../firmware/dsp/voice-state.js";
import { chanceOf, EDGES, FRAME, frames, NOISE, SPEECH, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native voice-look", () => {
  const [typescript, native] = twins["voice-look"];

  function pair(above: number, least: number) {
    const [one, other] = [new Int32Array(VOICE_STATE), new Int32Array(VOICE_STATE)];
    for (const state of [one, other]) {
      state[ABOVE] = above;
      state[LEAST] = energyAt(least);
      state.fill(256 * energyAt(-60), FLOORS, FLOORS + 2);
      state.fill(MOST_FLOOR >> 8, SOFTEST, SOFTEST + 2);
    }
    return {
      state: one,
      hear(frame: Int16Array): number {
        const speaks = typescript.lookForVoice(frame, one);
        equal(native.lookForVoice(frame, other), speaks);
        ok(same(one, other), `${[...one]} and ${[...other]}`);
        return speaks;
      },
    };
  }

  it("lookForVoice is its twin over any sound", () => {
    for (const above of [810, 2560]) {
      const { hear } = pair(above, -54);
      for (const frame of frames()) hear(frame);
      for (const edge of EDGES) for (let i = 0; i < 120; i++) hear(edge.subarray(i, i + FRAME));
    }
  });

  it("lookForVoice is its twin over speech in noise, as its background rises and falls from end to end", () => {
    const chance = chanceOf(31);
    const { hear, state } = pair(1283, -60);
    let speaks = 0;
    const floors = [MOST_FLOOR, 0];
    for (let round = 0; round < 16; round++) {
      const from = chance() % (NOISE.length - SPEECH.length);
      for (let i = 0; i + FRAME <= SPEECH.length; i += FRAME) {
        speaks += hear(
          SPEECH.subarray(i, i + FRAME).map((sample, n) => (sample >> round) + (NOISE[from + n] >> (4 + (round & 7)))),
        );
      }
      floors[1] = Math.max(floors[1], state[FLOORS]);
      const steady = EDGES[round % 2 ? 0 : 3].subarray(0, FRAME).map((sample) => sample >> 5);
      for (let i = 0; i < 200; i++) hear(steady);
      floors[0] = Math.min(floors[0], state[FLOORS]);
      floors[1] = Math.max(floors[1], state[FLOORS]);
    }
    ok(speaks > 100, `${speaks} frames of speech`);
    deepEqual(floors, [LEAST_FLOOR, MOST_FLOOR]);
  });
});
