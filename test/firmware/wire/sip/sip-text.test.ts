import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { endOfQuoted, isToken, quoted, splitList, unquoted } from "../../../../firmware/wire/sip/sip-text.js";
import { LIST_LIMIT } from "../../../../firmware/wire/sip/text-limits.js";
import { quickest } from "./sip-samples.js";

describe("text of headers", () => {
  it("knows a token", () => {
    for (const token of ["INVITE", "a-.!%*_+`'~9"]) ok(isToken(token));
    for (const other of ["", "a b", "a@b", "a:b", "é", '"a"', "a/b", "a\n"]) ok(!isToken(other), other);
  });

  it("quotes what it unquotes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, rest) => {
        const within = quoted(text);
        equal(unquoted(within), text);
        equal(endOfQuoted(`ab${within}${rest}`, 2), 2 + within.length);
      }),
    );
    equal(unquoted('"a\\b\\\\\\""'), 'ab\\"');
    equal(unquoted("plain"), "plain");
    equal(unquoted('"'), '"');
  });

  it("finds no end where none is", () => {
    equal(endOfQuoted('"abc', 0), -1);
    equal(endOfQuoted('"abc\\"', 0), -1);
    equal(endOfQuoted('"abc\\\\"', 0), 7);
  });

  it("splits at commas that stand outside quotes, brackets and comments", () => {
    deepEqual(splitList("a"), ["a"]);
    deepEqual(splitList(" a , b\t,c "), ["a", "b", "c"]);
    deepEqual(splitList(""), []);
    deepEqual(splitList(",, ,a,,"), ["a"]);
    deepEqual(splitList('"x, y" <sip:a,b@h>;p="1,2", <sip:c@h>'), ['"x, y" <sip:a,b@h>;p="1,2"', "<sip:c@h>"]);
    deepEqual(splitList('"a\\", b", c'), ['"a\\", b"', "c"]);
    deepEqual(splitList("a (b, (c), \\), d), e"), ["a (b, (c), \\), d)", "e"]);
    deepEqual(splitList('a, "b, c'), ["a", '"b, c']);
    deepEqual(splitList("a, <b, c"), ["a", "<b, c"]);
    deepEqual(splitList("a, (b, c"), ["a", "(b, c"]);
  });

  it("puts together what it splits", () => {
    const value = fc.oneof(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.string().map((text) => `x ${quoted(text)}`),
      fc.stringMatching(/^<[a-z,;"( ]{0,6}>$/),
      fc.stringMatching(/^[(][a-z,;"< ]{0,6}[)]$/),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: LIST_LIMIT }), fc.constantFrom(",", " ,", ", "), (values, comma) => {
        deepEqual(splitList(values.join(comma)), values);
      }),
    );
  });

  it("keeps what stands behind the limit together", () => {
    deepEqual(splitList("a,b,c,d", 2), ["a", "b", "c,d"]);
    deepEqual(splitList(",,c,d", 2), ["c,d"]);
    equal(
      splitList(
        Array(LIST_LIMIT + 9)
          .fill("a")
          .join(","),
      ).length,
      LIST_LIMIT + 1,
    );
  });

  it("never throws, and is done with any 16 KiB in little time", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[,"<>()\\ ab]{0,40}$/), (text) => splitList(text).length <= LIST_LIMIT + 1),
    );
    for (const piece of [",", '"', '"\\', "<", "<>", "(", "()", '<>"",', "é,", '""', "\\", '"\\\\"']) {
      const time = quickest(() => splitList(piece.repeat(16384 / piece.length), Number.POSITIVE_INFINITY));
      ok(time < 20, `${piece}: ${time} ms`);
    }
  });
});
