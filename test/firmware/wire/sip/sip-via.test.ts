import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  emitVia,
  parseVia,
  responseTarget,
  type SipVia,
  viaParam,
  withReceived,
} from "../../../../firmware/wire/sip/sip-via.js";
import { params, record } from "./sip-samples.js";

function read(text: string): SipVia {
  const via = parseVia(text);
  ok(via, text);
  return via;
}

describe("Via", () => {
  it("is read, with any white space", () => {
    const via = {
      transport: "UDP",
      host: "example.com",
      port: 5070,
      params: [
        ["branch", "z9hG4bK1"],
        ["rport", null],
      ],
    };
    deepEqual(parseVia("SIP/2.0/UDP example.com:5070;branch=z9hG4bK1;rport"), via);
    deepEqual(parseVia("sip / 2.0 /\tudp   Example.COM : 5070 ; Branch = z9hG4bK1 ;rport"), via);
    deepEqual(parseVia("SIP/2.0/TLS [2001:DB8::1]:1"), { transport: "TLS", host: "2001:db8::1", port: 1, params: [] });
    equal(read("SIP/2.0/UNKNOWN [::1]").port, null);
    equal(viaParam(read("SIP/2.0/UDP h;rport;branch=x"), "Branch"), "x");
    equal(viaParam(read("SIP/2.0/UDP h;rport"), "rport"), "");
    equal(viaParam(read("SIP/2.0/UDP h"), "rport"), undefined);
  });

  it("may be of a SIP that we do not speak, and goes back as it came", () => {
    const via = withReceived(read("SIP/7.0/UDP h;branch=1"), "192.0.2.9", 1024);
    equal(via.version, "7.0");
    equal(emitVia(via), "SIP/7.0/UDP h;branch=1;received=192.0.2.9");
  });

  it("is refused", () => {
    for (const text of [
      "",
      "SIP/2.0/UDP",
      "SIP/2.0/UDP ",
      "SIP/2.0 h",
      "SIP/7/UDP h",
      "HTTP/2.0/UDP h",
      "SIP/2.0/U@P h",
      "SIP/2.0/UDP h:0",
      "SIP/2.0/UDP h:99999",
      "SIP/2.0/UDP ::1",
      "SIP/2.0/UDP [::1",
      "SIP/2.0/UDP h;",
      "SIP/2.0/UDP h;;a",
      "SIP/2.0/UDP h i",
      "SIP/2.0/UDP h, SIP/2.0/UDP i",
      "SIP/2.0/UDP h;a, b",
    ])
      equal(parseVia(text), undefined, text);
  });

  it("is written as it is read", () => {
    const vias = record({
      transport: fc.constantFrom("UDP", "TCP", "X-1"),
      host: fc.constantFrom("h", "192.0.2.1", "2001:db8::1"),
      port: fc.option(fc.integer({ min: 1, max: 65535 })),
      params,
    });
    fc.assert(fc.property(vias, (via) => deepEqual(parseVia(emitVia(via)), via)));
  });

  it("keeps where it came from (section 18.2.1, RFC 3581)", () => {
    const received = (text: string, address = "192.0.2.9", port = 1024) =>
      emitVia(withReceived(read(text), address, port));
    equal(received("SIP/2.0/UDP 192.0.2.9;branch=1"), "SIP/2.0/UDP 192.0.2.9;branch=1");
    equal(received("SIP/2.0/UDP 192.0.2.1;branch=1"), "SIP/2.0/UDP 192.0.2.1;branch=1;received=192.0.2.9");
    equal(received("SIP/2.0/UDP 192.0.2.9;rport"), "SIP/2.0/UDP 192.0.2.9;received=192.0.2.9;rport=1024");
    equal(received("SIP/2.0/UDP h;rport=7;received=203.0.113.1"), "SIP/2.0/UDP h;received=192.0.2.9;rport=1024");
    equal(received("SIP/2.0/UDP [2001:db8::1]", "2001:DB8::1"), "SIP/2.0/UDP [2001:db8::1]");
  });

  it("says where the response goes (section 18.2.2, RFC 3581)", () => {
    const rows: [string, string, number][] = [
      ["SIP/2.0/UDP h", "h", 5060],
      ["SIP/2.0/UDP 192.0.2.1:5070", "192.0.2.1", 5070],
      ["SIP/2.0/TLS h", "h", 5061],
      ["SIP/2.0/UDP h:5070;received=192.0.2.9", "192.0.2.9", 5070],
      ["SIP/2.0/UDP h:5070;received=192.0.2.9;rport=1024", "192.0.2.9", 1024],
      ["SIP/2.0/UDP h;received=192.0.2.9;rport=0", "192.0.2.9", 5060],
      ["SIP/2.0/UDP h;received=192.0.2.9;rport=x", "192.0.2.9", 5060],
      ["SIP/2.0/UDP h:5070;rport=1024", "h", 5070],
      ["SIP/2.0/UDP h;maddr=192.0.2.7;received=192.0.2.9;rport=1024", "192.0.2.7", 5060],
      ["SIP/2.0/UDP h;received=[2001:db8::9]", "2001:db8::9", 5060],
      ["SIP/2.0/UDP h;received=2001:db8::9", "2001:db8::9", 5060],
    ];
    for (const [text, address, port] of rows) deepEqual(responseTarget(read(text)), { address, port }, text);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[ /:;=a[\]"0,]{0,20}$/),
        (text) => parseVia(`SIP/2.0/UDP${text}`)?.transport !== "",
      ),
    );
  });
});
