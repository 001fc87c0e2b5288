import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { parseRecord } from "../../../firmware/base/json.js";

describe("JSON that is not trusted", () => {
  it("is a record, or nothing", () => {
    deepEqual(parseRecord('{"a":{"b":"}{"}}', 2), { a: { b: "}{" } });
    for (const text of ["", "1", "[]", "null", '"{}"', "{", '{"a":}']) equal(parseRecord(text, 9), undefined, text);
  });

  it("is no deeper than is asked for, whatever is quoted in it", () => {
    equal(parseRecord('{"a":{"b":1}}', 1), undefined);
    equal(parseRecord("[".repeat(100_000), 8), undefined);
    deepEqual(parseRecord('{"a":"\\"[[[[","b":[1]}', 2), { a: '"[[[[', b: [1] });
  });

  it("reads what it was written from", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (record) => {
        const text = JSON.stringify(record);
        deepEqual(parseRecord(text, 20), JSON.parse(text));
      }),
    );
  });
});
