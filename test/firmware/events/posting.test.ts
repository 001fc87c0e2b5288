import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { LIFE, MOST_WAITING, RETRY_MOST } from "../../../firmware/events/limits.js";
import { type Answered, Posting, type PostingOrder } from "../../../firmware/events/posting.js";

const words = (orders: readonly PostingOrder[]) => orders.map((order) => `${order.do} ${order.text}`);
const GOOD: Answered = { status: 204 };
const BUSY: Answered = { status: 503 };

describe("events on their way to a web server", () => {
  it("go one after the other", () => {
    const posting = new Posting("h", true);
    deepEqual(words(posting.put("a", 0)), ["post a"]);
    deepEqual(words(posting.put("b", 1)), []);
    equal(posting.deadline, NEVER);
    deepEqual(words(posting.answered(GOOD, 2)), ["post b"]);
    deepEqual(words(posting.answered(GOOD, 3)), []);
    deepEqual([posting.waiting, posting.deadline], [0, NEVER]);
  });

  it("wait for a network", () => {
    const posting = new Posting("h", false);
    deepEqual(words(posting.put("a", 0)), []);
    deepEqual(words(posting.poll(1000)), []);
    deepEqual(words(posting.connected(true, 2000)), ["post a"]);
  });

  it("are tried again, each time after twice as long, and at once with a new network", () => {
    const posting = new Posting("h", true);
    posting.put("a", 0);
    deepEqual(words(posting.answered({ failed: "no route" }, 100)), ["log h cannot be told what happens: no route"]);
    equal(posting.deadline, 2100);
    deepEqual(words(posting.poll(2000)), []);
    deepEqual(words(posting.poll(2100)), ["post a"]);
    deepEqual(words(posting.answered(BUSY, 2200)), []);
    equal(posting.deadline, 6200);
    deepEqual(words(posting.connected(true, 3000)), ["post a"]);
    deepEqual(words(posting.answered(GOOD, 3100)), ["log h is told again what happens"]);
  });

  it("are not offered twice to whom they are not welcome", () => {
    const posting = new Posting("h", true);
    posting.put("a", 0);
    deepEqual(words(posting.answered({ status: 404 }, 10)), [
      "log h cannot be told what happens: the server answers 404",
    ]);
    deepEqual(words(posting.put("b", 5000)), ["log h is not told all that happens: events are lost", "post b"]);
    deepEqual(words(posting.answered({ status: 200 }, 5010)), ["log h is told again what happens; 1 events were lost"]);
  });

  it("are of no use after a while", () => {
    const posting = new Posting("h", false);
    posting.put("a", 0);
    equal(posting.deadline, LIFE);
    deepEqual(words(posting.poll(LIFE)), ["log h is not told all that happens: events are lost"]);
    deepEqual([posting.waiting, posting.deadline], [0, NEVER]);
  });

  const steps = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant("put" as const) }),
      fc.record({
        do: fc.constant("answered" as const),
        answer: fc.oneof(
          fc.record({ status: fc.constantFrom(200, 204, 301, 401, 404, 408, 429, 500, 503) }),
          fc.record({ failed: fc.constant("no") }),
        ),
      }),
      fc.record({ do: fc.constant("connected" as const), isUp: fc.boolean() }),
      fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 400_000 }) }),
    ),
    { maxLength: 200 },
  );

  it("are never more than fit, never two at once, in order, and none forgotten", () => {
    fc.assert(
      fc.property(steps, (all) => {
        let now = 0;
        let next = 0;
        let onItsWay: number | null = null;
        let last = -1;
        const posting = new Posting("h", true);
        const did = (orders: readonly PostingOrder[]) => {
          for (const order of orders) {
            if (order.do !== "post") continue;
            equal(onItsWay, null);
            onItsWay = Number(order.text);
            ok(onItsWay >= last, "told in order");
            last = onItsWay;
          }
        };
        for (const step of all) {
          now++;
          if (step.do === "put") did(posting.put(String(next++), now));
          else if (step.do === "connected") did(posting.connected(step.isUp, now));
          else if (step.do === "wait") {
            now += step.ms;
            if (posting.deadline <= now) did(posting.poll(now));
          } else if (onItsWay !== null) {
            onItsWay = null;
            did(posting.answered(step.answer, now));
          }
          ok(posting.waiting <= MOST_WAITING);
          if (posting.waiting > 0 && onItsWay === null) ok(posting.deadline <= now + LIFE);
        }
        // whatever came before, a server that is there hears all that is left
        if (onItsWay !== null) {
          onItsWay = null;
          did(posting.answered(GOOD, now));
        }
        did(posting.connected(true, now));
        for (let left = MOST_WAITING; left > 0 && onItsWay !== null; left--) {
          onItsWay = null;
          did(posting.answered(GOOD, ++now));
        }
        equal(posting.waiting, 0);
      }),
    );
  });

  it("wait at most five minutes between two tries", () => {
    const posting = new Posting("h", true);
    let now = 0;
    posting.put("a", now);
    for (let tries = 0; tries < 40; tries++) {
      posting.answered(BUSY, now);
      ok(posting.deadline - now <= RETRY_MOST);
      now = posting.deadline;
      if (posting.poll(now).every((order) => order.do !== "post")) posting.put("b", now);
    }
  });
});
