/** What comes without a call: news of a mailbox, wishes of a server, messages (RFC 3842, RFC 3428, `check-sync`). */
import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { digestResponse } from "../../../firmware/sip/digest.js";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import { parseChallenge } from "../../../firmware/wire/sip-challenge.js";
import { header, headerLines, type SipResponse } from "../../../firmware/wire/sip-message.js";
import { Bench, digest, MEDIA, sdp } from "./far-end.js";

const SUMMARY = "Content-Type: application/simple-message-summary";
const STRANGER = { address: "192.0.2.66", port: 5060, transport: "udp" } as const;

let n = 0;
const notify = (t: Bench, event: string, extra: { body?: string; headers?: string[]; from?: typeof STRANGER } = {}) =>
  t.ask("NOTIFY", { ...extra, callId: `notice${++n}`, headers: [`Event: ${event}`, ...(extra.headers ?? [])] });

const heard = <E extends SipEvent["event"]>(t: Bench, event: E): Extract<SipEvent, { event: E }>[] =>
  t.events.splice(0).filter((each): each is Extract<SipEvent, { event: E }> => each.event === event);

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

describe("news that nobody has subscribed to", () => {
  it("are heard of our server, with a state or without", () => {
    const t = new Bench();
    const body = "Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n";
    notify(t, "message-summary", { headers: ["Subscription-State: active", SUMMARY], body });
    t.answered(200);
    deepEqual(heard(t, "messages"), [{ event: "messages", waiting: true, fresh: 2, old: 8 }]);
    notify(t, "message-summary", { headers: [SUMMARY], body: "Messages-Waiting: no\r\n" });
    t.answered(200);
    deepEqual(heard(t, "messages"), [{ event: "messages", waiting: false, fresh: null, old: null }]);
  });

  it("are refused of strangers, of another kind, and of what nobody here knows", () => {
    const t = new Bench({ account: { restrictSource: false } });
    notify(t, "message-summary", { headers: [SUMMARY], body: "Messages-Waiting: yes\r\n", from: STRANGER });
    t.answered(403);
    notify(t, "message-summary", { headers: ["Content-Type: text/plain"], body: "hello" });
    t.answered(415);
    notify(t, "presence");
    match(header(t.answered(489), "Allow-Events") ?? "", /message-summary/);
    notify(t, "refer");
    t.answered(481);
    t.ask("SUBSCRIBE", { callId: "s", headers: ["Event: message-summary"] });
    t.answered(489);
    deepEqual(t.told(), []);
  });
});

describe("what a server wishes", () => {
  const free = { account: { challengesResync: false } };

  it("is told to the adapter", () => {
    const t = new Bench(free);
    const rows: [string, string][] = [
      ["check-sync", "resync"],
      ["check-sync;reboot=false", "resync"],
      ["check-sync;reboot=true", "reboot"],
      ["resync", "resync"],
      ["reboot", "reboot"],
      ["report", "report"],
    ];
    for (const [event, wish] of rows) {
      notify(t, event);
      t.answered(200);
      deepEqual(heard(t, "remote"), [{ event: "remote", wish }]);
    }
  });

  it("is no stranger's business", () => {
    const t = new Bench({ account: { ...free.account, restrictSource: false } });
    notify(t, "reboot", { from: STRANGER });
    t.answered(403);
    deepEqual(t.told(), []);
    const strict = new Bench(free);
    notify(strict, "reboot", { from: STRANGER });
    strict.silent();
  });

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

describe("a message", () => {
  const message = (t: Bench, body: string, type = "text/plain;charset=UTF-8", from?: typeof STRANGER) =>
    t.ask("MESSAGE", { callId: `m${++n}`, body, headers: [`Content-Type: ${type}`], from });

  it("reaches the telephone", () => {
    const t = new Bench();
    message(t, "Grüße");
    t.answered(200);
    const [told] = heard(t, "message");
    deepEqual([told.text, told.peer.number, told.peer.name], ["Grüße", "102", "Far End"]);
    const call = t.callIn();
    t.inside(call, "MESSAGE", 2, { body: "psst", headers: ["Content-Type: text/plain"] });
    t.answered(200);
    equal(heard(t, "message")[0]?.text, "psst");
  });

  it("may be empty, long as a datagram, and nothing but text", () => {
    const t = new Bench();
    message(t, "");
    t.answered(200);
    deepEqual(t.told(), []);
    message(t, "x".repeat(1300));
    t.answered(200);
    equal(heard(t, "message")[0]?.text.length, 1300);
    message(t, "x".repeat(1301));
    t.answered(413);
    message(t, "<b>x</b>", "text/html");
    equal(header(t.answered(415), "Accept"), "text/plain");
    message(t, "hello", "text/plain", STRANGER);
    t.silent();
    deepEqual(t.told(), []);
  });
});

describe("what a call says besides", () => {
  const invited = (...headers: string[]) => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), headers });
    t.answered(100);
    const [event] = heard(t, "invited");
    notEqual(event, undefined);
    return event;
  };

  it("is whether it wants to be answered by itself, in every hand", () => {
    equal(invited().answerAfter, null);
    equal(invited("Alert-Info: <http://x/bell>;answer-after=2").answerAfter, 2);
    equal(invited("Alert-Info: info=alert-autoanswer").answerAfter, 0);
    equal(invited("Call-Info: <sip:x@y>;answer-after=0").answerAfter, 0);
    equal(invited("Answer-Mode: Auto").answerAfter, 0);
    equal(invited("Priv-Answer-Mode: Auto;require").answerAfter, 0);
    equal(invited("Answer-Mode: Manual").answerAfter, null);
  });

  it("is who has sent it on", () => {
    equal(invited().diverted, null);
    equal(invited("Diversion: <sip:105@desk.test>;reason=no-answer", "Diversion: <sip:104@desk.test>").diverted, "104");
    equal(invited('Diversion: "Boss" <sip:desk.test>').diverted, "Boss");
    equal(invited("Diversion: <sip:104@desk.test>;privacy=full").diverted, null);
    equal(invited("History-Info: <sip:106@desk.test>;index=1, <sip:101@desk.test>;index=1.1;mp=1").diverted, "106");
  });
});

describe("a body in parts", () => {
  const body = (parts: [string, string][]) =>
    `${parts.map(([head, content]) => `--x\r\n${head}\r\n\r\n${content}\r\n`).join("")}--x--\r\n`;
  const invite = (kind: string, parts: [string, string][]) => {
    const t = new Bench();
    t.ask("INVITE", { body: body(parts), headers: [`Content-Type: multipart/${kind};boundary=x`] });
    return t;
  };
  const SDP: [string, string] = ["Content-Type: application/sdp", sdp()];

  it("has its session description found and answered (RFC 5621)", () => {
    for (const kind of ["mixed", "alternative", "related"]) {
      const t = invite(kind, kind === "alternative" ? [["Content-Type: text/plain", "hello"], SDP] : [SDP]);
      t.answered(100);
      t.order({ do: "answer", call: 2, media: MEDIA });
      match(new TextDecoder().decode(t.answered(200).body), /m=audio/);
      deepEqual(t.told(), ["invited", "agreed PCMU sendrecv"]);
    }
  });

  it("may hold what nobody has to understand, and nothing else", () => {
    const optional = "Content-Type: text/x-lab\r\nContent-Disposition: render;handling=optional";
    const t = invite("mixed", [SDP, [optional, "hello"]]);
    t.answered(100);
    deepEqual(t.told(), ["invited"]);
    match(
      header(invite("mixed", [SDP, ["Content-Type: text/x-lab", "hello"]]).answered(415), "Accept") ?? "",
      /multipart/,
    );
    const broken = new Bench();
    broken.ask("INVITE", { body: "--x", headers: ["Content-Type: multipart/mixed;boundary=x"] });
    broken.answered(415);
  });

  it("counts in an answer too", () => {
    const t = new Bench();
    t.reply(t.invite(1), 200, { body: body([SDP]), headers: ["Content-Type: multipart/mixed;boundary=x"] });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendrecv", "answered"]);
  });
});
