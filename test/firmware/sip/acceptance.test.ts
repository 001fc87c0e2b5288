/** A 2xx repeated until its ACK (RFC 3261 section 13.3.1.4). */
import { deepEqual, equal } from "node:assert/strict";
import { Acceptance } from "../../../firmware/sip/acceptance.js";
import { timersOf } from "../../../firmware/transaction/timers.js";

describe("an acceptance", () => {
  it("is repeated at intervals that double up to T2, and given up after 64 * T1", () => {
    const acceptance = new Acceptance(timersOf(), 0);
    const story: string[] = [];
    while (acceptance.deadline < Infinity) {
      const now = acceptance.deadline;
      equal(acceptance.poll(now - 1), "wait");
      story.push(`${now} ${acceptance.poll(now)}`);
    }
    const sent = [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500].map((ms) => `${ms} send`);
    deepEqual(story, [...sent, "32000 giveUp"]);
  });
});
