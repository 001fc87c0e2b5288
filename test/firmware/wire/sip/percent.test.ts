import { equal } from "node:assert/strict";
import fc from "fast-check";
import { escaped, unescaped } from "../../../../firmware/wire/sip/percent.js";

const FOREIGN = /[^A-Za-z0-9-]/u;

describe("percent escapes", () => {
  it("are undone as UTF-8", () => {
    equal(unescaped("plain"), "plain");
    equal(unescaped("%75se%72%20%00%C3%A9%e2%82%AC%F0%9F%93%9E"), "user \0é€📞");
    equal(unescaped("%2541"), "%41");
    equal(unescaped("é%20"), "é ");
  });

  it("are refused when they escape nothing", () => {
    for (const text of ["%", "a%", "%1", "%g0", "%0g", "%%20", "% 20"]) equal(unescaped(text), undefined, text);
  });

  it("are written and read back, whatever was escaped", () => {
    equal(escaped("a b-é📞%", FOREIGN), "a%20b-%C3%A9%F0%9F%93%9E%25");
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => equal(unescaped(escaped(text, FOREIGN)), text)));
  });

  it("lose no octet, also where it is no UTF-8", () => {
    const escapeOf = (octet: number) => `%${octet.toString(16).padStart(2, "0").toUpperCase()}`;
    const everything = /./su;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (octets) => {
        const text = [...octets].map(escapeOf).join("");
        equal(escaped(unescaped(text) ?? "", everything), text);
      }),
    );
    equal(unescaped("J%FCrgen"), "J\udcfcrgen");
  });
});
