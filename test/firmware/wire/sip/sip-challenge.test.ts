import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  emitChallenge,
  emitCredentials,
  parseChallenge,
  parseCredentials,
  parseNextNonce,
} from "../../../../firmware/wire/sip/sip-challenge.js";
import { record } from "./sip-samples.js";

const TEXT = fc.string({ unit: "binary", maxLength: 12 });
const WORD = fc.stringMatching(/^[A-Za-z0-9-]{1,8}$/);
const HEX = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const LINE =
  'Digest realm="example.com", domain="sip:a.example.com sip:b.example.com", nonce="dcd98b\\"7102",opaque="5ccc", ' +
  'stale=TRUE , algorithm=SHA-256, qop="auth, auth-int", charset=UTF-8';

describe("challenges", () => {
  it("are read", () => {
    deepEqual(parseChallenge(LINE), {
      scheme: "Digest",
      realm: "example.com",
      nonce: 'dcd98b"7102',
      opaque: "5ccc",
      algorithm: "SHA-256",
      qop: ["auth", "auth-int"],
      stale: true,
      domain: "sip:a.example.com sip:b.example.com",
    });
  });

  it("may want the name hidden, and a next nonce used", () => {
    const challenge = parseChallenge('Digest realm="a", nonce="b", userhash=TRUE');
    ok(challenge?.userhash);
    deepEqual(parseChallenge(emitChallenge(challenge)), challenge);
    equal(parseChallenge('Digest realm="a", nonce="b", userhash=false')?.userhash, undefined);
    const hidden = { username: "hash", realm: "a", nonce: "b", uri: "sip:a", response: "00", algorithm: null };
    const rest = { scheme: "Digest", opaque: null, qop: "auth", cnonce: "c", nc: "00000001", userhash: true } as const;
    deepEqual(parseCredentials(emitCredentials({ ...hidden, ...rest })), { ...hidden, ...rest });
    equal(parseNextNonce('qop=auth, rspauth="6629", nextnonce="a\\"b"'), 'a"b');
    for (const text of ["", "nextnonce", 'nextnonce=""', "rspauth=00", "a=1, a=2, nextnonce=x"])
      equal(parseNextNonce(text), undefined, text);
  });

  it("have little that must be there", () => {
    deepEqual(parseChallenge('DIGEST  Nonce = abc , REALM = ""'), {
      scheme: "Digest",
      realm: "",
      nonce: "abc",
      opaque: null,
      algorithm: "MD5",
      qop: [],
      stale: false,
      domain: null,
    });
    for (const text of [
      "",
      "Digest",
      "Digest ",
      "Basic realm=x",
      "DigestX realm=a, nonce=b",
      'Digest realm="a"',
      'Digest nonce="a"',
      'Digest realm="a", nonce=""',
      'Digest realm="a", nonce="b", realm="c"',
      'Digest realm="a", nonce="b", ex tra=1',
      'Digest realm="a", nonce="b", lonely',
    ])
      equal(parseChallenge(text), undefined, text);
  });

  it("are written as they are read", () => {
    const challenges = record({
      scheme: fc.constant("Digest"),
      realm: TEXT,
      nonce: fc.string({ unit: "binary", minLength: 1 }),
      opaque: fc.option(TEXT),
      algorithm: WORD,
      qop: fc.array(fc.constantFrom("auth", "auth-int"), { maxLength: 2 }),
      stale: fc.boolean(),
      domain: fc.option(TEXT),
    });
    fc.assert(fc.property(challenges, (challenge) => deepEqual(parseChallenge(emitChallenge(challenge)), challenge)));
  });
});

describe("credentials", () => {
  const good = {
    scheme: "Digest",
    username: "bob",
    realm: "biloxi.com",
    nonce: "dcd98b",
    uri: "sip:bob@biloxi.com",
    response: "6629fae49393a05397450978507c4ef1",
    algorithm: null,
    opaque: "5ccc",
    qop: "auth",
    cnonce: "0a4f113b",
    nc: "00000001",
  };
  const line =
    'Digest username="bob",\trealm="biloxi.com", nonce="dcd98b", uri="sip:bob@biloxi.com", qop=auth, nc=00000001, ' +
    'cnonce="0a4f113b", response="6629FAE49393a05397450978507c4ef1", opaque="5ccc"';

  it("are read", () => deepEqual(parseCredentials(line), good));

  it("are written as RFC 7616 wants its quotes", () => {
    equal(
      emitCredentials({ ...good, algorithm: "MD5" }),
      'Digest username="bob", realm="biloxi.com", nonce="dcd98b", uri="sip:bob@biloxi.com", ' +
        'response="6629fae49393a05397450978507c4ef1", algorithm=MD5, cnonce="0a4f113b", opaque="5ccc", qop=auth, nc=00000001',
    );
  });

  it("are refused when a part is missing or misshapen", () => {
    for (const part of ["username", "realm", "nonce", "uri", "response"])
      equal(parseCredentials(line.replace(`${part}=`, "x=")), undefined, part);
    for (const [from, to] of [
      ["00000001", "1"],
      ["00000001", "0000000g"],
      ["6629", "xyz"],
      ["Digest", "Basic"],
    ])
      equal(parseCredentials(line.replace(from, to)), undefined, to);
    equal(parseCredentials("NoOneKnowsThisScheme opaque-data=here"), undefined);
  });

  it("are written as they are read", () => {
    const credentials = record({
      scheme: fc.constant("Digest"),
      username: TEXT,
      realm: TEXT,
      nonce: fc.string({ minLength: 1 }),
      uri: fc.string({ minLength: 1 }),
      response: HEX(64),
      algorithm: fc.option(WORD),
      opaque: fc.option(TEXT),
      qop: fc.option(WORD),
      cnonce: fc.option(TEXT),
      nc: fc.option(HEX(8)),
    });
    fc.assert(fc.property(credentials, (value) => deepEqual(parseCredentials(emitCredentials(value)), value)));
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[=," \\a]{0,30}$/), fc.nat(120), (wound, at) => {
        const text = line.slice(0, at) + wound + line.slice(at);
        ok(parseCredentials(text) !== null && parseChallenge(text) !== null);
      }),
    );
  });
});
