import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf } from "../../../firmware/base/text.js";
import { encode } from "../../../firmware/wire/encode.js";

const texts = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.string({ unit: "binary-ascii", maxLength: 400 }));

/** As XS keeps a text: UTF-8, but two octets for a NUL, and three for half a pair. */
function kept(text: string): ArrayBuffer {
  const octets: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0) octets.push(0xc0, 0x80);
    else if (code >= 0xd800 && code <= 0xdfff) octets.push(0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else octets.push(...octetsOf(character));
  }
  return Uint8Array.from(octets).buffer;
}

describe("encoding", () => {
  it("is that of all texts, in a loop", () => {
    fc.assert(fc.property(texts, (text) => deepEqual(encode(text, {}), octetsOf(text))));
    deepEqual(encode("\ud800\x80é\0", {}), octetsOf("\ud800\x80é\0"));
  });

  it("is the same where the engine does it in one step", () => {
    let asked = 0;
    const fromString = (text: string) => {
      asked++;
      return kept(text);
    };
    fc.assert(fc.property(texts, (text) => deepEqual(encode(text, { fromString }), octetsOf(text))));
    equal(asked, 100);
    deepEqual(encode("\0é\udc00", { fromString }), octetsOf("\0é\udc00"));
  });
});
