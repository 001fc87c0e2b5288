/** Equal parts become the same parts, and nothing else changes. */
import { deepEqual, equal, notEqual } from "node:assert/strict";
import { assert, jsonValue, property } from "fast-check";
import { frozen } from "../../../firmware/base/frozen.js";
import { shared, whole } from "../../../firmware/base/shared.js";

/** As it reads, whatever of it is inherited. */
function told(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(told);
  return Object.fromEntries(Object.entries(whole(value)).map(([name, part]) => [name, told(part)]));
}

const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

class Script {
  readonly text: string;
  readonly times: readonly number[];

  constructor(text: string, times: readonly number[]) {
    this.text = text;
    this.times = times;
  }

  get shout() {
    return this.text.toUpperCase();
  }
}

describe("what two are told alike", () => {
  const before = frozen({ timers: { t1: 500, t4: 5000 }, user: "101", plan: [[1], [2]], name: "" });

  it("is one where it is equal", () => {
    const one = shared(before, { timers: { t1: 500, t4: 5000 }, user: "102", plan: [[1], [3]], name: "" });
    deepEqual(told(one), { timers: { t1: 500, t4: 5000 }, user: "102", plan: [[1], [3]], name: "" });
    equal(one.timers, before.timers);
    equal(one.plan[0], before.plan[0]);
    notEqual(one.plan, before.plan);
  });

  it("has of a record only what differs", () => {
    const one = shared(before, { timers: { t1: 500, t4: 4000 }, user: "101", plan: [[1], [2]], name: "" });
    deepEqual(Object.keys(one), ["timers"]);
    deepEqual([Object.keys(one.timers), one.timers.t1, one.timers.t4], [["t4"], 500, 4000]);
    const two = shared(one, { timers: { t1: 500, t4: 4000 }, user: "102", plan: [[1], [2]], name: "" });
    deepEqual([Object.keys(two), two.timers === one.timers, two.name], [["user"], true, ""]);
    // back to what was before the one before
    equal(shared(two, { ...whole(before) }).user, "101");
  });

  it("is the one of before where all of it is equal", () => {
    assert(
      property(jsonValue(), (value) => {
        const before = copy(value);
        equal(shared(before, copy(value)), before);
      }),
    );
  });

  it("says the same as before, whatever else there was", () => {
    assert(
      property(jsonValue(), jsonValue(), jsonValue(), (first, second, value) => {
        deepEqual(told(shared(first, value)), told(value));
        deepEqual(told(shared(shared(first, second), value)), told(value));
      }),
    );
  });

  it("leaves alone what lacks a field that was there before", () => {
    const one = shared<object>({ a: 1, b: { c: 2 } }, { b: { c: 2 } });
    deepEqual([one, "a" in one], [{ b: { c: 2 } }, false]);
  });

  it("is an object of the same class, with what that can do", () => {
    const script = frozen(new Script("ring", [1, 2]));
    equal(shared(script, new Script("ring", [1, 2])), script);
    const other = shared(script, new Script("hush", [1, 2]));
    deepEqual([Object.keys(other), other.shout, other.times === script.times], [["text"], "HUSH", true]);
    const record = { text: "ring", times: [1, 2] };
    equal(shared<object>(script, record), record);
  });

  it("leaves alone what is equal to itself only", () => {
    const [one, other] = [new Map(), new Map()];
    equal(shared(one, other), other);
    deepEqual(shared<object>({ a: undefined }, { b: undefined }), { b: undefined });
    deepEqual(shared<object>([1], { 0: 1 }), { 0: 1 });
    const octets = Uint8Array.of(1);
    equal(shared(Uint8Array.of(1), octets), octets);
  });
});
