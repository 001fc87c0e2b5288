import { equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf, textOf } from "../../../../firmware/base/text.js";
import { emitSyslog, LONGEST, type SyslogLine } from "../../../../firmware/wire/syslog/syslog.js";

const line: SyslogLine = {
  level: "warning",
  date: { year: 2026, month: 3, day: 7, hour: 9, minute: 5, second: 0 },
  host: "ata",
  program: "two-line-ata",
  topic: "sip",
  text: "registration failed: 403",
};
const emit = (changes: Partial<SyslogLine>, form: "RFC5424" | "RFC3164") =>
  textOf(emitSyslog({ ...line, ...changes }, form));

describe("a line for a log server", () => {
  it("in the form of RFC 5424", () => {
    equal(emit({}, "RFC5424"), "<132>1 - ata two-line-ata - sip - registration failed: 403");
    equal(emit({ level: "debug", host: "" }, "RFC5424"), "<135>1 - - two-line-ata - sip - registration failed: 403");
  });

  it("in the form of BSD", () => {
    equal(emit({}, "RFC3164"), "<132>Mar  7 09:05:00 ata two-line-ata: sip: registration failed: 403");
    equal(emit({ level: "info", date: null }, "RFC3164"), "<134>ata two-line-ata: sip: registration failed: 403");
    match(emit({ level: "error" }, "RFC3164"), /^<131>/);
  });

  it("is one line of a length that every server takes, whatever is in it", () => {
    const form = fc.constantFrom("RFC5424" as const, "RFC3164" as const);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 3000 }), fc.string(), form, (text, host, form) => {
        const octets = emitSyslog({ ...line, text, host }, form);
        ok(octets.length <= LONGEST);
        const told = textOf(octets);
        ok(octets.every((octet) => octet >= 32 || octet === 9 || octet === 10));
        ok(/^<132>(1 - |Mar {2}7 09:05:00 )[!-~]+ two-line-ata/.test(told), told.slice(0, 60));
        // nothing is cut in the middle of a character
        ok(octetsOf(told).length === octets.length);
      }),
    );
  });
});
