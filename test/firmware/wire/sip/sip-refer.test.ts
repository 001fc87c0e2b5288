import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitReferredBy, emitReferTo, parseReferredBy, parseReferTo } from "../../../../firmware/wire/sip/sip-refer.js";
import { replacements } from "./replaces-samples.js";
import { quickest } from "./sip-samples.js";

const PLAIN = { display: "", replaces: null, require: [], otherHeaders: [] };

describe("Refer-To", () => {
  it("says whom to call", () => {
    deepEqual(parseReferTo("<sip:dave@denver.example.com>"), { ...PLAIN, uri: "sip:dave@denver.example.com" });
    deepEqual(parseReferTo("sip:alice@atlanta.example.com;x=y"), { ...PLAIN, uri: "sip:alice@atlanta.example.com" });
    deepEqual(parseReferTo('"D" <sip:Dave%20@H;lr>'), { ...PLAIN, display: "D", uri: "sip:Dave%20@H;lr" });
    deepEqual(parseReferTo("<tel:+1-555>"), { ...PLAIN, uri: "tel:+1-555" });
  });

  it("says which dialog the new call replaces", () => {
    // RFC 3515 section 2.1
    const written =
      "<sip:dave@denver.example.org?Replaces=12345%40192.168.118.3%3Bto-tag%3D12345%3Bfrom-tag%3D5FFE-3994>";
    const replaces = { callId: "12345@192.168.118.3", toTag: "12345", fromTag: "5FFE-3994", earlyOnly: false };
    deepEqual(parseReferTo(written), { ...PLAIN, uri: "sip:dave@denver.example.org", replaces });
    equal(emitReferTo("sip:dave@denver.example.org", replaces), written);
    equal(emitReferTo("sip:dave@denver.example.org", null), "<sip:dave@denver.example.org>");
    equal(emitReferTo("tel:123", null), "<tel:123>");
    equal(emitReferTo("tel:123", replaces), undefined);
    equal(
      emitReferTo("sips:d@h;lr;method=INVITE?Subject=x", { ...replaces, callId: "a", earlyOnly: true }),
      "<sips:d@h;lr?Replaces=a%3Bto-tag%3D12345%3Bfrom-tag%3D5FFE-3994%3Bearly-only>",
    );
  });

  it("may bring headers, which are told apart", () => {
    deepEqual(
      parseReferTo(
        "<sip:d@h;method=invite?Accept-Contact=audio&require=replaces%2Cx&REPLACES=a%3Bto-tag=1;from-tag=2&b>",
      ),
      {
        display: "",
        uri: "sip:d@h",
        replaces: { callId: "a", toTag: "1", fromTag: "2", earlyOnly: false },
        require: ["replaces", "x"],
        otherHeaders: ["accept-contact", "b"],
      },
    );
  });

  it("may ask for what we do not do", () => {
    const status = (text: string) => {
      const parsed = parseReferTo(text);
      return parsed && "refuse" in parsed ? parsed.refuse : parsed;
    };
    equal(status("<http://www.example.com/>"), 416);
    equal(status("<mailto:a@b>"), 416);
    equal(status("<sip:d@h;method=SUBSCRIBE>"), 603);
    equal(status("<sip:d@h;method>"), 603);
  });

  it("is refused when it cannot be read", () => {
    for (const text of [
      "",
      "dave",
      "<sip:>",
      "<sip:d@h",
      "sip:d@h?Replaces=a",
      "<sip:d@h?Replaces=a>",
      "<sip:d@h?Replaces=a%3Bto-tag=1%3Bfrom-tag=2&Replaces=a%3Bto-tag=1%3Bfrom-tag=2>",
      "<sip:d@h?Replaces=%>",
    ])
      equal(parseReferTo(text), undefined, text);
  });

  it("is written as it is read", () => {
    fc.assert(
      fc.property(replacements, (replaces) => {
        const written = emitReferTo("sip:b@h;transport=tcp", replaces);
        ok(written !== undefined);
        deepEqual(parseReferTo(written), { ...PLAIN, uri: "sip:b@h;transport=tcp", replaces });
      }),
    );
  });

  it("never throws, and takes little time", () => {
    const pieces = fc.constantFrom("<", ">", "sip:d@h", "?", "Replaces=", "a%3B", "to-tag=1", "&", ";", "%", '"', ",");
    fc.assert(fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => ok(parseReferTo(parts.join("")) !== null)));
    const time = quickest(() => parseReferTo(`<sip:d@h?${"Require=a%2C&".repeat(4096)}>`));
    ok(time < 20, `${time} ms`);
  });
});

describe("Referred-By", () => {
  it("says who sends the call", () => {
    deepEqual(parseReferredBy('"Bob" <sip:bob@h>;cid="2UWQFN309shb3@referrer.example"'), {
      address: { display: "Bob", uri: "sip:bob@h", params: [["cid", '"2UWQFN309shb3@referrer.example"']] },
      cid: "2UWQFN309shb3@referrer.example",
    });
    deepEqual(parseReferredBy("sip:bob@h"), { address: { display: "", uri: "sip:bob@h", params: [] }, cid: null });
    equal(parseReferredBy("bob"), undefined);
  });

  it("is written", () => {
    equal(emitReferredBy("", "sip:bob@h"), "<sip:bob@h>");
    equal(emitReferredBy("Bob", "sip:bob@h"), '"Bob" <sip:bob@h>');
  });
});
