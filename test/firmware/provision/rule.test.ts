import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { chosen } from "../../../firmware/provision/condition.js";
import { isRuleRefusal, parseCondition, parseRule, type Rule } from "../../../firmware/provision/rule.js";
import { OPTIONS } from "../../../firmware/provision/rule-options.js";
import { facts } from "./facts.js";

const rule = (text: string): Rule => {
  const parsed = parseRule(text);
  ok(!isRuleRefusal(parsed), JSON.stringify(parsed));
  return parsed;
};
const refusal = (text: string) => {
  const parsed = parseRule(text);
  return isRuleRefusal(parsed) ? `${parsed.column}: ${parsed.reason}` : null;
};
/** The URL that counts for a device. */
const url = (text: string, ...of: Parameters<typeof facts>) => chosen(rule(text), facts(...of))?.url;

describe("a rule", () => {
  it("is a URL, or a path on the server that DHCP names", () => {
    for (const text of ["https://prov.example.net/$MA.xml", "/spa$PSN.cfg", "tftp://192.0.2.1/a", '"http://h/a|b c"'])
      deepEqual(rule(text), [{ condition: null, assignments: [], options: OPTIONS, url: text.replaceAll('"', "") }]);
  });

  it("is nothing when it is empty, or commented out", () => {
    for (const text of ["", "  ", "# http://h/a", " #( is not read"]) deepEqual(rule(text), []);
  });

  it("has options before the URL, quoted where there are blanks in them", () => {
    const [{ options, url }] = rule(
      '[ --key "my key" --uid me --pwd $SB --post a --alias M --pbkdf2 10000 ] https://h/x',
    );
    deepEqual(options, {
      key: "my key",
      uid: "me",
      pwd: "$SB",
      post: "A",
      alias: "M",
      iterations: 10000,
      method: "PUT",
    });
    equal(url, "https://h/x");
    equal(rule("[--method post] https://h/x")[0].options.method, "POST");
  });

  it("takes the first alternative whose condition holds", () => {
    const text = "($REGTMR1 eq 0)? http://p/has-reg.cfg | [--post a] http://p/lost-reg?";
    equal(url(text), "http://p/has-reg.cfg");
    equal(url(text, { lostFor: () => 5 }), "http://p/lost-reg?");
    const versions = '($SWVER lt 0.0.9)? /old | ($SWVER ge 0.1.0 and "$A" ne "x")? /new | ($SWVER eq 0.1.0)? /x';
    equal(url(versions), "/new");
    equal(url(versions, {}, { GPP_A: "x" }), "/x");
    equal(url(versions, { software: "0.0.8(a)" }), "/old");
    equal(url('("$A" eq "1")? /a'), undefined);
    equal(url("($UPGCOND)? /a"), "/a");
  });

  it("sets settings before it fetches, or alone", () => {
    const [one] = rule('("$A" ne "Provisioned")? (Line_Enable_1_="No"; GPP_A = "x y";)! http://h/a');
    deepEqual(one.assignments, [
      { name: "Line_Enable_1_", value: "No" },
      { name: "GPP_A", value: "x y" },
    ]);
    equal(one.url, "http://h/a");
    deepEqual(rule("(SIP_T1=1)!")[0], {
      condition: null,
      assignments: [{ name: "SIP_T1", value: "1" }],
      options: OPTIONS,
      url: null,
    });
    equal(rule('("$A" eq "1")? | /a')[0].url, null);
  });

  for (const [text, reason] of [
    ["http://", "1: the URL names no server"],
    ["ftp://h/a", "1: ftp is none of tftp, http, https"],
    ["http://me:pw@h/a", "1: a user and a password are named by --uid and --pwd"],
    ["[--key] http://h/a", "7: a value of --key expected"],
    ["[--kee a] http://h/a", "2: ] or one of --key, --pbkdf2, --uid, --pwd, --post, --alias, --method expected"],
    ["[--post z] http://h/a", "9: a letter from a to p expected"],
    ["[--pbkdf2 0] http://h/a", "11: a number from 1 to 1000000 expected"],
    ["[--key a]", "9: a URL is expected after options"],
    ["http://h/a | http://h/b", "14: nothing comes after an alternative without a condition"],
    ["($A eq)? /a", "7: a number, a version, $NAME or a text in quotes expected"],
    ["(1 is 2)? /a", "4: one of eq, ne, lt, le, gt, ge expected"],
    ['("a eq 2)? /a', '2: " expected'],
    ["($A eq 1) /a", "11: ? expected"],
    ['(SIP_T1="1") /a', "14: ! expected"],
    ["($A eq 1)? ($B eq 1)? /a", "12: a second condition"],
    ["/a b", "4: | or the end of the rule expected"],
    ["($A eq 1)? /a |", "15: a URL, a condition or an assignment is expected"],
  ])
    it(`is refused: ${text}`, () => equal(refusal(text), reason));

  it("has bounds", () => {
    const alternative = '("$A" eq "1")? /a';
    ok(rule(Array(16).fill(alternative).join("|")));
    ok(refusal(Array(17).fill(alternative).join("|"))?.endsWith("more than 16 alternatives"));
    ok(refusal(`(${Array(17).fill("1 eq 1").join(" and ")})? /a`)?.endsWith("more than 16 comparisons"));
    ok(refusal(`(${Array(33).fill("A=1").join(";")})! /a`)?.endsWith("more than 32 assignments"));
  });

  it("is read or refused within its text, whatever it is", () => {
    const pieces = fc.constantFrom(
      ...'()[]?!|;="#$ ',
      "$A",
      "--key ",
      "http://h/",
      "eq",
      " and ",
      "1.2(a)",
      "$(MA:1:2)",
      "x",
    );
    const texts = fc.oneof(
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const parsed of [parseRule(text), parseCondition(text)]) {
          if (parsed === null) continue;
          if (isRuleRefusal(parsed)) ok(parsed.column >= 1 && parsed.column <= Math.max(text.length, 1), text);
        }
        const parsed = parseRule(text);
        if (!isRuleRefusal(parsed)) chosen(parsed, facts());
      }),
      { numRuns: 500 },
    );
  });
});

describe("a condition alone", () => {
  it("stands with and without parentheses", () => {
    const plain = parseCondition("$REGTMR1 gt 300 and $PRVTMR gt 1200");
    deepEqual(parseCondition("($REGTMR1 gt 300 and $PRVTMR gt 1200)"), plain);
    equal(Array.isArray(plain) && plain.length, 2);
    equal(parseCondition(""), null);
    deepEqual(parseCondition("$A eq 1 or $B eq 1"), {
      column: 9,
      reason: "and, or the end of the condition expected",
    });
  });
});
