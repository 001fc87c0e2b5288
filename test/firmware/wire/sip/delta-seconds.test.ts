import { equal } from "node:assert/strict";
import fc from "fast-check";
import { parseDeltaSeconds } from "../../../../firmware/wire/sip/delta-seconds.js";

describe("seconds in headers", () => {
  it("are whole numbers", () => {
    equal(parseDeltaSeconds("3600"), 3600);
    equal(parseDeltaSeconds(" 007 "), 7);
    equal(parseDeltaSeconds("0"), 0);
    for (const text of ["", " ", "-1", "+1", "1.5", "1e3", "0x10", "1 2", "ten", "Infinity"])
      equal(parseDeltaSeconds(text), undefined, text);
  });

  it("end at 2^32 - 1", () => {
    equal(parseDeltaSeconds("4294967295"), 4294967295);
    equal(parseDeltaSeconds("4294967296"), 4294967295);
    equal(parseDeltaSeconds("9".repeat(4000)), 4294967295);
  });

  it("are written as they are read", () => {
    fc.assert(fc.property(fc.nat(), (seconds) => equal(parseDeltaSeconds(String(seconds)), seconds)));
  });
});
