import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { hexOf, octetsOf, textOf } from "../../../firmware/base/text.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

describe("text", () => {
  it("writes UTF-8 as the platform does, lone surrogates included", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        deepEqual([...octetsOf(text)], [...encoder.encode(text)]);
      }),
    );
    deepEqual([...octetsOf("a\ud800b\udc00")], [...encoder.encode("a\ud800b\udc00")]);
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const octets = encoder.encode(text);
        equal(textOf(octets), decoder.decode(octets));
      }),
    );
  });

  it("never throws on octets that are no text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (octets) => {
        equal(textOf(octets).includes("\ufffd"), decoder.decode(octets).includes("\ufffd"));
      }),
    );
  });

  it("reads a part", () => equal(textOf(encoder.encode("abcdef"), 2, 4), "cd"));

  it("writes hexadecimal", () => equal(hexOf(new Uint8Array([0, 15, 255])), "000fff"));
});
