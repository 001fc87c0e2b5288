import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { MAX_PROFILE } from "../../../firmware/config/names.js";
import { emitProfile, parseProfile } from "../../../firmware/config/profile.js";

const refusal = (text: string) => {
  const profile = parseProfile(text);
  return "refused" in profile ? profile.refused : null;
};

describe("a profile", () => {
  it("is settings by name", () => {
    deepEqual(parseProfile('{"settings":{"Proxy[1]":"pbx:5060","Proxy_2_":"other"}}'), {
      settings: { "Proxy[1]": "pbx:5060", Proxy_2_: "other" },
    });
    deepEqual(parseProfile('\ufeff {"settings":{}}\n'), { settings: {} });
  });

  it("may use the numbers and truths of JSON", () => {
    deepEqual(parseProfile('{"settings":{"SIP_T1":0.5,"Register[1]":false,"Register[2]":true}}'), {
      settings: { SIP_T1: "0.5", "Register[1]": "No", "Register[2]": "Yes" },
    });
  });

  it("is refused in one line", () => {
    const nothing = 'a profile is {"settings":{...}} in JSON';
    for (const text of [
      "",
      "{}",
      "[]",
      "null",
      "7",
      "{",
      '{"settings":[]}',
      '{"settings":null}',
      '{"settings":{"a":{}}}',
    ])
      equal(refusal(text), nothing, text);
    equal(refusal('{"settings":{"Proxy[1]":null}}'), "Proxy[1]: a value is a text, a number, true or false");
    equal(refusal('{"settings":{},"lines":2}'), "lines: not part of a profile");
    equal(refusal(" <flat-profile>"), 'XML profiles are not read: give {"settings":{...}} in JSON');
    equal(refusal(" ".repeat(MAX_PROFILE + 1)), "a profile has at most 65536 characters");
    equal(refusal("[".repeat(MAX_PROFILE)), nothing);
    equal(refusal('{"settings":'.repeat(5000)), nothing);
  });

  it("keeps braces and quotes within its texts", () => {
    const settings = { "Password[1]": '[{"\\', "Dial_Plan[1]": '(<1:"[2-9]>)' };
    deepEqual(parseProfile(JSON.stringify({ settings })), { settings });
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: "binary" })), (settings) => {
        const profile = parseProfile(emitProfile(settings));
        ok("settings" in profile);
        deepEqual(Object.entries(profile.settings), Object.entries(settings));
      }),
    );
  });

  it("is read or refused, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        const profile = parseProfile(text);
        if ("refused" in profile) ok(profile.refused.length < 200);
        else for (const value of Object.values(profile.settings)) equal(typeof value, "string");
      }),
    );
  });
});
