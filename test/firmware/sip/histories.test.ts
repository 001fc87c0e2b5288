/** Two telephones and what may come to pass between them: see `histories.ts`; `npm run long -- histories` tries more of them. */
import { ok } from "node:assert/strict";
import fc from "fast-check";
import { histories, type Outcome, play } from "./histories.js";

describe("any history of two telephones", () => {
  it("comes to an end that both agree upon", () => {
    const all: Outcome[] = [];
    fc.assert(
      fc.property(histories, (history) => {
        all.push(play(history));
      }),
      { numRuns: 200 },
    );
    const sum = (of: (outcome: Outcome) => number) => all.reduce((total, outcome) => total + of(outcome), 0);
    // or nothing would have been proved
    ok(sum(({ calls }) => calls) > 200);
    ok(sum(({ fair }) => fair) > 50);
    ok(sum(({ answered }) => answered) > 50);
  });
});
