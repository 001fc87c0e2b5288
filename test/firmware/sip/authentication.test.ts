/** Challenges met by one request (RFC 3261 section 22). */
import { deepEqual, equal } from "node:assert/strict";
import { Authentication, realmOf } from "../../../firmware/sip/authentication.js";
import { Secret } from "../../../firmware/sip/digest.js";
import type { SipResponse } from "../../../firmware/wire/sip-message.js";
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

  it("has nothing to say to what is no challenge", () => {
    equal(fresh().meet(challenged(403, 'realm="r", nonce="1"'), null), false);
    equal(fresh().meet(challenged(401), null), false);
    equal(fresh().meet(challenged(401, 'realm="r", nonce="1", algorithm=AKAv1-MD5'), null), false);
    equal(realmOf(challenged(401, 'realm="r", nonce="1"')), "r");
    equal(realmOf(challenged(401)), undefined);
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
