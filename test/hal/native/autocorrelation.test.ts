import { ok } from "node:assert/strict";
import { FRAME, frames, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native autocorrelation", () => {
  const [typescript, native] = twins.autocorrelation;

  it("autocorrelate is its twin, at any order and from anywhere", () => {
    const [ones, others] = [new Int16Array(FRAME), new Int16Array(FRAME)];
    let order = 0;
    for (const samples of frames(2 * FRAME)) {
      order = (order + 1) % 13;
      const [one, other] = [new Int32Array(13), new Int32Array(13)];
      for (const start of [0, 7 * order, FRAME]) {
        typescript.autocorrelate(samples, start, order, ones, one);
        native.autocorrelate(samples, start, order, others, other);
        ok(same(ones, others) && same(one, other), `order ${order}, from ${start}`);
      }
    }
  });
});
