/** A call of ours is handed over: REFER, NOTIFY, and the farewell (RFC 3515, RFC 5589). */
import { deepEqual, equal, match } from "node:assert/strict";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import { header, type SipMessage, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, cseqOf, sdp } from "./far-end.js";

/** What is told of a transfer: its status, and whether it is the last. */
const transfers = (t: Bench): [number, boolean][] =>
  t.events
    .splice(0)
    .filter((event): event is Extract<SipEvent, { event: "transferred" }> => event.event === "transferred")
    .map(({ status, over }) => [status, over]);

const notify = (
  t: Bench,
  of: SipMessage,
  cseq: number,
  status: string,
  { state = "active;expires=60", event = "refer", type = "message/sipfrag;version=2.0" } = {},
) =>
  t.inside(of, "NOTIFY", cseq, {
    headers: [`Event: ${event}`, `Subscription-State: ${state}`, ...(status === "" ? [] : [`Content-Type: ${type}`])],
    body: status === "" ? "" : `SIP/2.0 ${status}\r\n`,
  });

const DONE = { state: "terminated;reason=noresource" };

/** A call of ours whose far end shall call 103. */
function referred(t = new Bench(), target = "103"): { t: Bench; invite: SipRequest; refer: SipRequest } {
  const { invite } = t.callOut(1);
  t.order({ do: "transfer", call: 1, target });
  return { t, invite, refer: t.asked("REFER") };
}

describe("a call that is handed over to a number", () => {
  it("is referred, heard of, and ended by us when the far end does not do it", () => {
    const { t, invite, refer } = referred();
    equal(header(refer, "Refer-To"), "<sip:103@desk.test>");
    equal(header(refer, "Referred-By"), '"Line 1" <sip:101@desk.test>');
    equal(cseqOf(refer), "2 REFER");
    match(header(refer, "Contact") ?? "", new RegExp(t.agent.contactUser));
    t.reply(refer, 202);
    deepEqual(transfers(t.silent()), []);
    notify(t, invite, 1, "100 Trying");
    t.answered(200);
    deepEqual(transfers(t), [[100, false]]);
    notify(t, invite, 2, "180 Ringing");
    t.answered(200);
    deepEqual(transfers(t), [[180, false]]);
    notify(t, invite, 3, "200 OK", DONE);
    t.answered(200);
    deepEqual(transfers(t), [[200, true]]);
    t.after(3999).silent();
    t.after(1).asked("BYE");
    deepEqual(t.told(), ["ended"]);
  });

  it("needs no farewell of ours when the far end has said his", () => {
    const { t, invite, refer } = referred();
    t.reply(refer, 202);
    notify(t, invite, 1, "200 OK", DONE);
    t.answered(200);
    t.inside(invite, "BYE", 2);
    t.answered(200);
    deepEqual(t.told(), ["transferred", "ended"]);
    t.after(60_000).silent();
    deepEqual(t.told(), []);
  });

  it("stays when it is refused, at once or later", () => {
    for (const status of [403, 405, 501, 603]) {
      const { t, refer } = referred();
      t.reply(refer, status);
      deepEqual(transfers(t), [[status, true]]);
      t.after(60_000).silent();
    }
    const { t, invite, refer } = referred();
    t.reply(refer, 202);
    notify(t, invite, 1, "486 Busy Here", DONE);
    t.answered(200);
    deepEqual(transfers(t), [[486, true]]);
    t.after(60_000).silent();
    deepEqual(t.told(), []);
  });

  it("is over with a REFER that the other side knows no call for (RFC 3261 section 12.2.1.2)", () => {
    const { t, refer } = referred();
    t.reply(refer, 481);
    t.asked("BYE");
    deepEqual(t.told(), ["transferred", "ended"]);
  });

  it("proves who we are when our server asks", () => {
    const { t, refer, invite } = referred();
    t.reply(refer, 401, { headers: ['WWW-Authenticate: Digest realm="desk.test", nonce="n", qop="auth"'] });
    const again = t.asked("REFER");
    match(header(again, "Authorization") ?? "", /username="101"/);
    equal(header(again, "Refer-To"), "<sip:103@desk.test>");
    t.reply(again, 202);
    notify(t, invite, 1, "200 OK", { ...DONE, event: "refer;id=3" });
    t.answered(200);
    deepEqual(transfers(t), [[200, true]]);
  });

  it("is given up when nobody tells how it goes", () => {
    const { t, refer } = referred();
    t.reply(refer, 202);
    t.after(59_999);
    deepEqual(transfers(t), []);
    t.after(1);
    deepEqual(transfers(t.silent()), [[408, true]]);
    t.order({ do: "transfer", call: 1, target: "104" });
    equal(header(t.asked("REFER"), "Refer-To"), "<sip:104@desk.test>");
  });

  it("is waited for as long as the other side says, and no longer than four minutes", () => {
    const { t, refer, invite } = referred();
    t.reply(refer, 202);
    notify(t, invite, 1, "180 Ringing", { state: "active;expires=100000" });
    t.answered(200);
    t.told();
    t.after(239_999);
    deepEqual(transfers(t), []);
    t.after(1);
    deepEqual(transfers(t), [[408, true]]);
  });

  it("hears a NOTIFY that overtakes the 202, and one without a word of how", () => {
    const { t, invite, refer } = referred();
    notify(t, invite, 1, "200 OK", DONE);
    t.answered(200);
    t.reply(refer, 202);
    deepEqual(transfers(t), [[200, true]]);

    const ended = referred();
    ended.t.reply(ended.refer, 202);
    notify(ended.t, ended.invite, 1, "", { state: "terminated;reason=timeout" });
    ended.t.answered(200);
    deepEqual(transfers(ended.t), [[408, true]]);
  });

  it("takes a 202 for the last word when it says so (RFC 4488 section 4)", () => {
    const { t, refer } = referred();
    t.reply(refer, 202, { headers: ["Refer-Sub: false"] });
    deepEqual(transfers(t), [[202, true]]);
    t.after(4000).asked("BYE");
  });

  it("hears only of itself", () => {
    const { t, invite, refer } = referred();
    t.reply(refer, 202);
    notify(t, invite, 1, "200 OK", { ...DONE, event: "refer;id=77" });
    t.answered(481);
    notify(t, invite, 2, "200 OK", { ...DONE, event: "presence" });
    match(header(t.answered(489), "Allow-Events") ?? "", /refer/);
    notify(t, invite, 3, "200 OK", { ...DONE, type: "text/plain" });
    equal(header(t.answered(415), "Accept"), "message/sipfrag");
    deepEqual(t.told(), []);
    notify(t, invite, 4, "nonsense");
    t.answered(200);
    deepEqual(t.told(), []);
    notify(t, invite, 5, "200 OK", { ...DONE, event: "refer;id=2" });
    t.answered(200);
    deepEqual(transfers(t), [[200, true]]);
    notify(t, invite, 6, "200 OK", DONE);
    t.answered(481);
  });

  it("goes to a whole URI too, and to nobody without one; one at a time", () => {
    const { t, refer } = referred(new Bench(), "sip:104@elsewhere.test;user=phone");
    equal(header(refer, "Refer-To"), "<sip:104@elsewhere.test;user=phone>");
    t.order({ do: "transfer", call: 1, target: "105" });
    deepEqual(t.silent().told(), []);
    t.reply(refer, 603);
    t.told();
    t.order({ do: "transfer", call: 1, target: "" });
    deepEqual(transfers(t.silent()), [[484, true]]);
  });

  it("tells nothing after hanging up", () => {
    const { t, invite, refer } = referred();
    t.reply(refer, 202);
    t.order({ do: "hangUp", call: 1 });
    t.asked("BYE");
    notify(t, invite, 1, "200 OK", DONE);
    t.answered(200);
    t.after(100_000);
    t.sent.splice(0);
    deepEqual(t.told(), []);
  });
});

describe("two calls that are connected", () => {
  /** A call from 102, and one of ours to 103, of which this is the 200's tag. */
  function both(account = {}, contact = "sip:103@192.0.2.1:5063"): { t: Bench; call: SipMessage; invite: SipRequest } {
    const t = new Bench({ account });
    const call = t.callIn();
    const invite = t.invite(3, "103");
    t.reply(invite, 200, { sdp: sdp(), tag: "other", contact });
    t.asked("ACK");
    t.told();
    return { t, call, invite };
  }

  it("sends one far end to the other's address of record, in our place (RFC 5589 section 7)", () => {
    const { t, call, invite } = both();
    t.order({ do: "connect", call: 2, other: 3 });
    const refer = t.asked("REFER");
    equal(header(refer, "Call-ID"), header(call, "Call-ID"));
    const fromTag = /tag=(\w+)/.exec(header(invite, "From") ?? "")?.[1];
    equal(
      header(refer, "Refer-To"),
      `<sip:103@desk.test?Replaces=${header(invite, "Call-ID")}%3Bto-tag%3Dother%3Bfrom-tag%3D${fromTag}>`,
    );
    t.reply(refer, 202);
    notify(t, call, 2, "200 OK", DONE);
    t.answered(200);
    t.inside(invite, "BYE", 1, { tag: "other" });
    t.answered(200);
    deepEqual(t.told(), ["transferred", "ended"]);
    t.after(4000).asked("BYE");
    deepEqual(t.told(), ["ended"]);
    t.after(60_000).sent.splice(0);
    equal(t.agent.size, 0);
  });

  it("ends both calls when the far ends leave that to us", () => {
    const { t, call, invite } = both({ transfer: { referorByeDelay: 2000, targetByeDelay: 1000, toContact: false } });
    t.order({ do: "connect", call: 2, other: 3 });
    t.reply(t.asked("REFER"), 202);
    notify(t, call, 2, "200 OK", DONE);
    t.answered(200);
    t.after(1000);
    const bye = t.asked("BYE");
    equal(header(bye, "Call-ID"), header(invite, "Call-ID"));
    t.reply(bye, 200);
    t.after(1000);
    equal(header(t.asked("BYE"), "Call-ID"), header(call, "Call-ID"));
    deepEqual(t.told(), ["transferred", "ended", "ended"]);
  });

  it("leaves both as they are when it fails", () => {
    const { t, call } = both();
    t.order({ do: "connect", call: 2, other: 3 });
    t.reply(t.asked("REFER"), 202);
    notify(t, call, 2, "486 Busy Here", DONE);
    t.answered(200);
    deepEqual(transfers(t), [[486, true]]);
    t.after(60_000).silent();
    t.order({ do: "transfer", call: 3, target: "104" });
    t.reply(t.asked("REFER"), 202, { headers: ["Refer-Sub: false"] });
    t.reply(t.after(4000).asked("BYE"), 200);
    t.after(60_000).silent();
    deepEqual(t.told(), ["transferred", "ended"], "the first call is none of the second's any more");
  });

  it("names the other's Contact where the owner wants it, where it is global, and where nothing else is of use", () => {
    const target = (bench: { t: Bench }) => {
      bench.t.order({ do: "connect", call: 2, other: 3 });
      return /^<([^?]*)/.exec(header(bench.t.asked("REFER"), "Refer-To") ?? "")?.[1];
    };
    const transfer = { referorByeDelay: 4000, targetByeDelay: 0, toContact: true };
    equal(target(both({ transfer })), "sip:103@192.0.2.1:5063");
    equal(target(both({}, "sip:103@desk.test;gr=urn:uuid:1")), "sip:103@desk.test;gr=urn:uuid:1");
    const t = new Bench();
    t.callIn();
    const invite = t.invite(3, "sip:eve@192.0.2.99");
    const from = { address: "192.0.2.99", port: 5060, transport: "udp" } as const;
    t.reply(invite, 200, { sdp: sdp(), contact: "sip:eve@192.0.2.99:5099", from });
    t.asked("ACK");
    equal(target({ t }), "sip:eve@192.0.2.99:5099");
  });

  it("hands over to one that still rings, by the dialog that was heard last", () => {
    const t = new Bench();
    t.callIn();
    const invite = t.invite(3, "103");
    t.reply(invite, 180, { tag: "early1" });
    t.reply(invite, 180, { tag: "early2" });
    t.order({ do: "connect", call: 2, other: 3 });
    match(header(t.asked("REFER"), "Refer-To") ?? "", /to-tag%3Dearly2/);
  });

  it("is refused when there is nobody to hand over to", () => {
    const t = new Bench();
    t.callIn();
    t.told();
    t.order({ do: "connect", call: 2, other: 3 });
    deepEqual(transfers(t), [[481, true]]);
    t.invite(3, "103");
    t.order({ do: "connect", call: 2, other: 3 });
    deepEqual(transfers(t.silent()), [[484, true]], "who has not been heard yet cannot be named");
    t.order({ do: "connect", call: 9, other: 2 });
    deepEqual(transfers(t), [[481, true]]);
  });
});
