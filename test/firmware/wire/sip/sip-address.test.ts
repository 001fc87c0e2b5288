import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { addressParam, emitAddress, parseAddress } from "../../../../firmware/wire/sip/sip-address.js";
import { URI_LIMIT } from "../../../../firmware/wire/sip/text-limits.js";
import { params, quickest, record } from "./sip-samples.js";

describe("addresses", () => {
  it("are read with a name, quoted or not, or without", () => {
    const rows: [string, string][] = [
      ['"Alice Smith" <sip:a@h>', "Alice Smith"],
      ['  "A \\"B\\" \\\\ <sip:c@d>, E"<sip:a@h>', 'A "B" \\ <sip:c@d>, E'],
      ["Alice  Smith   <sip:a@h>", "Alice  Smith"],
      ["caller<sip:a@h>", "caller"],
      ["Jörg O'Neil (work) <sip:a@h>", "Jörg O'Neil (work)"],
      ['"" <sip:a@h>', ""],
      ["<sip:a@h>", ""],
      [" < sip:a@h > ", ""],
    ];
    for (const [text, display] of rows) deepEqual(parseAddress(text), { display, uri: "sip:a@h", params: [] }, text);
  });

  it("keep parameters in the brackets with the URI, all others with the header", () => {
    deepEqual(parseAddress("<sip:a@h;lr?x=1>;Tag=9 ; q"), {
      display: "",
      uri: "sip:a@h;lr?x=1",
      params: [
        ["tag", "9"],
        ["q", null],
      ],
    });
    deepEqual(parseAddress("sip:a@h ;tag=9;lr"), {
      display: "",
      uri: "sip:a@h",
      params: [
        ["tag", "9"],
        ["lr", null],
      ],
    });
    const address = parseAddress('<sip:a@h>;+sip.instance="<urn:uuid:1>"');
    equal(address && addressParam(address, "+SIP.instance"), "<urn:uuid:1>");
    equal(address && addressParam(address, "tag"), undefined);
    equal(parseAddress('sip:a@h;p="<x>"')?.uri, "sip:a@h");
  });

  it("may hold other URIs than ours", () => {
    equal(parseAddress("isbn:2983792873")?.uri, "isbn:2983792873");
    equal(parseAddress("<http://www.example.com>;tag=3")?.uri, "http://www.example.com");
    equal(parseAddress("tel:+1555;tag=3")?.uri, "tel:+1555");
  });

  it("are refused", () => {
    for (const text of [
      "",
      "*",
      "a",
      "<>",
      "<a>",
      "<sip:>",
      "<sip:a@h",
      "sip:a@h>",
      '"a <sip:a@h>',
      '"a" b <sip:a@h>',
      '"a"',
      'a "b" <sip:a@h>',
      "<sip:a@h>;",
      "<sip:a@h> x",
      "<sip:a@h>;;a",
      "<sip:a b@h>",
      "sip:a@h?x=1",
      "sip:a@h,sip:b@h",
      "<sip:a@h>, <sip:b@h>",
      "sip:a@h;tag=1,sip:b@h",
      "<1sip:a@h>",
      `<sip:${"a".repeat(URI_LIMIT)}>`,
    ])
      equal(parseAddress(text), undefined, text);
  });

  it("are written with quotes and brackets", () => {
    const uri = "sip:a@h";
    equal(emitAddress({ display: "", uri, params: [["tag", "1"]] }), "<sip:a@h>;tag=1");
    equal(emitAddress({ display: 'A "B" \\', uri, params: [] }), '"A \\"B\\" \\\\" <sip:a@h>');
  });

  it("are written as they are read", () => {
    const display = fc.string({ unit: "binary", maxLength: 12 });
    const uri = fc.stringMatching(/^[a-z]{1,4}:[a-z@;=,?%]{1,9}$/);
    fc.assert(
      fc.property(record({ display, uri, params }), (address) => {
        deepEqual(parseAddress(emitAddress(address)), address);
      }),
    );
  });

  it("never throw, and take little time", () => {
    fc.assert(fc.property(fc.stringMatching(/^[<>";=\\ a:,?]{0,24}$/), (text) => parseAddress(text)?.uri !== ""));
    for (const piece of ['"', '\\"', "<", "a<", " ", ";a", ":", "a:"]) {
      const time = quickest(() => parseAddress(piece.repeat(16384 / piece.length)));
      ok(time < 20, `${piece}: ${time} ms`);
    }
  });
});
