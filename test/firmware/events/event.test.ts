import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf } from "../../../firmware/base/text.js";
import { emitEvent, timeText } from "../../../firmware/events/event.js";
import { ALL_KINDS, kinds } from "../../../firmware/events/kinds.js";
import { Teller } from "../../../firmware/events/teller.js";
import { happened } from "./happened.js";

const stamp = { id: 1, device: "020000000001", seconds: 1_795_219_200 };

describe("an event", () => {
  it("is an object in JSON, and says when", () => {
    const text = emitEvent({ event: "ring", line: 2, from: "101", name: 'Ann "A"', waiting: false }, stamp);
    equal(
      text,
      '{"event":"ring","id":1,"device":"020000000001","time":"2026-11-21T00:00:00Z","line":2,"from":"101","name":"Ann \\"A\\"","waiting":false}',
    );
    equal(JSON.parse(emitEvent({ event: "dial", line: 1, to: null }, { ...stamp, seconds: null })).time, null);
  });

  it("tells the time as the language does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) =>
        equal(timeText(seconds), new Date(1000 * seconds).toISOString().replace(".000", "")),
      ),
    );
  });

  it("is JSON of the fields of its kind, and bounded, whatever has happened", () => {
    const rows: { readonly [kind: string]: { readonly fields: object } } = kinds;
    fc.assert(
      fc.property(happened, (one) => {
        const text = emitEvent(one, stamp);
        const { event, id: _, device: __, time: ___, ...rest } = JSON.parse(text);
        deepEqual(Object.keys(rest).sort(), Object.keys(rows[event].fields).sort());
        JSON.parse(Buffer.from(octetsOf(text)).toString());
        ok(octetsOf(text).length < 2048, text);
      }),
    );
  });
});

describe("a teller", () => {
  it("numbers what is wanted, and leaves out the rest", () => {
    const teller = new Teller("020000000001", ["ring", "end"]);
    equal(teller.tell({ event: "hook", line: 1, state: "off" }, 0), null);
    const ring = teller.tell({ event: "ring", line: 1, from: null, name: "", waiting: false }, 0);
    equal(JSON.parse(ring ?? "").id, 1);
    deepEqual([teller.wants("ring"), teller.wants("fault")], [true, false]);
  });

  it("tells of a registration only what is new", () => {
    const teller = new Teller("020000000001", ALL_KINDS);
    const told = (line: number, state: string) =>
      teller.tell({ event: "registration", line, state, code: null }, 0) !== null;
    const states = ["registering", "registered", "registering", "registered", "failed", "failed", "registered"];
    deepEqual(
      states.map((state) => told(1, state)),
      [false, true, false, false, true, false, true],
    );
    equal(told(2, "registered"), true);
  });
});
