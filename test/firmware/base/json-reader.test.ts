/** What is read piece by piece is what a parser reads at once. */
import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { JsonReader } from "../../../firmware/base/json-reader.js";

const DEEP = 20;

/** A record of texts, numbers and truths as pairs; null for what is none. */
function fieldsOf(text: string): [string, unknown][] | null {
  const reader = new JsonReader(text);
  const fields: [string, unknown][] = [];
  const isRecord = reader.record((name) => {
    const value = reader.value();
    fields.push([name, value]);
    return value !== undefined;
  });
  return isRecord && reader.done ? fields : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("JSON, piece by piece", () => {
  it("is a record of its fields in their order, those that come twice included", () => {
    deepEqual(fieldsOf(' {"a" : "x\\"{\\\\" ,\n"b":-1.5e1,"a":true, "":null}\r\n'), [
      ["a", 'x"{\\'],
      ["b", -15],
      ["a", true],
      ["", null],
    ]);
    deepEqual(fieldsOf("{}"), []);
  });

  it("is none where something else stands", () => {
    for (const text of ["", "[]", "1", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,}', '{"a" 1}', "{a:1}", '{"a":1}}'])
      equal(fieldsOf(text), null, text);
    for (const text of ['{"a":[]}', '{"a":tru}', '{"a":01}', '{"a":1 2}', '{"a":"\n"}', '{"a":"x}', '{"a":"\\"}'])
      equal(fieldsOf(text), null, text);
  });

  it("holds what a parser finds in it, however long", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ minLength: 900, maxLength: 3000 }));
    const value = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(text, value), fc.nat(3), (record, indent) => {
        const written = JSON.stringify(record, null, indent);
        deepEqual(fieldsOf(written), Object.entries(JSON.parse(written)));
      }),
      { numRuns: 30 },
    );
  });

  it("is stepped over, if it is not nested too deep", () => {
    const over = (text: string, deepest: number) => {
      const reader = new JsonReader(text);
      return reader.skip(deepest) && reader.done;
    };
    deepEqual(
      [over('{"a":[1]}', 2), over('{"a":[1]}', 1), over("[[]]", 2), over("[1,]", 2)],
      [true, false, true, false],
    );
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.constantFrom("[1 2]", '{"a":{}', "[[[]]]")), (text) => {
        equal(over(text, DEEP), isJson(text), text);
      }),
    );
  });
});
