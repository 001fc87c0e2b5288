/** The same text as the language's own writer, for whatever JSON can hold. */
import { equal } from "node:assert/strict";
import { assert, constantFrom, jsonValue, property } from "fast-check";
import { jsonText } from "../../../firmware/base/json-text.js";

describe("JSON text", () => {
  it("is what JSON.stringify writes, with and without lines of its own", () => {
    assert(
      property(jsonValue(), constantFrom(0, 1, 2), (value, indent) => {
        equal(jsonText(value, indent), JSON.stringify(value, null, indent));
      }),
    );
  });

  it("leaves out what is undefined, and has null for it in a list", () => {
    equal(jsonText({ a: undefined, b: [undefined, 1], c: () => 1 }), '{"b":[null,1]}');
    equal(jsonText(Number.NaN), "null");
    equal(jsonText(undefined), "null");
  });
});
