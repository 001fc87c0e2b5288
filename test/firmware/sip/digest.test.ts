/** Digest answers against the worked examples of the RFCs. */
import { equal, match, notEqual, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { canAnswer, digestResponse, Secret } from "../../../firmware/sip/digest.js";
import { type Challenge, parseChallenge } from "../../../firmware/wire/sip/sip-challenge.js";
import { dice, digest } from "./far-end.js";

const NOTHING = new Uint8Array(0);
const ask = (text: string): Challenge => parseChallenge(`Digest realm="r", nonce="n"${text}`) as Challenge;

describe("digest authentication", () => {
  it("gives the answers of RFC 7616 section 3.9.1", () => {
    const common = {
      ...{ username: "Mufasa", realm: "http-auth@example.org", password: "Circle of Life", method: "GET" },
      ...{ uri: "/dir/index.html", nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc: "00000001" },
      ...{ cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop: "auth", body: NOTHING },
    };
    equal(digestResponse(digest, { ...common, algorithm: "MD5" }), "8ca523f5e9506fed4657c9700eebdbec");
    equal(
      digestResponse(digest, { ...common, algorithm: "SHA-256" }),
      "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    );
  });

  it("hides the user's name as in RFC 7616 section 3.9.2", () => {
    // the example's hash is SHA-512 cut short, which no board of ours has: what is put into it is the same for all
    const cut = (_: string, octets: Uint8Array) =>
      new Uint8Array(createHash("sha512").update(octets).digest()).slice(0, 32);
    const realm = "api@example.org";
    const challenge = ask(", algorithm=SHA-256, qop=auth, charset=UTF-8, userhash=true");
    equal(challenge.userhash, true);
    const [username, password] = ["J\u00e4s\u00f8n Doe", "Secret, or not?"];
    const secret = new Secret({ username, password, digest: cut, chance: dice(1) });
    const credentials = secret.answer({ ...challenge, realm }, { method: "GET", uri: "/doe.json", body: NOTHING });
    equal(credentials?.username, "488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec");
    equal(credentials?.userhash, true);
  });

  it("gives the answer of RFC 2617 section 3.5, and of RFC 2069 without qop", () => {
    const common = {
      ...{ algorithm: "MD5", username: "Mufasa", realm: "testrealm@host.com", password: "Circle Of Life" },
      ...{ method: "GET", uri: "/dir/index.html", nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093" },
      ...{ nc: "00000001", cnonce: "0a4f113b", body: NOTHING },
    };
    equal(digestResponse(digest, { ...common, qop: "auth" }), "6629fae49393a05397450978507c4ef1");
    equal(digestResponse(digest, { ...common, qop: null }), "670fd8c2df070c60b045671b8b24ff02");
  });

  it("makes a session key of the first nonces when asked to, and protects a body", () => {
    const common = {
      ...{ username: "u", realm: "r", password: "p", method: "REGISTER", uri: "sip:r", nonce: "n" },
      ...{ nc: "00000001", cnonce: "c", body: new Uint8Array([1, 2, 3]) },
    };
    const hex = (text: string | Uint8Array) =>
      Buffer.from(digest("MD5", typeof text === "string" ? Buffer.from(text) : text)).toString("hex");
    const session = hex(`${hex("u:r:p")}:n:c`);
    equal(
      digestResponse(digest, { ...common, algorithm: "md5-sess", qop: "auth" }),
      hex(`${session}:n:00000001:c:auth:${hex("REGISTER:sip:r")}`),
    );
    equal(
      digestResponse(digest, { ...common, algorithm: "MD5", qop: "auth-int" }),
      hex(`${hex("u:r:p")}:n:00000001:c:auth-int:${hex(`REGISTER:sip:r:${hex(common.body)}`)}`),
    );
    equal(digestResponse(digest, { ...common, algorithm: "SHA-512-256", qop: null }), undefined);
  });

  it("answers only what it knows, and nothing of absurd length", () => {
    equal(canAnswer(ask("")), true);
    equal(canAnswer(ask(", algorithm=sha-256, qop=auth")), true);
    equal(canAnswer(ask(', qop="auth-int,auth"')), true);
    equal(canAnswer(ask(", algorithm=SHA-512-256")), false);
    equal(canAnswer(ask(', qop="auth-conf"')), false);
    equal(canAnswer(ask(`, opaque="${"x".repeat(1025)}"`)), false);
  });

  it("counts the uses of each nonce by itself", () => {
    const secret = new Secret({ username: "u", password: "p", digest, chance: dice(1) });
    const request = { method: "REGISTER", uri: "sip:r", body: NOTHING };
    const a = { ...ask(", qop=auth"), nonce: "a" };
    const b = { ...a, nonce: "b" };
    const counts = [a, b, a, b, a].map((challenge) => secret.answer(challenge, request)?.nc);
    equal(counts.join(" "), "00000001 00000001 00000002 00000002 00000003");
    for (let n = 0; n < 20; n++) secret.answer({ ...a, nonce: `other${n}` }, request);
    equal(secret.answer(a, request)?.nc, "00000001", "forgotten by then");
  });

  it("keeps a session through its uses and through the nonces that follow", () => {
    const secret = new Secret({ username: "u", password: "p", digest, chance: dice(1) });
    const request = { method: "REGISTER", uri: "sip:r", body: NOTHING };
    const challenge = ask(", algorithm=MD5-sess, qop=auth");
    const first = secret.answer(challenge, request);
    const second = secret.answer(challenge, request);
    ok(first?.cnonce && first.cnonce === second?.cnonce, "the session key is made once");
    notEqual(first.response, second.response);
    secret.follow("n", "next");
    const third = secret.answer({ ...challenge, nonce: "next" }, request);
    equal(third?.nc, "00000001");
    equal(third?.cnonce, first.cnonce);
    const parts = {
      ...{ algorithm: "MD5-sess", username: "u", realm: "r", password: "p", ...request, nonce: "next", qop: "auth" },
      ...{ nc: "00000001", cnonce: first.cnonce },
    };
    equal(third?.response, digestResponse(digest, { ...parts, firstNonce: "n" }));
    notEqual(third?.response, digestResponse(digest, parts));
    secret.follow("next", "next");
    equal(secret.answer({ ...challenge, nonce: "next" }, request)?.nc, "00000002", "the same nonce is no new one");
    secret.follow("unheard of", "other");
    equal(secret.answer({ ...challenge, nonce: "other" }, request)?.nc, "00000001");
  });

  it("protects the body only when nothing less is asked for", () => {
    const secret = new Secret({ username: "u", password: "p", digest, chance: dice(1) });
    const request = { method: "INVITE", uri: "sip:r", body: new Uint8Array([118, 61, 48]) };
    equal(secret.answer(ask(', qop="auth-int,auth"'), request)?.qop, "auth");
    const whole = secret.answer(ask(", qop=auth-int"), request);
    equal(whole?.qop, "auth-int");
    const parts = {
      ...{ algorithm: "MD5", username: "u", realm: "r", password: "p", ...request, nonce: "n", qop: "auth-int" },
      ...{ nc: whole?.nc ?? "", cnonce: whole?.cnonce ?? "" },
    };
    equal(whole?.response, digestResponse(digest, parts));
    notEqual(whole?.response, digestResponse(digest, { ...parts, body: NOTHING }));
  });

  it("leaves out what the old form does not have", () => {
    const secret = new Secret({ username: "u", password: "p", digest, chance: dice(1) });
    const plain = secret.answer(ask(""), { method: "REGISTER", uri: "sip:r", body: NOTHING });
    equal(plain?.qop, null);
    equal(plain?.nc, null);
    equal(plain?.cnonce, null);
    match(plain?.response ?? "", /^[0-9a-f]{32}$/);
  });
});
