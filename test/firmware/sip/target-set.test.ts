/** Calls that are sent on (RFC 3261 section 8.1.3.4). */
import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import fc from "fast-check";
import { isRefusal, parseDialPlan } from "../../../firmware/dialplan/digit-map.js";
import { tagOf } from "../../../firmware/transaction/mandatory.js";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, branchOf, cseqOf, SERVER, sdp } from "./far-end.js";

const CHALLENGE = 'Proxy-Authenticate: Digest realm="desk", nonce="n", qop="auth", algorithm=MD5';

/** Answers an INVITE with a 302, and hears it acknowledged. */
function sendOn(t: Bench, invite: SipRequest, ...contacts: string[]): void {
  t.reply(invite, 302, { headers: contacts.map((contact) => `Contact: ${contact}`) });
  equal(branchOf(t.asked("ACK")), branchOf(invite));
}

function refuse(t: Bench, invite: SipRequest, status: number): void {
  t.reply(invite, status);
  t.asked("ACK");
}

describe("a call that is sent on", () => {
  it("goes to the Contact: a new branch, the next CSeq, the same Call-ID, From and To", () => {
    const t = new Bench();
    const first = t.invite(1);
    sendOn(t, first, "<sip:600@desk.test>");
    const second = t.asked("INVITE");
    equal(second.uri, "sip:600@desk.test");
    deepEqual(second.to, SERVER);
    notEqual(branchOf(second), branchOf(first));
    equal(cseqOf(second), "2 INVITE");
    for (const name of ["Call-ID", "From", "To"]) equal(header(second, name), header(first, name));
    t.reply(second, 180);
    t.reply(second, 200, { sdp: sdp() });
    equal(cseqOf(t.asked("ACK")), "2 ACK");
    deepEqual(t.told(), ["progressed 180", "agreed PCMU sendrecv", "answered"]);
    t.order({ do: "hangUp", call: 1 });
    t.reply(t.asked("BYE"), 200);
    t.after(64_000).silent();
    equal(t.agent.size, 0);
  });

  it("proves who it is wherever it is sent", () => {
    const t = new Bench();
    const first = t.invite(1);
    t.reply(first, 407, { headers: [CHALLENGE] });
    t.asked("ACK");
    const proven = t.asked("INVITE");
    sendOn(t, proven, "<sip:600@desk.test>");
    const second = t.asked("INVITE");
    match(header(second, "Proxy-Authorization") ?? "", /uri="sip:600@desk\.test".*nc=00000002/);
    t.reply(second, 407, { headers: [CHALLENGE.replace('"n"', '"m"')] });
    t.asked("ACK");
    const third = t.asked("INVITE");
    equal(cseqOf(third), "4 INVITE");
    match(header(third, "Proxy-Authorization") ?? "", /nonce="m"/);
    refuse(t, third, 407);
    deepEqual(t.silent().told(), ["refused 407"]);
  });

  it("tries the Contacts in order of q, then as listed, and ends with the last refusal", () => {
    const t = new Bench();
    sendOn(
      t,
      t.invite(1),
      "<sip:5@desk.test>;q=0.1, <sip:3@desk.test>;q=0.5",
      "<sip:1@desk.test>",
      "<sip:4@desk.test>;q=.5, <sip:2@desk.test>;q=0.9",
    );
    const called: string[] = [];
    for (const status of [486, 404, 480, 603, 484]) {
      const invite = t.asked("INVITE");
      called.push(invite.uri);
      refuse(t, invite, status);
    }
    deepEqual(
      called,
      [1, 2, 3, 5, 4].map((user) => `sip:${user}@desk.test`),
    );
    deepEqual(t.silent().told(), ["refused 484"]);
    equal(t.after(64_000).agent.size, 0);
  });

  it("tries each once, so that no circle is walked twice", () => {
    const t = new Bench();
    sendOn(t, t.invite(1), "<sip:103@desk.test>", "<sip:102@desk.test>", "<sip:103@desk.test:5060;x=1>");
    const second = t.asked("INVITE");
    equal(second.uri, "sip:103@desk.test");
    sendOn(t, second, "<sip:102@DESK.test>", "<sip:104@desk.test>");
    const third = t.asked("INVITE");
    equal(third.uri, "sip:104@desk.test");
    sendOn(t, third, "<sip:103@desk.test>", "<sip:102@desk.test>");
    deepEqual(t.silent().told(), ["refused 302"]);
  });

  it("is sent on as often as its owner allows, no more", () => {
    for (const maxRedirections of [0, 1, 5]) {
      const t = new Bench({ maxRedirections });
      let invite: SipRequest = t.invite(1);
      for (let n = 0; n < maxRedirections; n++) {
        sendOn(t, invite, `<sip:${200 + n}@desk.test>`, `<sip:${300 + n}@desk.test>;q=0.1`);
        invite = t.asked("INVITE");
        equal(invite.uri, `sip:${200 + n}@desk.test`);
      }
      sendOn(t, invite, "<sip:999@desk.test>");
      deepEqual(t.silent().told(), ["refused 302"]);
    }
  });

  it("stays with our own server: a number elsewhere is called there, anybody else is not", () => {
    const uriFor = (contact: string) => {
      const t = new Bench();
      sendOn(t, t.invite(1), contact);
      const [next] = t.sent;
      if (next) {
        deepEqual(next.to, SERVER);
        return next.kind === "request" && next.uri;
      }
      deepEqual(t.told(), ["refused 302"]);
      return undefined;
    };
    equal(uriFor("<sip:+4930123@198.51.100.66:5070;transport=tcp>"), "sip:+4930123@desk.test");
    equal(uriFor("<sip:bob@desk.test;user=phone;method=INVITE?Subject=x>"), "sip:bob@desk.test;user=phone");
    equal(uriFor("sip:bob@192.0.2.1"), "sip:bob@desk.test");
    equal(uriFor("<sip:*72900@192.0.2.1:5060>"), "sip:*72900@desk.test");
    for (const contact of [
      "<sip:bob@198.51.100.66>",
      "<sip:bob@192.0.2.1:5070>",
      "<sip:*72900@198.51.100.66>",
      "<sips:600@desk.test>",
      "<tel:+4930123>",
      "<mailto:bob@desk.test>",
      "<sip:desk.test>",
      "<sip:bob@desk.test;method=BYE>",
      "*",
      "<<",
    ])
      equal(uriFor(contact), undefined, contact);
  });

  it("goes nowhere that the dial plan does not lead to (and neither does who is referred)", () => {
    const plan = parseDialPlan("(1xx|0[1-9]x.|00xx.!)");
    if (isRefusal(plan)) throw new Error(plan.reason);
    const dialPlan = { plan, longTimer: 10_000, shortTimer: 3000, sendIncomplete: false, emergency: ["112"] };
    for (const [number, goes] of [
      ["103", true],
      ["030123", true],
      ["112", true],
      ["bob", true],
      ["2103", false],
      ["00900123", false],
      ["+900123", false],
      ["00-900.123;phone-context=desk.test", false],
    ] as const) {
      const t = new Bench({ account: { dialPlan } });
      sendOn(t, t.invite(1), `<sip:${number}@desk.test>`);
      equal(t.sent.length, goes ? 1 : 0, number);
      const away = new Bench({ account: { dialPlan } });
      sendOn(away, away.invite(1), `<sip:${number}@198.51.100.66>`);
      equal(away.sent.length, goes && number !== "bob" ? 1 : 0, number);
      const referred = new Bench({ account: { dialPlan } });
      const answer = referred.callIn();
      referred.inside(answer, "REFER", 2, { headers: [`Refer-To: <sip:${number}@desk.test>`] });
      if (goes) deepEqual(referred.silent().told(), ["referred"]);
      else referred.answered(603);
    }
  });

  it("is not sent on by 305, 380, by no Contact, nor by a stranger", () => {
    for (const status of [305, 380, 302]) {
      const t = new Bench();
      t.reply(t.invite(1), status, { headers: status === 302 ? [] : ["Contact: <sip:600@desk.test>"] });
      t.asked("ACK");
      deepEqual(t.silent().told(), [`refused ${status}`]);
    }
    const t = new Bench();
    const away = t.invite(1, "sip:600@192.0.2.9:5070");
    t.reply(away, 302, {
      headers: ["Contact: <sip:0900123@desk.test>"],
      from: { address: "192.0.2.9", port: 5070, transport: "udp" },
    });
    t.asked("ACK");
    deepEqual(t.silent().told(), ["refused 302"]);
  });

  it("goes on when a place does not answer, or rings for too long", () => {
    const t = new Bench({ inviteExpires: 60 });
    sendOn(t, t.invite(1), "<sip:103@desk.test>", "<sip:104@desk.test>");
    t.asked("INVITE");
    t.after(33_000);
    const calls = t.sent.splice(0).map((message) => (message.kind === "request" ? message.uri : ""));
    equal(calls.at(-1), "sip:104@desk.test");
    t.after(32_000);
    deepEqual(t.told(), ["refused 408"]);
  });

  it("stops when the caller hangs up, wherever it has come to", () => {
    const t = new Bench();
    sendOn(t, t.invite(1), "<sip:103@desk.test>", "<sip:104@desk.test>");
    const second = t.asked("INVITE");
    t.reply(second, 180);
    t.told();
    t.order({ do: "hangUp", call: 1 });
    const cancel = t.asked("CANCEL");
    equal(branchOf(cancel), branchOf(second));
    t.reply(cancel, 200);
    t.reply(second, 302, { headers: ["Contact: <sip:105@desk.test>"] });
    t.asked("ACK");
    deepEqual(t.after(64_000).silent().told(), []);
    equal(t.agent.size, 0);
  });

  it("keeps no tag of the place it was sent on from", () => {
    const t = new Bench();
    const first = t.invite(1);
    t.reply(first, 183, { tag: "a", sdp: sdp() });
    sendOn(t, first, "<sip:103@desk.test>");
    const second = t.asked("INVITE");
    equal(tagOf(second, "To"), "");
    deepEqual(t.told(), ["agreed PCMU sendrecv", "progressed 183", "sentOn"]);
    t.reply(second, 200, { tag: "b", sdp: sdp() });
    equal(tagOf(t.asked("ACK"), "To"), "b");
  });

  it("ends after a bounded number of calls, whatever the Contacts are", () => {
    const contact = fc.oneof(
      fc.string({ maxLength: 30 }).map((text) => text.replace(/[\r\n]/g, "")),
      fc
        .tuple(
          fc.nat(9),
          fc.constantFrom("desk.test", "192.0.2.1", "elsewhere.test"),
          fc.constantFrom("", ";q=0.5", ";q=9"),
        )
        .map(([user, host, q]) => `<sip:${user}@${host}>${q}`),
    );
    fc.assert(
      fc.property(fc.array(fc.array(contact, { maxLength: 8 }), { maxLength: 12 }), fc.nat(4), (answers, most) => {
        const t = new Bench({ maxRedirections: most });
        t.lenient = true;
        let invite: SipRequest | undefined = t.invite(1);
        const called = new Set<string>();
        for (let n = 0; invite; n++) {
          equal(called.has(invite.uri), false, "tried twice");
          called.add(invite.uri);
          t.reply(invite, 302, { headers: (answers[n] ?? []).map((one) => `Contact: ${one}`) });
          t.asked("ACK");
          invite = t.sent.length > 0 ? t.asked("INVITE") : undefined;
        }
        equal(called.size <= most + 1, true);
        deepEqual(t.told(), ["refused 302"]);
      }),
    );
  });
});
