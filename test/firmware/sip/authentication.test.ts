/** Challenges met by one request (RFC 3261 section 22). */
import { deepEqual, equal, match } from "node:assert/strict";
import { Authentication, realmsOf } from "../../../firmware/sip/authentication.js";
import { Secret } from "../../../firmware/sip/digest.js";
import type { SipResponse } from "../../../firmware/wire/sip/sip-message.js";
import { dice, digest } from "./far-end.js";

const NOTHING = new Uint8Array(0);
const REQUEST = { method: "INVITE", uri: "sip:x", body: NOTHING };

const challenged = (status: 401 | 407 | 403, ...challenges: string[]): SipResponse => ({
  ...{ kind: "response", status, reason: "", body: NOTHING },
  headers: challenges.map((text) => [status === 407 ? "Proxy-Authenticate" : "WWW-Authenticate", `Digest ${text}`]),
});

const fresh = () => new Authentication(new Secret({ username: "u", password: "p", digest, chance: dice(1) }));
const names = (authentication: Authentication) => authentication.headers(REQUEST).map(([name]) => name);

describe("authentication", () => {
  it("answers one realm once, and a stale nonce again", () => {
    const authentication = fresh();
    equal(authentication.meet(challenged(401, 'realm="r", nonce="1"'), null), true);
    equal(authentication.meet(challenged(401, 'realm="r", nonce="2", stale=true'), null), true);
    equal(authentication.meet(challenged(401, 'realm="r", nonce="3"'), null), false);
    authentication.begin();
    equal(authentication.meet(challenged(401, 'realm="r", nonce="3"'), null), true);
  });

  it("answers several realms side by side, each in its header", () => {
    const authentication = fresh();
    equal(authentication.meet(challenged(407, 'realm="a", nonce="1"', 'realm="b", nonce="2"'), null), true);
    equal(authentication.meet(challenged(401, 'realm="a", nonce="3"'), null), true);
    deepEqual(names(authentication), ["Proxy-Authorization", "Proxy-Authorization", "Authorization"]);
  });

  it("answers no other realm than the one it is told", () => {
    equal(fresh().meet(challenged(401, 'realm="other", nonce="1"'), "mine"), false);
    equal(fresh().meet(challenged(401, 'realm="mine", nonce="1"'), "mine"), true);
  });

  it("takes of each realm the topmost it can do, with its own nonce (RFC 8760 section 2.4)", () => {
    const authentication = fresh();
    const row = (algorithm: string, nonce: string) =>
      `realm="biloxi.com", qop="auth", algorithm=${algorithm}, nonce="${nonce}", opaque="of ${nonce}"`;
    const asked = challenged(401, row("SHA-512-256", "a"), row("SHA-256", "b"), row("MD5", "c"));
    equal(authentication.meet(asked, null), true);
    const [[name, proof], ...others] = authentication.headers(REQUEST);
    equal(name, "Authorization");
    deepEqual(others, []);
    match(proof, /nonce="b".*response="[0-9a-f]{64}", algorithm=SHA-256, .*opaque="of b"/);
    const weaker = fresh();
    weaker.meet(challenged(401, row("MD5", "c"), row("SHA-256", "b")), null);
    match(weaker.headers(REQUEST)[0][1], /nonce="c".*response="[0-9a-f]{32}", algorithm=MD5/);
  });

  it("is given up after as many rounds as its owner allows", () => {
    for (const most of [0, 1, 2, 5]) {
      const secret = new Secret({ username: "u", password: "p", digest, chance: dice(1), maxChallenges: most });
      const authentication = new Authentication(secret);
      let rounds = 0;
      while (authentication.meet(challenged(401, `realm="r", nonce="${rounds}", stale=true`), null)) rounds++;
      equal(rounds, most);
    }
  });

  it("goes on with the nonce that it is told to use next (RFC 7616 section 3.5)", () => {
    const satisfied = (...headers: [string, string][]): SipResponse => ({
      ...{ kind: "response", status: 200, reason: "", body: NOTHING, headers },
    });
    const authentication = fresh();
    authentication.meet(challenged(401, 'realm="r", nonce="1", qop=auth, opaque="o"'), null);
    match(authentication.headers(REQUEST)[0][1], /nonce="1".*nc=00000001/);
    authentication.accepted(satisfied());
    match(authentication.headers(REQUEST)[0][1], /nonce="1".*nc=00000002/);
    authentication.accepted(satisfied(["Authentication-Info", 'nextnonce="2", qop=auth, rspauth="00"']));
    match(authentication.headers(REQUEST)[0][1], /nonce="2".*opaque="o".*nc=00000001/);
    for (const text of ['nextnonce=""', `nextnonce="${"x".repeat(1025)}"`, "nextnonce", "rspauth=1, rspauth=2"])
      authentication.accepted(satisfied(["Authentication-Info", text]));
    authentication.accepted(satisfied(["Proxy-Authentication-Info", 'nextnonce="3"']));
    match(authentication.headers(REQUEST)[0][1], /nonce="2".*nc=00000002/);
    authentication.meet(challenged(401, 'realm="other", nonce="4"'), null);
    authentication.accepted(satisfied(["Authentication-Info", 'nextnonce="5"']));
    match(authentication.headers(REQUEST)[0][1], /nonce="2"/, "whose would it be?");
  });

  it("has nothing to say to what is no challenge", () => {
    equal(fresh().meet(challenged(403, 'realm="r", nonce="1"'), null), false);
    equal(fresh().meet(challenged(401), null), false);
    equal(fresh().meet(challenged(401, 'realm="r", nonce="1", algorithm=AKAv1-MD5'), null), false);
    equal(realmsOf(challenged(401, 'realm="r", nonce="1"'), null), "r");
    equal(realmsOf(challenged(401), null), null);
  });

  it("does not gather realms without end", () => {
    const authentication = fresh();
    for (let n = 0; n < 40; n++) {
      authentication.begin();
      authentication.meet(challenged(401, `realm="r${n}", nonce="1"`), null);
    }
    equal(names(authentication).length <= 5, true);
  });
});
