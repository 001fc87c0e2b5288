import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { isRefusal, MAX_PLAN, MAX_SEQUENCES, parseDialPlan } from "../../../firmware/dialplan/digit-map.js";
import { anyPlan, goodPlan } from "./plans.js";

describe("a dial plan's text", () => {
  it("becomes steps", () => {
    deepEqual(parseDialPlan("L:8,S:0.5,(0)"), {
      sequences: [{ steps: [{ do: "take", keys: "0", repeat: false, echo: true }], barred: false }],
      longTimer: 8000,
      shortTimer: 500,
    });
    deepEqual(parseDialPlan("(<9,:1@gw2>[2-4*].S2 !)"), {
      sequences: [
        {
          steps: [
            { do: "take", keys: "9", repeat: false, echo: false },
            { do: "tone" },
            { do: "send", text: "1", route: { kind: "gateway", gateway: 2 } },
            { do: "take", keys: "234*", repeat: true, echo: true },
            { do: "timer", timer: "short", ms: 2000 },
          ],
          barred: true,
        },
      ],
      longTimer: null,
      shortTimer: null,
    });
  });

  it("is taken as owners write it", () => {
    for (const text of [
      "([3469]11S0|112S0|999S0|*xx|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xx.)",
      "([3469]11S0|112S0|999S0|10xS0|6[01]xS0|*xx|xx.)",
      "(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)",
      "(S0<:1234>)",
      "( P5 <:1000> | xxxx )",
      "(xx.|)",
      "()",
    ])
      equal(isRefusal(parseDialPlan(text)), false, text);
  });

  const refused: [text: string, column: number, reason: RegExp][] = [
    ["", 1, /\( expected, but the plan ends/],
    ["xx.", 1, /\( expected, not x/],
    ["(xx.", 4, /\) expected, but the plan ends/],
    ["(xx.))", 6, /nothing may follow/],
    ["(xx)(yy)", 5, /nothing may follow/],
    ["(12a)", 4, /a has no meaning/],
    ["(12\u0007)", 4, /\? has no meaning/],
    ["(12\ud83d)", 4, /\? has no meaning/],
    ["(.)", 2, /no key before \./],
    ["(1..)", 4, /no key before \./],
    ["(1,.)", 4, /no key before \./],
    ["(<1:2>.)", 7, /no key before \./],
    ["([)", 3, /\) is no key/],
    ["([12", 4, /\] is missing/],
    ["(1[])", 3, /\[\] names no key/],
    ["([9-2]x)", 3, /range/],
    ["([1-*])", 3, /range/],
    ["([12x])", 5, /x is no key/],
    ["(1!2)", 4, /! ends a sequence/],
    ["(<12>)", 5, /: is missing/],
    ["(<12", 4, /: is missing/],
    ["(<1[23]:4>)", 4, /\[ cannot be dialled/],
    ["(<1:2", 2, /> is missing/],
    ["(<1:2|3>)", 5, /cannot be sent/],
    ["(<1:2<3>)", 5, /cannot be sent/],
    ["(<:é>)", 4, /cannot be sent/],
    ["(<:@>)", 5, /missing after @/],
    ["(<:@gw5>)", 5, /gw5 is no gateway/],
    ["(<:@a b!>)", 5, /ab! is no host/],
    ["(<:@host:0>)", 10, /0 is no port/],
    ["(<:@host:70000>)", 10, /70000 is no port/],
    ["(<:@host;user=1>)", 10, /user is none of/],
    ["(<:@host;pwd=>)", 10, /pwd has no value/],
    ["(1S65 )", 3, /more than 64 s/],
    ["(1S3.)", 3, /3\. is no number of seconds/],
    ["(P9999 <:1>)", 2, /more than 3600 s/],
    ["L8,(1)", 2, /: after L expected, not 8/],
    ["L:x,(1)", 3, /x is no number/],
    ["L:,(1)", 3, /nothing is no number/],
    ["S:100,(1)", 3, /more than 64 s/],
    ["S:4(1)", 4, /, after a timer/],
    ["X:4,(1)", 1, /\( expected, not X/],
    [`(${"x".repeat(MAX_PLAN)})`, MAX_PLAN + 1, /longer than 2048/],
    [`(${"1|".repeat(MAX_SEQUENCES)})`, 2 + 2 * MAX_SEQUENCES, /more than 512 sequences/],
  ];
  for (const [text, column, reason] of refused)
    it(`is refused: ${text.slice(0, 24)}`, () => {
      const refusal = parseDialPlan(text);
      ok(isRefusal(refusal));
      equal(refusal.column, column);
      ok(reason.test(refusal.reason), refusal.reason);
    });

  it("may be as long as a setting", () => {
    equal(isRefusal(parseDialPlan(`(${"x".repeat(MAX_PLAN - 2)})`)), false);
  });

  it("is read or refused within the text, and never throws", () => {
    fc.assert(
      fc.property(anyPlan, (text) => {
        const plan = parseDialPlan(text);
        if (!isRefusal(plan)) return;
        ok(plan.column >= 1 && plan.column <= Math.max(1, text.length), `${plan.column}`);
        ok(plan.reason.length > 0 && plan.reason.length < 100);
        ok(![...plan.reason].some((char) => char < " "), "a control character in a message");
      }),
      { numRuns: 2000 },
    );
  });

  it("is read when it follows the grammar", () => {
    fc.assert(fc.property(goodPlan, (text) => equal(isRefusal(parseDialPlan(text)), false)));
  });

  it("means the same with blanks between everything that is no timer", () => {
    fc.assert(
      fc.property(goodPlan, (text) => {
        fc.pre(!/[SLP]/.test(text));
        deepEqual(parseDialPlan(text.split("").join(" ")), parseDialPlan(text.replaceAll(" ", "")));
      }),
    );
  });
});
