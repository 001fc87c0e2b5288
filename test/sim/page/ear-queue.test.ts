import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { EarQueue } from "../../../sim/page/ear-queue.js";

const counted = (from: number, length: number) => Float64Array.from({ length }, (_, i) => from + i);
const pulled = (queue: EarQueue, length: number) => {
  const frame = new Float32Array(length).fill(99);
  queue.pull(frame);
  return [...frame];
};

describe("the queue of an earpiece", () => {
  it("begins when there is enough, and goes on to the last sample", () => {
    const queue = new EarQueue(6, 20);
    queue.push(counted(1, 4));
    deepEqual(pulled(queue, 3), [0, 0, 0]);
    queue.push(counted(5, 4));
    deepEqual(pulled(queue, 3), [1, 2, 3]);
    deepEqual(pulled(queue, 3), [4, 5, 6]);
    deepEqual(pulled(queue, 4), [7, 8, 0, 0]);
  });

  it("waits again when it has run dry", () => {
    const queue = new EarQueue(4, 20);
    queue.push(counted(1, 4));
    pulled(queue, 5);
    queue.push(counted(5, 3));
    deepEqual(pulled(queue, 2), [0, 0]);
    queue.push(counted(8, 1));
    deepEqual(pulled(queue, 5), [5, 6, 7, 8, 0]);
  });

  it("loses the oldest when too much has come", () => {
    const queue = new EarQueue(3, 10);
    for (const from of [1, 5, 9]) queue.push(counted(from, 4));
    deepEqual(pulled(queue, 5), [10, 11, 12, 0, 0]);
  });

  it("never holds more than it may, and mixes nothing up", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(30))), (turns) => {
        const queue = new EarQueue(8, 40);
        let next = 1;
        let last = 0;
        for (const [pushed, wanted] of turns) {
          queue.push(counted(next, pushed));
          next += pushed;
          for (const sample of pulled(queue, wanted)) {
            if (sample === 0) continue;
            ok(sample > last, "in order, each once");
            last = sample;
          }
        }
        ok(pulled(queue, 100).filter((sample) => sample !== 0).length <= 40);
        equal(pulled(queue, 1)[0], 0);
      }),
    );
  });
});
