import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitParams, paramOf, parseParams, type SipParam } from "../../../../firmware/wire/sip/sip-param.js";
import { LIST_LIMIT } from "../../../../firmware/wire/sip/text-limits.js";
import { params, quickest } from "./sip-samples.js";

describe("parameters", () => {
  it("are read with blanks or without, names in lower case, values as written", () => {
    deepEqual(parseParams("", 0), []);
    deepEqual(parseParams("  ", 0), []);
    deepEqual(parseParams(" ; Tag = aB;lr ;\tq=0.5", 0), [
      ["tag", "aB"],
      ["lr", null],
      ["q", "0.5"],
    ]);
    deepEqual(parseParams('x;a="1;2, \\"3";b', 1), [
      ["a", '"1;2, \\"3"'],
      ["b", null],
    ]);
    deepEqual(parseParams(";a=", 0), [["a", ""]]);
    deepEqual(parseParams(";a==", 0), [["a", "="]]);
  });

  it("are unquoted when asked for", () => {
    const list: SipParam[] = [
      ["a", '"1;\\"2"'],
      ["b", null],
      ["a", "3"],
    ];
    equal(paramOf(list, "A"), '1;"2');
    equal(paramOf(list, "b"), "");
    equal(paramOf(list, "c"), undefined);
  });

  it("are refused whole when one is not sound", () => {
    for (const text of [
      "a",
      "x;a",
      ";",
      ";;a",
      ";a;",
      ";a b",
      ";a=b c",
      ';a="',
      ';a="b"c',
      ';a=b"c"',
      ";a=<b>",
      ";=a",
      ";é",
      ";a=b,c",
    ])
      equal(parseParams(text, 0), undefined, text);
  });

  it("are written as they are read", () => {
    fc.assert(fc.property(params, (list) => deepEqual(parseParams(emitParams(list), 0), list)));
  });

  it("are no more than 64", () => {
    equal(parseParams(";a".repeat(LIST_LIMIT), 0)?.length, LIST_LIMIT);
    equal(parseParams(";a".repeat(LIST_LIMIT + 1), 0), undefined);
  });

  it("never throw, and take little time", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[;=" \\ab,<>]{0,30}$/), (text) => Array.isArray(parseParams(text, 0) ?? [])),
    );
    for (const piece of [";", ";a", "=", " ", '"', ';"', ';a="', "\\"]) {
      const time = quickest(() => parseParams(`;a=${piece.repeat(8192)}`, 0));
      ok(time < 20, `${piece}: ${time} ms`);
    }
  });
});
