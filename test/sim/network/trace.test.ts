import { deepEqual, equal } from "node:assert/strict";
import { MAX_MESSAGES, Trace } from "../../../sim/network/trace.js";

const row = (t: number, line: number, message: string) => ({
  t,
  line,
  direction: "out" as const,
  local: "127.0.0.1:5060",
  remote: "127.0.0.1:5070",
  transport: "udp" as const,
  message,
});

describe("the SIP trace", () => {
  it("finds by line, time and Call-ID", () => {
    const trace = new Trace();
    const a = row(10, 1, "OPTIONS sip:x SIP/2.0\r\nCall-ID: one@host\r\n\r\n");
    const b = row(20, 2, "OPTIONS sip:x SIP/2.0\r\nVia: x\r\ni : two \r\nTo: <sip:y>\r\n\r\n");
    const c = row(30, 1, "OPTIONS sip:x SIP/2.0\r\ncall-id:\r\n three\r\n\r\nCall-ID: one@host\r\n");
    const d = row(40, 1, "garbage");
    for (const each of [a, b, c, d]) trace.add(each);
    deepEqual(trace.select({}), [a, b, c, d]);
    deepEqual(trace.select({ line: 1 }), [a, c, d]);
    deepEqual(trace.select({ since: 20 }), [b, c, d]);
    deepEqual(trace.select({ call: "one@host" }), [a]);
    deepEqual(trace.select({ call: "two" }), [b]);
    deepEqual(trace.select({ call: "three", line: 1, since: 30 }), [c]);
    deepEqual(trace.select({ call: "one" }), []);
    deepEqual(trace.select({ call: "" }), []);
  });

  it("keeps the last 5,000", () => {
    const trace = new Trace();
    for (let t = 0; t < MAX_MESSAGES + 12; t++) trace.add(row(t, 1, ""));
    const kept = trace.select({});
    equal(kept.length, 5000);
    equal(kept[0].t, 12);
    equal(kept[4999].t, 5011);
  });
});
