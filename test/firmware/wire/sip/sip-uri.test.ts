import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  emitSipUri,
  parseSipUri,
  type SipUri,
  sameUri,
  schemeOf,
  uriParam,
} from "../../../../firmware/wire/sip/sip-uri.js";
import { LIST_LIMIT, URI_LIMIT } from "../../../../firmware/wire/sip/text-limits.js";
import { quickest } from "./sip-samples.js";

function read(text: string): SipUri {
  const uri = parseSipUri(text);
  ok(uri, text);
  return uri;
}

const WORD = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
const NAME = WORD.map((word) => word.toLowerCase()).filter((word) => word === word.toLowerCase());
const PARAMS = fc.uniqueArray(fc.tuple(NAME, fc.option(fc.string({ unit: "grapheme", maxLength: 8 }))), {
  maxLength: 4,
  selector: ([name]) => name,
});
const PORT = fc.option(fc.integer({ min: 1, max: 65535 }));
const HOST = fc.constantFrom("example.com", "192.0.2.1", "2001:db8::1", "h");

const sipUris: fc.Arbitrary<SipUri> = fc
  .record({
    scheme: fc.constantFrom("sip" as const, "sips" as const),
    user: fc.oneof(WORD, fc.constant("")),
    password: fc.option(fc.string({ unit: "grapheme", maxLength: 5 })),
    host: HOST,
    port: PORT,
    params: PARAMS,
    headers: fc.array(fc.tuple(NAME, fc.string({ unit: "grapheme", maxLength: 8 })), { maxLength: 3 }),
  })
  .map(({ password, ...uri }) => (password === null || uri.user === "" ? uri : { ...uri, password }));

const telUris: fc.Arbitrary<SipUri> = fc
  .record({ user: fc.stringMatching(/^\+?[0-9().-]{1,12}$/), params: PARAMS })
  .map((parts) => ({ ...parts, scheme: "tel", host: "", port: null, headers: [] }));

describe("SIP URIs", () => {
  it("are read", () => {
    deepEqual(read("SIP:Alice:secret@Example.COM:5070;Transport=TCP;lr?Subject=a%20b&to=c"), {
      scheme: "sip",
      user: "Alice",
      password: "secret",
      host: "example.com",
      port: 5070,
      params: [
        ["transport", "TCP"],
        ["lr", null],
      ],
      headers: [
        ["subject", "a b"],
        ["to", "c"],
      ],
    });
    deepEqual(read("sips:h"), { scheme: "sips", user: "", host: "h", port: null, params: [], headers: [] });
    equal(read("sip:[2001:DB8::1]:5070").host, "2001:db8::1");
    equal(uriParam(read("sip:a@h;lr;user=phone"), "LR"), "");
    equal(uriParam(read("sip:a@h;lr;user=phone"), "user"), "phone");
    equal(uriParam(read("sip:a@h;lr;user=phone"), "transport"), undefined);
    deepEqual(read("sip:a@h;user=phone;User=ip").params, [["user", "phone"]]);
    equal(uriParam(read("sip:a@h;x=%22y%22"), "x"), '"y"');
  });

  it("have a user part that may hold nearly anything", () => {
    equal(read("sip:+15551234;phone-context=+1@h;user=phone").user, "+15551234;phone-context=+1");
    equal(read("sip:*31#123@h").user, "*31#123");
    equal(emitSipUri(read("sip:*31#123@h")), "sip:*31%23123@h");
    equal(read("sip:null-%00-null@h").user, "null-\0-null");
    equal(read("sip:a?b/c,d&e=f+g$@h").user, "a?b/c,d&e=f+g$");
    equal(read("sip:user%40other%3A1@h").user, "user@other:1");
    equal(emitSipUri(read("sip:user%40other%3A1@h")), "sip:user%40other%3A1@h");
    equal(emitSipUri(read("sip:J%fcrgen@h")), "sip:J%FCrgen@h");
    equal(read("sip:é@h").user, "é");
    equal(emitSipUri(read("sip:é@h")), "sip:%C3%A9@h");
    equal(read("sip:a:@h").password, "");
  });

  it("are refused", () => {
    for (const text of [
      "",
      "sip",
      "sip:",
      "sip:@h",
      "sip:a@",
      "sip:a@b@c",
      "sip::p@h",
      "sip:a b@h",
      "sip:a@h ",
      "<sip:a@h>",
      "sip:a@h:0",
      "sip:a@h:70000",
      "sip:a%@h",
      "sip:a%2@h",
      "sip:a@h;",
      "sip:a@h;;lr",
      "sip:a@h;=1",
      "sip:a@h;%zz",
      "sip:a@h?",
      "sip:a@h?=1",
      "sip:a@h\n",
      "sip:a@2001:db8::1",
      "http://h",
      "mailto:a@h",
      "tel:",
      "tel:abcxyz",
      "tel:1 2",
      "tel:+1;",
      "1:2",
    ])
      equal(parseSipUri(text), undefined, text);
  });

  it("have a scheme", () => {
    equal(schemeOf("SoAP.beep://x"), "soap.beep");
    for (const none of ["", "a", ":a", "<sip:a", "1a:b", "a b:c"]) equal(schemeOf(none), "", none);
  });

  it("are written as they are read", () => {
    fc.assert(fc.property(fc.oneof(sipUris, telUris), (uri) => deepEqual(parseSipUri(emitSipUri(uri)), uri)));
  });

  it("read the number of a tel URI", () => {
    const uri = read("tel:+1-201-555-0123;phone-context=example.com;ISUB=1");
    equal(uri.user, "+1-201-555-0123");
    equal(uri.host, "");
    equal(uriParam(uri, "isub"), "1");
    equal(emitSipUri(uri), "tel:+1-201-555-0123;phone-context=example.com;isub=1");
    equal(read("tel:*31#7042;phone-context=a").user, "*31#7042");
  });

  it("pass at their limits, and not past them", () => {
    const long = (size: number) => `sip:${"u".repeat(size - 6)}@h`;
    ok(parseSipUri(long(URI_LIMIT)));
    equal(parseSipUri(long(URI_LIMIT + 1)), undefined);
    ok(parseSipUri(`sip:h${";a".repeat(LIST_LIMIT)}`));
    equal(parseSipUri(`sip:h${";a".repeat(LIST_LIMIT + 1)}`), undefined);
  });

  it("never throw", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => parseSipUri(`sip:${text}`)?.scheme !== "tel"));
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a:@;=?&%0[\]."]{0,20}$/),
        (text) => parseSipUri(`sip:${text}`)?.scheme !== "tel",
      ),
    );
    const time = quickest(() => parseSipUri(`sip:${"%41".repeat(681)}@h`));
    ok(time < 20, `${time} ms`);
  });
});

describe("the same URI", () => {
  const same = (a: string, b: string) => sameUri(read(a), read(b)) && sameUri(read(b), read(a));

  it("is found in the examples of section 19.1.4", () => {
    for (const [a, b] of [
      ["sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"],
      ["sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"],
      ["sip:carol@chicago.com", "sip:carol@chicago.com;security=on"],
      ["sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on"],
      [
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
        "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
      ],
      [
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
        "sip:alice@atlanta.com?priority=urgent&subject=project%20x",
      ],
    ])
      ok(same(a, b), `${a} ${b}`);
  });

  it("is not found where they differ", () => {
    for (const [a, b] of [
      ["SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"],
      ["sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"],
      ["sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"],
      ["sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"],
      ["sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"],
      ["sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"],
      ["sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"],
      ["sip:a@h", "sips:a@h"],
      ["sip:a@h", "sip:a:p@h"],
      ["sip:a@h", "sip:a@h;maddr=192.0.2.1"],
      ["sip:a@h", "tel:5551"],
    ])
      ok(!same(a, b), `${a} ${b}`);
  });

  it("is found in tel URIs whatever separates the digits (RFC 3966 section 4)", () => {
    ok(same("tel:+1-201-555-0123", "TEL:+1(201)5550123"));
    ok(same("tel:7042;phone-context=Example.com;isub=1", "tel:7042;ISUB=1;phone-context=example.com"));
    ok(!same("tel:7042;phone-context=example.com", "tel:7042"));
    ok(!same("tel:+7042", "tel:7042"));
  });

  it("is always itself", () => {
    fc.assert(fc.property(sipUris, (uri) => sameUri(uri, read(emitSipUri(uri)))));
  });
});
