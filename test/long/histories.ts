/** Many histories of two telephones: `test/firmware/sip/histories.ts`. */
import fc from "fast-check";
import { histories, play } from "../firmware/sip/histories.js";
import type { Run } from "./main.js";

export const longHistories: Run = ({ count, seed }) => {
  const sum = { calls: 0, fair: 0, answered: 0, handedOver: 0 };
  const property = fc.property(histories, (history) => {
    const { calls, fair, answered, handedOver } = play(history);
    sum.calls += calls;
    sum.fair += fair;
    sum.answered += answered;
    sum.handedOver += handedOver;
  });
  fc.assert(property, { numRuns: count, seed });
  return `${count} histories: ${sum.calls} calls, ${sum.fair} on a fair network, ${sum.answered} answered, ${sum.handedOver} handed over`;
};
