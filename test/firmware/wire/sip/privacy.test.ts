import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitPrivacy, parsePrivacy } from "../../../../firmware/wire/sip/privacy.js";

describe("Privacy", () => {
  it("is a set of words", () => {
    deepEqual(parsePrivacy("id"), ["id"]);
    deepEqual(parsePrivacy("Header; session ;user;critical;header"), ["header", "session", "user", "critical"]);
    deepEqual(parsePrivacy("id, history"), ["id", "history"]);
    for (const text of ["", ";", "id;", "i d", "id=1"]) equal(parsePrivacy(text), undefined, text);
  });

  it("is written as it is read", () => {
    equal(emitPrivacy(["id", "critical"]), "id;critical");
    const sets = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(sets, (set) => deepEqual(parsePrivacy(emitPrivacy(set)), set)));
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => ok((parsePrivacy(text)?.length ?? 0) <= 64)));
  });
});
