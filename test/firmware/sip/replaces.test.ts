/** A new call takes the place of one of ours (RFC 3891 section 3). */
import { deepEqual, equal } from "node:assert/strict";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import { header, type SipMessage } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, MEDIA, sdp } from "./far-end.js";

const tagIn = (message: SipMessage, name: string) => /tag=(\w+)/.exec(header(message, name) ?? "")?.[1];

/** As the far end of `call` would say it: a response of ours, or an INVITE of ours answered with tag `far`. */
const replaces = (call: SipMessage, more = "") =>
  call.kind === "response"
    ? `Replaces: ${header(call, "Call-ID")};to-tag=${tagIn(call, "To")};from-tag=${tagIn(call, "From")}${more}`
    : `Replaces: ${header(call, "Call-ID")};to-tag=${tagIn(call, "From")};from-tag=far${more}`;

const invite = (t: Bench, ...headers: string[]) =>
  t.ask("INVITE", { callId: "new-call", sdp: sdp(), headers: [...headers, "Require: replaces"] });

const invited = (t: Bench) =>
  t.events.splice(0).find((event): event is Extract<SipEvent, { event: "invited" }> => event.event === "invited");

describe("a call that replaces another", () => {
  it("takes the place of one that is up, once it is answered", () => {
    const t = new Bench({ maxCalls: 1 });
    const call = t.callIn();
    invite(t, replaces(call));
    t.answered(100);
    deepEqual([invited(t)?.call, t.silent().told()], [4, []]);
    t.order({ do: "answer", call: 4, media: MEDIA });
    const accepted = t.answered(200);
    const bye = t.asked("BYE");
    equal(header(bye, "Call-ID"), "far-call");
    deepEqual(t.events.map((event) => event.event === "ended" && [event.call, event.reason]).filter(Boolean), [
      [2, "Replaced"],
    ]);
    deepEqual(t.told(), ["agreed PCMU sendrecv", "ended"]);
    t.reply(bye, 200);
    t.inside(accepted, "ACK", 1);
    deepEqual(t.told(), ["answered"]);
  });

  it("names the call it replaces", () => {
    const t = new Bench();
    const { invite: ours } = t.callOut(1);
    invite(t, replaces(ours));
    t.answered(100);
    equal(invited(t)?.replaces, 1);
    t.order({ do: "refuse", call: 2, status: 486 });
    t.answered(486);
    t.after(60_000).sent.splice(0);
    deepEqual(t.told(), [], "the other one goes on");
  });

  it("takes the place of one of ours that still rings, and only of ours", () => {
    const t = new Bench();
    const ours = t.invite(1);
    t.reply(ours, 180);
    t.told();
    invite(t, replaces(ours, ";early-only"));
    t.answered(100);
    equal(invited(t)?.replaces, 1);
    t.order({ do: "answer", call: 2, media: MEDIA });
    t.answered(200);
    t.asked("CANCEL");
    deepEqual(t.told(), ["agreed PCMU sendrecv", "ended"]);

    const u = new Bench();
    u.ask("INVITE", { sdp: sdp() });
    u.answered(100);
    u.order({ do: "progress", call: 2, status: 180 });
    invite(u, replaces(u.answered(180)));
    u.answered(481);
  });

  it("is refused for a call there is not, is no more, or is answered already", () => {
    const t = new Bench({ maxCalls: 4 });
    const call = t.callIn();
    invite(t, "Replaces: nowhere;to-tag=a;from-tag=b");
    t.answered(481);
    t.ask("INVITE", { callId: "b", headers: [`${replaces(call)}x`], sdp: sdp() });
    t.answered(481);
    t.ask("INVITE", { callId: "c", headers: [replaces(call, ";early-only")], sdp: sdp() });
    t.answered(486);
    t.order({ do: "hangUp", call: 2 });
    t.asked("BYE");
    t.ask("INVITE", { callId: "d", headers: [replaces(call)], sdp: sdp() });
    t.answered(603);
    t.ask("INVITE", { callId: "e", headers: [replaces(call), replaces(call)], sdp: sdp() });
    t.answered(400);
    t.ask("INVITE", { callId: "f", headers: ["Replaces: far-call"], sdp: sdp() });
    t.answered(400);
    deepEqual(t.told(), []);
  });

  it("replaces nothing when it fails, is cancelled, or the other one ends first", () => {
    const t = new Bench();
    const call = t.callIn();
    invite(t, replaces(call));
    t.answered(100);
    t.order({ do: "answer", call: 4, media: { ...MEDIA, codecs: [] } });
    t.answered(488);
    t.silent();
    t.told();

    const u = new Bench();
    const other = u.callIn();
    invite(u, replaces(other));
    u.answered(100);
    u.inside(other, "BYE", 2);
    u.answered(200);
    deepEqual(u.told(), ["invited", "ended"]);
    u.order({ do: "answer", call: 4, media: MEDIA });
    u.answered(200);
    u.silent();
    deepEqual(u.told(), ["agreed PCMU sendrecv"]);
  });
});
