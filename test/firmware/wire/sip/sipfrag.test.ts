import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitSipFrag, parseSipFrag } from "../../../../firmware/wire/sip/sipfrag.js";
import { octets, text } from "./sip-samples.js";

const read = (written: string) => parseSipFrag(octets(written));

describe("sipfrag", () => {
  it("says how a referred call fares", () => {
    deepEqual(read("SIP/2.0 180 Ringing"), { status: 180, reason: "Ringing" });
    deepEqual(read("SIP/2.0 200 OK\r\n"), { status: 200, reason: "OK" });
    deepEqual(read("sip/2.0  603\t Declined by all \nTo: <sip:a@h>\n\n"), { status: 603, reason: "Declined by all" });
    deepEqual(read("SIP/2.0 100"), { status: 100, reason: "" });
    deepEqual(read("SIP/2.0 100 "), { status: 100, reason: "" });
  });

  it("may be of something else", () => {
    for (const written of [
      "",
      "\r\nSIP/2.0 200 OK",
      "INVITE sip:a@h SIP/2.0",
      "To: <sip:a@h>",
      "SIP/2.0 OK",
      "SIP/2.0 99 x",
      "SIP/2.0 800 x",
      "SIP/2.0 1800 x",
      "SIP/3.0 200 OK",
    ])
      equal(read(written), undefined, written);
  });

  it("is written as it is read", () => {
    equal(text(emitSipFrag(503)), "SIP/2.0 503 Service Unavailable\r\n");
    equal(text(emitSipFrag(486, "Busy")), "SIP/2.0 486 Busy\r\n");
    const reasons = fc.string({ unit: "grapheme", maxLength: 12 }).map((words) => words.replace(/[\r\n]/g, "").trim());
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 799 }),
        reasons.filter((words) => !/[\u2028\u2029]/.test(words)),
        (status, reason) => deepEqual(parseSipFrag(emitSipFrag(status, reason)), { status, reason }),
      ),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => ok(parseSipFrag(bytes) !== null)));
  });
});
