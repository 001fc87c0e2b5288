import { deepEqual, equal, ok } from "node:assert/strict";
import { octetsOf } from "../../../firmware/base/text.js";
import { seenBy } from "../../../firmware/sip/outside.js";
import type { SipResponse } from "../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../firmware/wire/sip/sip-parse.js";

const FROM = { address: "192.0.2.1", port: 5060, transport: "udp" } as const;

function seen(params: string, from: Parameters<typeof seenBy>[1] = FROM): string | null {
  const via = `Via: SIP/2.0/UDP 10.0.0.2:5062;branch=z9hG4bK1${params}`;
  const rest = ["From: <sip:a@b>;tag=1", "To: <sip:a@b>;tag=2", "Call-ID: 1", "CSeq: 1 OPTIONS", "Content-Length: 0"];
  const parsed = parseSip(octetsOf(["SIP/2.0 200 OK", via, ...rest, "", ""].join("\r\n")));
  ok(parsed && "message" in parsed);
  const place = seenBy(parsed.message as SipResponse, from);
  return place && `${place.address} ${place.port}`;
}

describe("where a server sees us", () => {
  it("is what it notes in Via (RFC 3581)", () => {
    equal(seen(";received=203.0.113.7;rport=40000"), "203.0.113.7 40000");
    equal(seen(";rport=40000;received=203.0.113.7"), "203.0.113.7 40000");
    equal(seen(";received=203.0.113.7;rport"), "203.0.113.7 5062");
    equal(seen(";received=203.0.113.7"), "203.0.113.7 5062");
    equal(seen(";rport=40000"), "10.0.0.2 40000");
    equal(seen(";received=[2001:db8::7];rport=5"), "2001:db8::7 5");
  });

  it("is not known when it says nothing, or what makes no sense", () => {
    const rows = [
      "",
      ";rport",
      ";received=evil.example;rport=5",
      ";received=203.0.113.7;rport=0",
      ";rport=70000",
      ";rport=x",
    ];
    deepEqual(
      rows.map((params) => seen(params)),
      rows.map(() => null),
    );
  });

  it("is not told by a stream", () => {
    equal(seen(";received=203.0.113.7;rport=40000", { ...FROM, transport: "tcp" }), null);
  });
});
