/** The clock of a session (RFC 4028 sections 7.2, 9, 10). */
import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { type Duty, Refresher } from "../../../firmware/sip/refresher.js";

/** Everything it does by itself up to a time. */
function story(refresher: Refresher, until: number): string[] {
  const lines: string[] = [];
  while (refresher.deadline <= until && lines.length < 100) {
    const now = refresher.deadline;
    lines.push(`${now} ${refresher.poll(now)}`);
  }
  return lines;
}

const started = (seconds: number, duty: Duty, now = 0) => {
  const refresher = new Refresher();
  refresher.start(seconds, duty, now);
  return refresher;
};

describe("a refresher", () => {
  it("rests until something is agreed", () => {
    const refresher = new Refresher();
    equal(refresher.deadline, Infinity);
    equal(refresher.poll(1e9), "wait");
  });

  it("refreshes at half the interval, and gives up a third or 32 s before its end", () => {
    deepEqual(story(started(90, "ours"), 1e9), ["45000 refresh", "60000 end"]);
    deepEqual(story(started(1800, "ours"), 1e9), ["900000 refresh", "1768000 end"]);
  });

  it("only waits where the other side refreshes", () => {
    deepEqual(story(started(90, "theirs"), 1e9), ["60000 end"]);
    deepEqual(story(started(96, "theirs"), 1e9), ["64000 end"]);
    deepEqual(story(started(97, "theirs"), 1e9), ["65000 end"]);
  });

  it("refreshes a side that knows of none, for ever", () => {
    deepEqual(story(started(100, "courtesy"), 160_000), ["50000 refresh", "100000 refresh", "150000 refresh"]);
  });

  it("starts anew with each agreement, and stops", () => {
    const refresher = started(90, "ours");
    refresher.start(600, "theirs", 45_000);
    equal(refresher.deadline, 45_000 + 568_000);
    refresher.stop();
    equal(refresher.deadline, Infinity);
  });

  it("never stands still behind its deadline, and never ends a session that is refreshed in time", () => {
    const duties = fc.constantFrom<Duty>("ours", "theirs", "courtesy");
    fc.assert(
      fc.property(fc.integer({ min: 90, max: 86_400 }), duties, fc.array(fc.nat(3000)), (seconds, duty, delays) => {
        const refresher = started(seconds, duty);
        let now = 0;
        for (const delay of delays) {
          const due = duty === "theirs" ? now + 500 * seconds : refresher.deadline;
          now = Math.max(now, due);
          if (duty !== "theirs") equal(refresher.poll(now), "refresh");
          ok(refresher.deadline > now);
          now += Math.min(delay, 100 * seconds);
          equal(refresher.poll(now), "wait");
          refresher.start(seconds, duty, now);
        }
      }),
    );
  });
});
