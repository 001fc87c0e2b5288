import { ok } from "node:assert/strict";
import { chanceOf, FRAME, frames, same } from "./sounds.js";
import { twins } from "./twins.js";

const every16 = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
const every8 = Uint8Array.from({ length: 256 }, (_, i) => i);

describe("native g711", () => {
  const [typescript, native] = twins.g711;
  const laws = [
    ["encodeUlaw", "decodeUlaw"],
    ["encodeAlaw", "decodeAlaw"],
  ] as const;

  for (const [encode, decode] of laws) {
    it(`${encode} and ${decode} are their twins, for every sample and every octet`, () => {
      const [one, other] = [new Uint8Array(65536 + 2), new Uint8Array(65536 + 2)];
      typescript[encode](every16, one, 1);
      native[encode](every16, other, 1);
      ok(same(one, other));
      const [ones, others] = [new Int16Array(256), new Int16Array(256)];
      typescript[decode](every8, 0, ones);
      native[decode](every8, 0, others);
      ok(same(ones, others));
    });

    it(`${encode} and ${decode} are their twins, wherever they read and write`, () => {
      const [one, other] = [new Uint8Array(FRAME + 12), new Uint8Array(FRAME + 12)];
      const [ones, others] = [new Int16Array(FRAME), new Int16Array(FRAME)];
      for (const frame of frames()) {
        typescript[encode](frame, one, 12);
        native[encode](frame, other, 12);
        ok(same(one, other));
        typescript[decode](one, 12, ones);
        native[decode](one, 12, others);
        ok(same(ones, others));
      }
    });

    it(`${encode} and ${decode} stay inside of what is too short for them`, () => {
      const chance = chanceOf(9);
      for (let round = 0; round < 1000; round++) {
        const [length, room, start] = [chance() % 41, chance() % 41, chance() % 51];
        const memory = new Uint8Array(60).fill(7);
        const [one, other] = [memory.slice(), memory.slice()];
        typescript[encode](every16.subarray(30_000, 30_000 + length), one.subarray(5, 5 + room), start);
        native[encode](every16.subarray(30_000, 30_000 + length), other.subarray(5, 5 + room), start);
        ok(same(one, other), `${length} into ${room} from ${start}`);
        const [ones, others] = [new Int16Array(length + 2).fill(7), new Int16Array(length + 2).fill(7)];
        typescript[decode](every8.subarray(3, 3 + room), start, ones.subarray(1, 1 + length));
        native[decode](every8.subarray(3, 3 + room), start, others.subarray(1, 1 + length));
        ok(same(ones, others), `${room} into ${length} from ${start}`);
      }
    });
  }
});
