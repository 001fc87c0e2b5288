import { deepEqual, equal } from "node:assert/strict";
import { Renewal } from "../../../firmware/adapter/renewal.js";

/** Two lines, of which it is known since when they rest. */
function stage() {
  const restedAt = [0, 0];
  const done: string[] = [];
  const renewal = new Renewal({
    lines: 2,
    restedAt: (line) => restedAt[line - 1],
    renew: (line, now) => done.push(`${line} at ${now}`),
    renewAll: (now) => done.push(`all at ${now}`),
  });
  /** Lets the clock come to the deadline, if there is one. */
  const ring = () => {
    const { deadline } = renewal;
    if (deadline < Number.POSITIVE_INFINITY) renewal.poll(deadline);
  };
  return { restedAt, done, renewal, ring };
}

describe("what has changed", () => {
  it("reaches each line a second after it has come to rest", () => {
    const { restedAt, done, renewal, ring } = stage();
    equal(renewal.deadline, Number.POSITIVE_INFINITY);
    restedAt[0] = 5000;
    restedAt[1] = Number.POSITIVE_INFINITY;
    renewal.mark(null);
    ring();
    deepEqual([done, renewal.waiting], [["1 at 6000"], [2]]);
    ring();
    equal(done.length, 1);
    restedAt[1] = 9000;
    ring();
    deepEqual([done, renewal.waiting], [["1 at 6000", "2 at 10000"], []]);
    equal(renewal.deadline, Number.POSITIVE_INFINITY);
  });

  it("of one line is nothing to the other", () => {
    const { done, renewal, ring } = stage();
    renewal.mark(2);
    renewal.mark(2);
    ring();
    ring();
    deepEqual(done, ["2 at 1000"]);
  });

  it("of what they share waits for both", () => {
    const { restedAt, done, renewal, ring } = stage();
    restedAt[1] = Number.POSITIVE_INFINITY;
    renewal.markWhole();
    renewal.mark(1);
    ring();
    deepEqual([done, renewal.waiting], [[], [1, 2]]);
    restedAt[0] = 7000;
    restedAt[1] = 6000;
    ring();
    ring();
    deepEqual([done, renewal.waiting], [["all at 8000"], []]);
  });
});
