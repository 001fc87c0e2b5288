/** Equal parts become the same parts, and nothing else changes. */
import { deepEqual, equal, notEqual } from "node:assert/strict";
import { assert, jsonValue, property } from "fast-check";
import { shared } from "../../../firmware/base/shared.js";

describe("what two are told alike", () => {
  it("is one where it is equal", () => {
    const before = { timers: { t1: 500, t4: 5000 }, user: "101", plan: [[1], [2]] };
    const value = { timers: { t1: 500, t4: 5000 }, user: "102", plan: [[1], [3]] };
    const one = shared(before, value);
    deepEqual(one, value);
    equal(one.timers, before.timers);
    equal(one.plan[0], before.plan[0]);
    notEqual(one.plan, before.plan);
  });

  it("is the one of before where all of it is equal", () => {
    assert(
      property(jsonValue(), (value) => {
        const before: unknown = JSON.parse(JSON.stringify(value));
        equal(shared(before, JSON.parse(JSON.stringify(value))), before);
      }),
    );
  });

  it("says the same as before, whatever else there was", () => {
    assert(
      property(jsonValue(), jsonValue(), (before, value) => {
        deepEqual(shared(before, value), value);
      }),
    );
  });

  it("leaves alone what is no plain record", () => {
    const [one, other] = [new Map(), new Map()];
    equal(shared<unknown>({ one }, { one: other }) instanceof Object, true);
    equal(shared(one, other), other);
    deepEqual(shared<object>({ a: undefined }, { b: undefined }), { b: undefined });
    deepEqual(shared<object>([1], { 0: 1 }), { 0: 1 });
  });
});
