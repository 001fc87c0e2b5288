/** The other side of a call asks us to call somebody (RFC 3515, RFC 4488, RFC 5589). */
import { deepEqual, equal, match } from "node:assert/strict";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import { header, type SipMessage, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, MEDIA, sdp } from "./far-end.js";

type Referred = Extract<SipEvent, { event: "referred" }>;

const refer = (t: Bench, call: SipMessage, cseq: number, referTo: string, ...headers: string[]) =>
  t.inside(call, "REFER", cseq, { headers: [`Refer-To: ${referTo}`, ...headers] });

const referral = (t: Bench): Referred | undefined =>
  t.events.splice(0).find((event): event is Referred => event.event === "referred");

const follow = (t: Bench, target = "sip:103@desk.test") =>
  t.order({ do: "invite", call: 3, target, media: MEDIA, referral: 2 });

/** A NOTIFY of ours, answered: its fragment and what Subscription-State says. */
function notified(t: Bench, status = 200): [string, string] {
  const notify = t.asked("NOTIFY");
  equal(header(notify, "Content-Type"), "message/sipfrag;version=2.0");
  t.reply(notify, status);
  return [bodyOf(notify).trim(), header(notify, "Subscription-State") ?? ""];
}

/** A call in which we have been asked to call 103, and do. */
function followed(): { t: Bench; call: SipMessage; invite: SipRequest } {
  const t = new Bench({ maxCalls: 3 });
  const call = t.callIn();
  refer(t, call, 2, "<sip:103@desk.test>");
  follow(t);
  t.answered(202);
  deepEqual(notified(t), ["SIP/2.0 100 Trying", "active;expires=240"]);
  // the INVITE went out behind the NOTIFY
  const invite = t.asked("INVITE");
  t.told();
  return { t, call, invite };
}

describe("a referral that is followed", () => {
  it("is told of to the end, though the first news has overtaken our 202", () => {
    const t = new Bench({ maxCalls: 3 });
    const call = t.callIn();
    refer(t, call, 2, "<sip:103@desk.test>");
    follow(t);
    t.answered(202);
    const [trying] = t.sent.splice(0, 1) as SipRequest[];
    const invite = t.asked("INVITE");
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    t.silent();
    t.reply(trying, 491);
    deepEqual(notified(t), ["SIP/2.0 200 OK", "terminated;reason=noresource"]);
  });

  it("is accepted, and told of from the first to the last", () => {
    const t = new Bench();
    const call = t.callIn();
    refer(t, call, 2, "<sip:103@desk.test>", 'Referred-By: "Boss" <sip:boss@desk.test>;x=1');
    deepEqual(referral(t), { event: "referred", call: 2, target: "sip:103@desk.test", by: "sip:boss@desk.test" });
    t.silent();
    follow(t);
    const accepted = t.answered(202);
    match(header(accepted, "Contact") ?? "", new RegExp(t.agent.contactUser));
    const trying = t.asked("NOTIFY");
    equal(header(trying, "Event"), "refer");
    equal(header(trying, "Subscription-State"), "active;expires=240");
    equal(bodyOf(trying), "SIP/2.0 100 Trying\r\n");
    const invite = t.asked("INVITE");
    equal(invite.uri, "sip:103@desk.test");
    equal(header(invite, "Referred-By"), '"Boss" <sip:boss@desk.test>;x=1');
    t.reply(trying, 200);
    t.reply(invite, 180);
    deepEqual(notified(t), ["SIP/2.0 180 Ringing", "active;expires=240"]);
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    deepEqual(notified(t), ["SIP/2.0 200 OK", "terminated;reason=noresource"]);
    deepEqual(t.silent().told(), ["progressed 180", "agreed PCMU sendrecv", "answered"]);
  });

  it("tells of a refusal", () => {
    const { t, invite } = followed();
    t.reply(invite, 486);
    t.asked("ACK");
    deepEqual(notified(t), ["SIP/2.0 486 Busy Here", "terminated;reason=noresource"]);
    deepEqual(t.told(), ["refused 486"]);
  });

  it("tells of a call that cannot be made, and of one that is given up", () => {
    const t = new Bench();
    refer(t, t.callIn(), 2, "<sip:103@desk.test>");
    follow(t, "tel:nowhere");
    t.answered(202);
    notified(t);
    deepEqual(notified(t), ["SIP/2.0 484 Address Incomplete", "terminated;reason=noresource"]);

    const { t: u, invite } = followed();
    u.reply(invite, 180);
    notified(u);
    u.order({ do: "hangUp", call: 3 });
    u.asked("CANCEL");
    deepEqual(notified(u), ["SIP/2.0 487 Request Terminated", "terminated;reason=noresource"]);
  });

  it("says one thing at a time, and the newest when there is time", () => {
    const { t, invite } = followed();
    t.reply(invite, 180);
    const ringing = t.asked("NOTIFY");
    t.reply(invite, 183);
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    t.silent();
    t.reply(ringing, 200);
    deepEqual(notified(t), ["SIP/2.0 200 OK", "terminated;reason=noresource"]);
    t.silent();
  });

  it("is told even after the call in which it was asked for", () => {
    const { t, call, invite } = followed();
    t.inside(call, "BYE", 3);
    t.answered(200);
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    deepEqual(notified(t), ["SIP/2.0 200 OK", "terminated;reason=noresource"]);
    t.silent();
  });

  it("is not told to who does not listen, and to our server not without proof", () => {
    const { t, invite } = followed();
    t.reply(invite, 180);
    notified(t, 481);
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    t.silent();

    const { t: u, invite: other } = followed();
    u.reply(other, 180);
    u.reply(u.asked("NOTIFY"), 401, { headers: ['WWW-Authenticate: Digest realm="desk.test", nonce="n"'] });
    const again = u.asked("NOTIFY");
    match(header(again, "Authorization") ?? "", /nonce="n"/);
    equal(bodyOf(again), "SIP/2.0 180 Ringing\r\n");
  });

  it("is told without a word where none is wanted (RFC 4488)", () => {
    const t = new Bench();
    refer(t, t.callIn(), 2, "<sip:103@desk.test>", "Refer-Sub: false", "Require: norefersub");
    follow(t);
    equal(header(t.answered(202), "Refer-Sub"), "false");
    const invite = t.asked("INVITE");
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    t.silent();
  });

  it("can be prolonged and ended by who hears of it (RFC 3515 section 2.4.4)", () => {
    const { t, call, invite } = followed();
    t.inside(call, "SUBSCRIBE", 3, { headers: ["Event: refer", "Expires: 60"] });
    equal(header(t.answered(200), "Expires"), "240");
    deepEqual(notified(t), ["SIP/2.0 100 Trying", "active;expires=240"]);
    t.inside(call, "SUBSCRIBE", 4, { headers: ["Event: refer", "Expires: 0"] });
    t.answered(200);
    deepEqual(notified(t), ["SIP/2.0 100 Trying", "terminated;reason=timeout"]);
    t.reply(invite, 180);
    t.silent();
    t.inside(call, "SUBSCRIBE", 5, { headers: ["Event: refer", "Expires: 60"] });
    t.answered(481);
    t.inside(call, "SUBSCRIBE", 6, { headers: ["Event: presence"] });
    t.answered(489);
  });

  it("comes to an end by itself", () => {
    const { t, invite } = followed();
    t.reply(invite, 180);
    notified(t);
    t.after(240_000);
    const last = t.sent.find((message) => message.kind === "request" && message.method === "NOTIFY");
    equal(last && header(last, "Subscription-State"), "terminated;reason=timeout");
  });

  it("names the second one by its number (RFC 3515 section 2.4.6)", () => {
    const { t, call, invite } = followed();
    refer(t, call, 3, "<sip:104@desk.test>");
    t.answered(491);
    t.reply(invite, 404);
    t.asked("ACK");
    notified(t);
    t.told();
    refer(t, call, 4, "<sip:104@desk.test>");
    t.order({ do: "invite", call: 5, target: "104", media: MEDIA, referral: 2 });
    t.answered(202);
    equal(header(t.asked("NOTIFY"), "Event"), "refer;id=4");
  });
});

describe("a referral that is not followed", () => {
  it("is declined by the telephone, or by its silence", () => {
    const t = new Bench();
    const call = t.callIn();
    refer(t, call, 2, "<sip:103@desk.test>");
    t.order({ do: "declineReferral", call: 2 });
    t.answered(603);
    refer(t, call, 3, "<sip:103@desk.test>");
    t.after(499).silent();
    t.after(1).answered(603);
    t.told();
    follow(t);
    t.asked("INVITE");
    t.silent();
    t.order({ do: "declineReferral", call: 2 });
    t.silent();
  });

  it("is declined though the call is over, for a REFER wants its answer", () => {
    const t = new Bench();
    const call = t.callIn();
    refer(t, call, 2, "<sip:103@desk.test>");
    t.inside(call, "BYE", 3);
    t.answered(200);
    t.after(500).answered(603);
    t.after(60_000).sent.splice(0);
    equal(t.agent.size, 0);
  });

  it("is refused when it is none, more than one, or of another kind", () => {
    const t = new Bench();
    const call = t.callIn();
    const rows: [string, number, ...string[]][] = [
      ["", 400],
      ["<sip:103@desk.test>", 400, "Refer-To: <sip:104@desk.test>"],
      ["<http://desk.test>", 416],
      ["<sip:103@desk.test;method=BYE>", 603],
      ["<sip:103@desk.test?Replaces=nonsense>", 400],
      ["<sip:103@desk.test>", 420, "Require: multiple-refer"],
    ];
    rows.forEach(([referTo, status, ...headers], i) => {
      refer(t, call, 2 + i, referTo, ...headers);
      t.answered(status);
    });
    t.inside(call, "REFER", 20);
    t.answered(400);
    deepEqual(t.told(), []);
  });

  it("is refused outside a call: no stranger makes us call", () => {
    const t = new Bench();
    t.ask("REFER", { headers: ["Refer-To: <sip:103@desk.test>"] });
    t.answered(403);
    deepEqual(t.told(), []);
  });
});

describe("whom we are referred to", () => {
  const target = (referTo: string) => {
    const t = new Bench();
    refer(t, t.callIn(), 2, referTo);
    const event = referral(t);
    if (!event) t.answered(603);
    return event?.target;
  };

  it("is a user of our own domain, or a number, which our own server is asked for", () => {
    equal(target("<sip:103@desk.test>"), "sip:103@desk.test");
    equal(target("<sip:103@192.0.2.1:5060;user=phone>"), "sip:103@desk.test;user=phone");
    equal(target("<sip:+4930123@elsewhere.test>"), "sip:+4930123@desk.test");
    equal(target("<tel:+49-30-123>"), "sip:+4930123@desk.test");
    equal(target("<sip:eve@elsewhere.test>"), undefined);
    equal(target("<sips:103@desk.test>"), undefined);
    equal(target("<sip:desk.test>"), undefined);
  });

  it("is told who wants that, unless he makes too many words of it", () => {
    const t = new Bench();
    const by = `<sip:boss@desk.test>;x=${"y".repeat(600)}`;
    refer(t, t.callIn(), 2, "<sip:103@desk.test>", `Referred-By: ${by}`);
    equal(referral(t)?.by, null);
    follow(t);
    t.answered(202);
    t.asked("NOTIFY");
    equal(header(t.asked("INVITE"), "Referred-By"), undefined);
  });

  it("takes the place of the call it is told to, and says nothing else that was put into its mouth", () => {
    const t = new Bench();
    refer(
      t,
      t.callIn(),
      2,
      "<sip:103@desk.test?Replaces=abc%40lab%3Bto-tag%3Dt%3Bfrom-tag%3Df&Require=replaces&Subject=hello>",
    );
    const event = referral(t);
    equal(event?.by, null);
    follow(t, event?.target);
    t.answered(202);
    t.asked("NOTIFY");
    const invite = t.asked("INVITE");
    equal(invite.uri, "sip:103@desk.test");
    equal(header(invite, "To"), "<sip:103@desk.test>");
    equal(header(invite, "Replaces"), "abc@lab;to-tag=t;from-tag=f");
    equal(header(invite, "Require"), "replaces");
    equal(header(invite, "Subject"), undefined);
    equal(header(invite, "Referred-By"), undefined);
  });
});
