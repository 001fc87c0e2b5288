import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitReason, parseReason, parseReasons } from "../../../../firmware/wire/sip/sip-reason.js";
import { record } from "./sip-samples.js";

describe("reasons", () => {
  it("are read", () => {
    // RFC 3326 section 2
    deepEqual(parseReason('SIP ;cause=200 ;text="Call completed elsewhere"'), {
      protocol: "SIP",
      cause: 200,
      text: "Call completed elsewhere",
    });
    deepEqual(parseReason("q.850;cause=16"), { protocol: "Q.850", cause: 16, text: null });
    deepEqual(parseReason("preemption;cause=one"), { protocol: "PREEMPTION", cause: null, text: null });
    for (const text of ["", ";cause=1", "SIP cause=1", "SIP;", 'SIP;text="x'])
      equal(parseReason(text), undefined, text);
  });

  it("come in lists", () => {
    deepEqual(
      parseReasons('Q.850;cause=16;text="a, b", nonsense here, SIP;cause=600').map(({ cause }) => cause),
      [16, 600],
    );
    deepEqual(parseReasons(""), []);
  });

  it("are written as they are read", () => {
    const reasons = record({
      protocol: fc.stringMatching(/^[A-Z0-9.]{1,6}$/),
      cause: fc.option(fc.nat(999)),
      text: fc.option(fc.string({ unit: "grapheme", maxLength: 9 })),
    });
    fc.assert(fc.property(reasons, (reason) => deepEqual(parseReason(emitReason(reason)), reason)));
  });

  it("never throw", () => {
    fc.assert(fc.property(fc.stringMatching(/^(SIP|;|=|cause|text|"|,| |9){0,12}$/), (text) => ok(parseReasons(text))));
  });
});
