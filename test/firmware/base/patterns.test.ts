/** What patterns without `g` find must be what those with it would. */
import { equal } from "node:assert/strict";
import fc from "fast-check";
import { onOneLine, replacedEach, without } from "../../../firmware/base/patterns.js";

const SEPARATOR = /[().-]/;
const PAIR = /([a-z]+)=("[^"]*"|[^;"]+)/i;

const text = fc.string({ unit: fc.constantFrom(...'ab=";(.-)\r\n \u00e9\u{1f514}\ud83d'), maxLength: 40 });

describe("patterns", () => {
  it("leaves characters out", () => {
    equal(without("(030) 12-34.56", SEPARATOR), "030 123456");
    equal(without("0301234", SEPARATOR), "0301234");
    fc.assert(fc.property(text, (text) => equal(without(text, SEPARATOR), text.replace(/[().-]/g, ""))));
  });

  it("replaces each find", () => {
    const shown = (text: string) => replacedEach(text, PAIR, ([, name, value]) => `${name}:${value.length}`);
    equal(shown('a=1;b="2=3";c'), "a:1;b:5;c");
    fc.assert(
      fc.property(text, (text) =>
        equal(
          shown(text),
          text.replace(/([a-z]+)=("[^"]*"|[^;"]+)/gi, (_, name, value) => `${name}:${value.length}`),
        ),
      ),
    );
  });

  it("makes one line of many", () => {
    equal(onOneLine("a\r\n\r\nb\rc\n"), "a b c ");
    equal(onOneLine("\n\r"), " ");
    fc.assert(fc.property(text, (text) => equal(onOneLine(text), text.replace(/[\r\n]+/g, " "))));
  });
});
