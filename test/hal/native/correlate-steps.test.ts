import { ok } from "node:assert/strict";
import { FRAME, frames, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native correlate-steps", () => {
  const [typescript, native] = twins["correlate-steps"];
  const [{ waveOf }] = twins.correlate;

  it("correlateSteps is its twin", () => {
    const [one, other] = [new Int32Array(44), new Int32Array(44)];
    for (const wave of [waveOf(1650, FRAME), waveOf(1850, FRAME), new Int16Array(2 * FRAME).fill(-32768)])
      for (const frame of frames()) {
        typescript.correlateSteps(frame, wave, one, 3);
        native.correlateSteps(frame, wave, other, 3);
        ok(same(one, other));
      }
  });
});
