import { deepEqual, equal } from "node:assert/strict";
import { emitHostPort, parseHostPort } from "../../../../firmware/wire/sip/sip-host.js";

describe("host and port", () => {
  const rows: [string, string, number | null][] = [
    ["example.com", "example.com", null],
    ["192.0.2.1:5060", "192.0.2.1", 5060],
    ["pbx_1:1", "pbx_1", 1],
    ["[2001:db8::1]", "2001:db8::1", null],
    ["[::ffff:192.0.2.1]:65535", "::ffff:192.0.2.1", 65535],
  ];

  it("are read and written", () => {
    for (const [text, host, port] of rows) {
      deepEqual(parseHostPort(text), { host, port });
      equal(emitHostPort(host, port), text);
    }
    equal(parseHostPort("EXAMPLE.com")?.host, "example.com");
    equal(parseHostPort("[2001:DB8::A]")?.host, "2001:db8::a");
  });

  it("are refused", () => {
    for (const text of [
      "",
      ":",
      "a:",
      ":1",
      "a:0",
      "a:65536",
      "a:5060x",
      "a:-1",
      "a:1:2",
      "a b",
      "[::1",
      "::1",
      "[]",
      "[1]",
      "[::1]x",
      "[::1]:",
      "[g::1]",
      "é",
    ])
      equal(parseHostPort(text), undefined, text);
  });
});
