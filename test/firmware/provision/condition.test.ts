import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { compareVersions, holds } from "../../../firmware/provision/condition.js";
import { isRuleRefusal, parseCondition } from "../../../firmware/provision/rule.js";
import { facts } from "./facts.js";

function so(text: string, settings: { readonly [name: string]: string } = {}): boolean {
  const condition = parseCondition(text);
  ok(condition !== null && !isRuleRefusal(condition), JSON.stringify(condition));
  return holds(condition, facts({}, settings));
}

describe("a condition", () => {
  it("compares whole numbers by their size, versions part by part, and texts as the same or another", () => {
    for (const text of ["9 lt 10", "10 ge 10", "2.0.9 lt 2.0.10", "2.0 eq 2.0.0", "5.1.10(LS) gt 5.1.10", '"a" ne "b"'])
      equal(so(text), true, text);
    for (const text of ["10 lt 9", "2.0.10 le 2.0.9", '"a" eq "A"', '"9" lt "10"', '"b" gt "a"', "1 ne 1"])
      equal(so(text), false, text);
  });

  it("holds when all of it does", () => {
    equal(so('"$A" eq "x" and $B gt 5', { GPP_A: "x", GPP_B: "6" }), true);
    equal(so('"$A" eq "x" and $B gt 5', { GPP_A: "x", GPP_B: "5" }), false);
  });

  it("knows no keys", () => {
    equal(so('"$SA" eq "geheim"', { GPP_SA: "geheim" }), false);
  });

  it("orders versions", () => {
    const version = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(version, version, (a, b) => {
        const order = compareVersions(a, b);
        ok(order !== null);
        equal(Math.sign(compareVersions(b, a) ?? 0) + Math.sign(order), 0);
        equal((compareVersions(a, `${a}.1`) as number) < 0, true);
      }),
    );
    equal(compareVersions("x", "1"), null);
  });
});
