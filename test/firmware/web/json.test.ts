import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf } from "../../../firmware/base/text.js";
import { parseBody } from "../../../firmware/web/json.js";
import { DEEPEST, MAX_CHANGES } from "../../../firmware/web/limits.js";

const read = (text: string) => parseBody(octetsOf(text));
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("a body of the page's interface", () => {
  it("says what it was asked for", () => {
    deepEqual(read('{"password":"correct horse","apply":true,"keys":null}'), {
      password: "correct horse",
      apply: true,
      keys: null,
    });
  });

  it("keeps the name of nothing else, however it is nested", () => {
    deepEqual(read('{"a1":1,"a2":{"password":"x","a3":[{"a4":"}"}]},"password":"y","__proto__":{"role":"admin"}}'), {
      password: "y",
    });
  });

  it("has nothing nested in its members", () => {
    deepEqual(read('{"password":{"length":9},"role":["admin"]}'), { password: false, role: false });
  });

  it("has changes as names and values, the last of each name", () => {
    const { changes } = read('{"changes":{"A":"1","B":null,"A":"2"}}') ?? {};
    deepEqual([changes?.list.names, changes?.list.values, changes?.unfit], [["A", "B"], ["2", null], []]);
  });

  it("tells which changes are no text", () => {
    deepEqual(read('{"changes":{"A":1,"B":{"C":"D"},"E":[],"F":true,"G":"1"}}')?.changes?.unfit, ["A", "B", "E", "F"]);
  });

  it("counts no further than one change too many", () => {
    const many = Array.from({ length: 3 * MAX_CHANGES }, (_, i) => `"N${i}":"1"`);
    equal(read(`{"changes":{${many}}}`)?.changes?.list.size, MAX_CHANGES + 1);
    equal(read(`{"changes":{${many.map((one) => one.replace('"1"', "1"))}}}`)?.changes?.unfit.length, MAX_CHANGES + 1);
  });

  it("is nothing when it is no record, is cut off, goes on behind its end, or is too deep", () => {
    for (const text of [
      "",
      "[]",
      "null",
      '"x"',
      '{"a"',
      '{"a":1',
      '{"password":"x}',
      '{"a":1}{',
      '{"a":1,}',
      '{"changes":{"A"}}',
    ])
      equal(read(text), undefined, text);
    deepEqual(read(`{"a":${nested(DEEPEST - 1)}}`), {});
    equal(read(`{"a":${nested(DEEPEST)}}`), undefined);
    equal(read(`{"changes":{"A":${nested(DEEPEST)}}}`), undefined);
  });

  it("is read as the engine reads it, where it says what it was asked for", () => {
    const scalar = fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.boolean(), fc.constant(null));
    const member = fc.constantFrom("password", "plan", "old", "file", "apply");
    fc.assert(
      fc.property(fc.dictionary(member, scalar), (body) => {
        deepEqual({ ...read(JSON.stringify(body)) }, { ...body });
      }),
    );
  });

  it("comes to an answer, whatever the octets are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        parseBody(octets);
      }),
    );
  });
});
