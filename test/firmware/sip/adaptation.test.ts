/** Calls to servers that object to extensions (RFC 3261 sections 8.1.3.5, 21.4.15, 21.4.16). */
import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, branchOf, cseqOf, sdp } from "./far-end.js";

function objects(t: Bench, invite: SipRequest, status: number, ...headers: string[]): void {
  t.reply(invite, status, { headers });
  t.asked("ACK");
}

describe("a call to who does not know an extension (420)", () => {
  it("is made again without it", () => {
    const t = new Bench();
    const first = t.invite(1);
    match(header(first, "Supported") ?? "", /100rel, norefersub, replaces, timer/);
    objects(t, first, 420, "Unsupported: Timer, 100rel");
    const second = t.asked("INVITE");
    for (const name of ["Call-ID", "From", "To"]) equal(header(second, name), header(first, name));
    equal(cseqOf(second), "2 INVITE");
    notEqual(branchOf(second), branchOf(first));
    equal(header(second, "Supported"), "norefersub, replaces");
    equal(header(second, "Session-Expires"), undefined);
    t.reply(second, 407, { headers: ['Proxy-Authenticate: Digest realm="desk", nonce="n", qop="auth"'] });
    t.asked("ACK");
    const third = t.asked("INVITE");
    equal(header(third, "Supported"), "norefersub, replaces");
    t.reply(third, 200, { sdp: sdp() });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendrecv", "answered"]);
  });

  it("is made again without what proxies were to know", () => {
    const t = new Bench({ account: { headers: { server: "", acceptLanguage: "", proxyRequire: "nat, foo" } } });
    const first = t.invite(1);
    equal(header(first, "Proxy-Require"), "nat, foo");
    objects(t, first, 420, "Unsupported: foo");
    const second = t.asked("INVITE");
    equal(header(second, "Proxy-Require"), "nat");
    objects(t, second, 420, "Unsupported: nat");
    equal(header(t.asked("INVITE"), "Proxy-Require"), undefined);
  });

  it("is given up when that leaves nothing to change", () => {
    for (const headers of [[], ["Unsupported: other"], ["Unsupported:"]]) {
      const t = new Bench();
      objects(t, t.invite(1), 420, ...headers);
      deepEqual(t.silent().told(), ["refused 420"]);
    }
    const t = new Bench();
    objects(t, t.invite(1), 420, "Unsupported: timer");
    objects(t, t.asked("INVITE"), 420, "Unsupported: timer");
    deepEqual(t.silent().told(), ["refused 420"]);
  });

  it("is given up when it could not be what it is without", () => {
    const t = new Bench();
    const replaces = "sip:103@desk.test?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2&Require=replaces";
    const invite = t.invite(1, replaces);
    equal(header(invite, "Require"), "replaces");
    objects(t, invite, 420, "Unsupported: replaces");
    deepEqual(t.silent().told(), ["refused 420"]);
  });

  it("is not made again by who has hung up", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180);
    t.order({ do: "hangUp", call: 1 });
    t.asked("CANCEL");
    objects(t, invite, 420, "Unsupported: timer");
    t.silent();
  });
});

describe("a call to who wants an extension (421)", () => {
  it("is made again with it, where it is known", () => {
    const t = new Bench({ account: { reliable: false } });
    const first = t.invite(1);
    equal(header(first, "Supported"), "norefersub, replaces, timer");
    objects(t, first, 421, "Require: 100rel");
    const second = t.asked("INVITE");
    equal(header(second, "Supported"), "norefersub, replaces, timer, 100rel");
    t.reply(second, 183, { headers: ["Require: 100rel", "RSeq: 7"], sdp: sdp() });
    equal(header(t.asked("PRACK"), "RAck"), "7 2 INVITE");
  });

  it("has its session refreshed where that is wanted", () => {
    const t = new Bench({ account: { sessionTimer: false, sessionExpires: 0, minSe: 0 } });
    const first = t.invite(1);
    equal(header(first, "Session-Expires"), undefined);
    objects(t, first, 421, "Require: timer");
    const second = t.asked("INVITE");
    equal(header(second, "Session-Expires"), "1800");
    t.reply(second, 200, { sdp: sdp(), headers: ["Session-Expires: 600;refresher=uac", "Require: timer"] });
    t.asked("ACK");
    t.after(299_000).silent();
    t.after(2_000).asked("INVITE");
  });

  it("is given up when it is not known, was said already, or is refused then", () => {
    for (const headers of [[], ["Require: precondition"], ["Require: timer"], ["Require: 100rel, precondition"]]) {
      const t = new Bench({ account: { reliable: false } });
      objects(t, t.invite(1), 421, ...headers);
      deepEqual(t.silent().told(), ["refused 421"]);
    }
    const t = new Bench({ account: { reliable: false } });
    objects(t, t.invite(1), 421, "Require: 100rel");
    objects(t, t.asked("INVITE"), 420, "Unsupported: 100rel");
    deepEqual(t.silent().told(), ["refused 420"]);
    const u = new Bench();
    objects(u, u.invite(1), 420, "Unsupported: 100rel");
    objects(u, u.asked("INVITE"), 421, "Require: 100rel");
    deepEqual(u.silent().told(), ["refused 421"]);
  });
});
