import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitRAck, parseRAck, parseRSeq } from "../../../../firmware/wire/sip/reliability.js";
import { record } from "./sip-samples.js";

describe("reliable provisional responses", () => {
  it("are numbered", () => {
    equal(parseRSeq("988789"), 988789);
    equal(parseRSeq("1"), 1);
    equal(parseRSeq("4294967295"), 4294967295);
    for (const text of ["", "0", "-1", "4294967296", "1.5", "1 2", "x", "9".repeat(400)])
      equal(parseRSeq(text), undefined, text);
  });

  it("are acknowledged by number, CSeq and method", () => {
    deepEqual(parseRAck("776656 1 INVITE"), { rseq: 776656, cseq: 1, method: "INVITE" });
    deepEqual(parseRAck("776656\t 0   INVITE"), { rseq: 776656, cseq: 0, method: "INVITE" });
    for (const text of ["", "776656", "776656 1", "776656 INVITE", "0 1 INVITE", "1 2147483648 INVITE", "1 1 IN VITE"])
      equal(parseRAck(text), undefined, text);
  });

  it("are written as they are read", () => {
    const values = record({
      rseq: fc.integer({ min: 1, max: 0x7fffffff }),
      cseq: fc.nat(0x7fffffff),
      method: fc.constantFrom("INVITE", "X-Y"),
    });
    fc.assert(fc.property(values, (value) => deepEqual(parseRAck(emitRAck(value)), value)));
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 \tIN@]{0,24}$/), (text) => {
        ok((parseRAck(text)?.rseq ?? 1) > 0 && (parseRSeq(text) ?? 1) > 0);
      }),
    );
  });
});
