/** Servers have to prove that they know the line's password (RFC 7616, RFC 8760). */
import { deepEqual, equal, match } from "node:assert/strict";
import { digestResponse } from "../../../firmware/sip/digest.js";
import { parseChallenge } from "../../../firmware/wire/sip/sip-challenge.js";
import { header, headerLines, type SipResponse } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, digest, MEDIA, sdp } from "./far-end.js";

let n = 0;
const notify = (t: Bench, event: string, extra: { headers?: string[] } = {}) =>
  t.ask("NOTIFY", { callId: `notice${++n}`, headers: [`Event: ${event}`, ...(extra.headers ?? [])] });

/** Credentials for one of the challenges of a 401. */
function proof(refusal: SipResponse, method: string, uri: string, password = "pw-101", which = 0): string {
  const challenge = parseChallenge(headerLines(refusal, "WWW-Authenticate")[which]);
  if (!challenge) throw new Error("no challenge");
  const { realm, nonce, algorithm } = challenge;
  const parts = { algorithm, username: "101", realm, password, method, uri, nonce, qop: "auth", nc: "00000001" };
  const response = digestResponse(digest, { ...parts, cnonce: "c", body: new Uint8Array(0) });
  return (
    `Authorization: Digest username="101", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
    `response="${response}", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="c"`
  );
}

const uriOf = (t: Bench) => `sip:${t.agent.contactUser}@192.0.2.10:5062`;

describe("a wish of the server", () => {
  it("has to be proven, by either algorithm (RFC 7616, RFC 8760)", () => {
    for (const which of [0, 1]) {
      const t = new Bench();
      notify(t, "reboot");
      const refusal = t.answered(401);
      const lines = headerLines(refusal, "WWW-Authenticate");
      deepEqual(
        lines.map((line) => /algorithm=(\S+?),/.exec(line)?.[1]),
        ["SHA-256", "MD5"],
      );
      match(lines[0], /realm="desk\.test"/);
      deepEqual(t.told(), []);
      notify(t, "reboot", { headers: [proof(refusal, "NOTIFY", uriOf(t), "pw-101", which)] });
      t.answered(200);
      deepEqual(t.told(), ["remote"]);
    }
  });

  it("is not proven by a wrong password, another request, another's nonce, an old one, or one that was used", () => {
    const t = new Bench();
    t.at(1000);
    notify(t, "reboot");
    const refusal = t.answered(401);
    const refused = (headers: string[], stale: boolean) => {
      notify(t, "reboot", { headers });
      const [line] = headerLines(t.answered(401), "WWW-Authenticate");
      equal(/stale=true/.test(line), stale, line);
      deepEqual(t.told(), []);
    };
    const good = proof(refusal, "NOTIFY", uriOf(t));
    refused([proof(refusal, "NOTIFY", uriOf(t), "guess")], false);
    refused([proof(refusal, "INVITE", uriOf(t))], false);
    refused([proof(refusal, "NOTIFY", "sip:other@192.0.2.10")], false);
    refused([good.replace('username="101"', 'username="102"')], false);
    refused([good.replace(/nonce="[^"]*"/, 'nonce="rs.0123"')], false);
    refused(["Authorization: Digest nonsense"], false);

    const other = new Bench({ chance: () => 4711 });
    other.at(1000);
    notify(other, "reboot");
    refused([proof(other.answered(401), "NOTIFY", uriOf(t))], true);

    notify(t, "reboot", { headers: [good] });
    t.answered(200);
    deepEqual(t.told(), ["remote"]);
    refused([good], true);

    t.after(1);
    notify(t, "reboot");
    const late = proof(t.answered(401), "NOTIFY", uriOf(t));
    t.after(60_000);
    refused([late], true);
  });
});

describe("the realm of a challenge", () => {
  it("is our domain, whatever its port", () => {
    const t = new Bench({ account: { domain: "desk.test:5070" } });
    notify(t, "reboot");
    match(header(t.answered(401), "WWW-Authenticate") ?? "", /realm="desk\.test"/);
  });
});

describe("a call that has to prove itself", () => {
  it("is challenged, and rings with the proof", () => {
    const t = new Bench({ account: { challengesInvite: true } });
    t.ask("INVITE", { sdp: sdp() });
    const refusal = t.answered(401);
    t.ask("ACK", { to: header(refusal, "To"), branch: "far1" });
    deepEqual(t.told(), []);
    t.ask("INVITE", { cseq: 2, sdp: sdp(), headers: [proof(refusal, "INVITE", uriOf(t))] });
    t.answered(100);
    deepEqual(t.told(), ["invited"]);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const accepted = t.answered(200);
    t.inside(accepted, "ACK", 2);
    t.inside(accepted, "INVITE", 3, { sdp: sdp() });
    t.answered(200);
  });
});
