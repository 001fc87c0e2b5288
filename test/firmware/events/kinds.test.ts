import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { ALL_KINDS, parseKinds, refuseKinds } from "../../../firmware/events/kinds.js";

describe("kinds of events", () => {
  it("are named with commas between them, or all at once", () => {
    deepEqual(parseKinds("end, Ring"), ["ring", "end"]);
    deepEqual(parseKinds("*"), ALL_KINDS);
    deepEqual(parseKinds("ring,*"), ALL_KINDS);
    deepEqual(parseKinds(""), []);
  });

  it("that nobody knows are refused", () => {
    equal(refuseKinds("ring, end,"), null);
    equal(
      refuseKinds("ring, bell"),
      "bell is none of *, start, hook, ring, dial, answer, end, registration, messages, fault",
    );
  });

  it("are told or refused, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (refuseKinds(text) === null) for (const kind of parseKinds(text)) equal(ALL_KINDS.includes(kind), true);
      }),
    );
  });
});
