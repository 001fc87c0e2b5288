import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { EventLog, emitServerSent, Follower, MAX_EVENTS } from "../../../sim/control/events.js";
import { VirtualTime } from "../../../sim/time.js";

const stage = () => {
  const time = new VirtualTime();
  return { time, log: new EventLog(() => time.now()) };
};

/** A sink that fills up after so many writes, until it is emptied. */
function bucket(size = Number.POSITIVE_INFINITY) {
  const texts: string[] = [];
  let room = size;
  let again: (() => void) | null = null;
  return {
    texts,
    write: (text: string) => {
      texts.push(text);
      return --room > 0;
    },
    onRoom: (call: () => void) => {
      again = call;
    },
    empty: () => {
      room = size;
      const call = again;
      again = null;
      call?.();
    },
  };
}

const ids = (texts: string[]) => texts.map(Number);
const emit = (id: number) => String(id);

describe("the event log", () => {
  it("numbers and times what happens", () => {
    const { time, log } = stage();
    time.advance(12.75);
    equal(log.add({ line: 1, type: "hook", state: "off" }), 12);
    log.add({ line: null, type: "log", level: "info", text: "x" });
    equal(log.last, 2);
    deepEqual(log.after(0), { id: 1, json: '{"t":12,"line":1,"type":"hook","state":"off"}' });
    deepEqual(log.after(1)?.id, 2);
    equal(log.after(2), null);
  });

  it("finds the place of a time", () => {
    const { time, log } = stage();
    for (let t = 0; t < 5; t++) {
      log.add({ line: 1, type: t % 2 ? "rtp" : "hook" });
      time.advance(10);
    }
    deepEqual(
      [0, 1, 10, 11, 40, 41].map((t) => log.before(t)),
      [0, 1, 1, 2, 4, 5],
    );
  });

  it("keeps 20,000, and lets rtp and log go first", () => {
    const { log } = stage();
    log.add({ line: 1, type: "hook" });
    for (let i = 0; i < 5; i++) log.add({ line: 1, type: i % 2 ? "log" : "rtp" });
    for (let i = 6; i < MAX_EVENTS; i++) log.add({ line: 1, type: "digit" });
    equal(log.after(0)?.id, 1);
    log.add({ line: 1, type: "digit" });
    deepEqual([log.after(0)?.id, log.after(1)?.id], [1, 3]);
    for (let i = 0; i < 4; i++) log.add({ line: 1, type: "digit" });
    deepEqual([log.after(0)?.id, log.after(1)?.id], [1, 7]);
    log.add({ line: 1, type: "digit" });
    equal(log.after(0)?.id, 7);
    log.add({ line: 1, type: "rtp" });
    equal(log.after(0)?.id, 7);
    equal(log.after(log.last - 1), null);
    for (let i = 0; i < 3 * MAX_EVENTS; i++) log.add({ line: 1, type: "digit" });
    equal(log.after(0)?.id, log.last - MAX_EVENTS + 1);
  });
});

describe("a follower of events", () => {
  it("catches up, then goes on live", () => {
    const { time, log } = stage();
    for (let i = 0; i < 1000; i++) log.add({ line: 1, type: "hook" });
    const sink = bucket();
    const follower = new Follower({ log, time, from: 500, sink, emit });
    log.add({ line: 1, type: "hook" });
    time.advance(1);
    log.add({ line: 1, type: "hook" });
    deepEqual(
      ids(sink.texts),
      [...Array(502).keys()].map((i) => 501 + i),
    );
    equal(follower.upToDate, true);
    follower.close();
    log.add({ line: 1, type: "hook" });
    time.advance(1);
    equal(sink.texts.length, 502);
  });

  it("leaves no gap and repeats nothing, however slow the reader is", () => {
    const step = fc.oneof(
      fc.record({ add: fc.integer({ min: 1, max: 250 }) }),
      fc.constant({ empty: true }),
      fc.record({ wait: fc.integer({ min: 0, max: 5 }) }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.integer({ min: 1, max: 150 }),
        fc.nat(50),
        (steps, size, from) => {
          const { time, log } = stage();
          for (let i = 0; i < 50; i++) log.add({ line: 1, type: "hook" });
          const sink = bucket(size);
          const follower = new Follower({ log, time, from, sink, emit });
          for (const now of steps) {
            if ("add" in now) for (let i = 0; i < now.add; i++) log.add({ line: 1, type: i % 3 ? "hook" : "rtp" });
            else if ("empty" in now) sink.empty();
            else time.advance(now.wait);
          }
          for (let i = 0; i < 10_000 && !follower.upToDate; i++) {
            sink.empty();
            time.advance(1);
          }
          deepEqual(
            ids(sink.texts),
            [...Array(log.last - from).keys()].map((i) => from + 1 + i),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is written as Server-Sent Events are", () => {
    equal(emitServerSent(7, '{"t":1}'), 'id: 7\ndata: {"t":1}\n\n');
  });
});
