import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitReplaces, parseReplaces } from "../../../../firmware/wire/sip/sip-replaces.js";
import { replacements } from "./replaces-samples.js";

describe("Replaces", () => {
  it("names a dialog", () => {
    // RFC 3891 section 6.1
    deepEqual(parseReplaces("98732@sip.example.com ;from-tag=r33th4x0r ;to-tag=ff87ff"), {
      callId: "98732@sip.example.com",
      toTag: "ff87ff",
      fromTag: "r33th4x0r",
      earlyOnly: false,
    });
    deepEqual(parseReplaces("12adf2f34456gs5;to-tag=12345;From-Tag=54321;early-only;x=y"), {
      callId: "12adf2f34456gs5",
      toTag: "12345",
      fromTag: "54321",
      earlyOnly: true,
    });
    equal(parseReplaces("a@b;to-tag=0;from-tag=0")?.toTag, "0");
  });

  it("is refused without both tags, or with too many", () => {
    for (const text of [
      "",
      "a@b",
      ";to-tag=1;from-tag=2",
      "a@b;to-tag=1",
      "a@b;from-tag=1",
      "a@b;to-tag;from-tag=2",
      "a@b;to-tag=;from-tag=2",
      "a@b;to-tag=1;from-tag=2;to-tag=3",
      "a@b;to-tag=1;from-tag=2, c@d;to-tag=1;from-tag=2",
      "a b;to-tag=1;from-tag=2",
      "a@b@c;to-tag=1;from-tag=2",
      'a@b;to-tag="1";from-tag=2',
    ])
      equal(parseReplaces(text), undefined, text);
  });

  it("is written as it is read", () => {
    fc.assert(fc.property(replacements, (value) => deepEqual(parseReplaces(emitReplaces(value)), value)));
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(a@b|;|=|to-tag|from-tag|"|,| ){0,12}$/), (text) => {
        ok(parseReplaces(text)?.callId !== "");
      }),
    );
  });
});
