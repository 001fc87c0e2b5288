/** The news of our mailbox (RFC 6665 section 4.1, RFC 3842). */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import { tagOf } from "../../../firmware/transaction/mandatory.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, cseqOf, LOCAL, PLACE, SERVER } from "./far-end.js";

const MAILBOX = { uri: "sip:101@mail.test", expires: 3600 };
const SUMMARY = "application/simple-message-summary";

const bench = (account = {}) => new Bench({ account: { messages: MAILBOX, ...account } });

const news = (t: Bench) =>
  t.events
    .splice(0)
    .filter((event): event is Extract<SipEvent, { event: "messages" }> => event.event === "messages")
    .map(({ waiting, fresh, old }) => [waiting, fresh, old]);

/** Registered, and the SUBSCRIBE that follows. */
function registered(t = bench()): { t: Bench; subscribe: SipRequest & { to: Hop } } {
  t.order({ do: "register" });
  t.reply(t.asked("REGISTER"), 200, { headers: ["Expires: 100000"] });
  return { t, subscribe: t.asked("SUBSCRIBE") };
}

/** Subscribed for `expires` seconds. */
function subscribed(expires = 3600, account = {}): { t: Bench; subscribe: SipRequest } {
  const both = registered(bench(account));
  both.t.reply(both.subscribe, 200, { headers: [`Expires: ${expires}`] });
  both.t.told();
  return both;
}

type Notice = { state?: string; event?: string; body?: string; type?: string; tag?: string };

const notify = (t: Bench, of: SipRequest, cseq: number, notice: Notice = {}) =>
  t.inside(of, "NOTIFY", cseq, {
    headers: [
      `Event: ${notice.event ?? "message-summary"}`,
      ...(notice.state === "" ? [] : [`Subscription-State: ${notice.state ?? "active;expires=3600"}`]),
      ...(notice.body === "" ? [] : [`Content-Type: ${notice.type ?? SUMMARY}`]),
    ],
    body: notice.body ?? "Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n",
    tag: notice.tag,
  });

/** The next SUBSCRIBE goes out after so many seconds, in a dialog of its own or the old one. */
function again(t: Bench, of: SipRequest, after: number): SipRequest {
  t.after(1000 * after - 1).silent();
  t.after(1);
  const next = t.asked("SUBSCRIBE");
  equal(header(next, "Call-ID") === header(of, "Call-ID"), tagOf(next, "To") !== "");
  return next;
}

describe("a subscription", () => {
  it("follows the registration, and tells the news", () => {
    const { t, subscribe } = registered();
    equal(subscribe.uri, "sip:101@mail.test");
    equal(header(subscribe, "To"), "<sip:101@mail.test>");
    match(header(subscribe, "From") ?? "", /<sip:101@desk\.test>;tag=/);
    equal(header(subscribe, "Event"), "message-summary");
    equal(header(subscribe, "Accept"), SUMMARY);
    equal(header(subscribe, "Expires"), "3600");
    match(header(subscribe, "Contact") ?? "", new RegExp(t.agent.contactUser));
    t.reply(subscribe, 200, { headers: ["Expires: 3600"] });
    t.told();
    notify(t, subscribe, 1);
    t.answered(200);
    deepEqual(news(t), [[true, 2, 8]]);
    notify(t, subscribe, 2, { body: "Messages-Waiting: no\r\n" });
    t.answered(200);
    deepEqual(news(t), [[false, null, null]]);
  });

  it("is not asked for where none is wanted, nor before we are registered", () => {
    const t = new Bench();
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 200);
    t.silent();
    const u = bench();
    u.order({ do: "register" });
    u.reply(u.asked("REGISTER"), 403);
    u.silent();
    const unregistered = bench({ registers: false });
    unregistered.order({ do: "register" });
    unregistered.asked("SUBSCRIBE");
  });

  it("proves who we are when our server asks", () => {
    const { t, subscribe } = registered();
    t.reply(subscribe, 401, { headers: ['WWW-Authenticate: Digest realm="desk.test", nonce="n", qop="auth"'] });
    const proven = t.asked("SUBSCRIBE");
    match(header(proven, "Authorization") ?? "", /username="101"/);
    equal(header(proven, "Call-ID"), header(subscribe, "Call-ID"));
    equal(cseqOf(proven), "2 SUBSCRIBE");
  });

  it("is renewed before it runs out, and as long as the other side wants it", () => {
    const { t, subscribe } = subscribed(1000);
    const next = again(t, subscribe, 700);
    equal(tagOf(next, "To"), "far");
    equal(next.uri, "sip:far@192.0.2.1:5060");
    t.reply(next, 200, { headers: ["Expires: 100"] });
    const third = again(t, subscribe, 50);
    t.reply(third, 200, { headers: ["Expires: 3600"] });
    notify(t, subscribe, 1, { state: "active;expires=60" });
    t.answered(200);
    again(t, subscribe, 30);
  });

  it("asks for longer when that was too short", () => {
    const { t, subscribe } = registered(bench({ messages: { ...MAILBOX, expires: 30 } }));
    equal(header(subscribe, "Expires"), "30");
    t.reply(subscribe, 423, { headers: ["Min-Expires: 300"] });
    const longer = t.asked("SUBSCRIBE");
    equal(header(longer, "Expires"), "300");
    t.reply(longer, 423, { headers: ["Min-Expires: 300"] });
    t.silent();
  });

  it("is begun anew when the other side has forgotten it", () => {
    const { t, subscribe } = subscribed(1000);
    t.reply(again(t, subscribe, 700), 481);
    const anew = t.asked("SUBSCRIBE");
    equal(tagOf(anew, "To"), "");
    notEqual(header(anew, "Call-ID"), header(subscribe, "Call-ID"));
    t.reply(anew, 481);
    t.silent();
    t.after(60_000).asked("SUBSCRIBE");
  });

  it("is asked for again soon when nobody answers, and after a long while when it is refused", () => {
    for (const status of [489, 403, 404, 405, 501]) {
      const { t, subscribe } = registered();
      t.reply(subscribe, status);
      t.after(599_999).silent();
      t.after(600_001).asked("SUBSCRIBE");
    }
    const { t, subscribe } = registered();
    t.reply(subscribe, 503, { headers: ["Retry-After: 7"] });
    again(t, subscribe, 7);
    const silent = registered();
    silent.t.after(32_000).sent.splice(0);
    silent.t.after(14_999).silent();
    silent.t.after(15_001).asked("SUBSCRIBE");
  });

  it("hears a NOTIFY that overtakes the answer, once (RFC 6665 section 4.1.2.4)", () => {
    const { t, subscribe } = registered();
    t.told();
    notify(t, subscribe, 5);
    t.answered(200);
    deepEqual(news(t), [[true, 2, 8]]);
    notify(t, subscribe, 5, { tag: "fork" });
    t.answered(481);
    t.reply(subscribe, 200, { headers: ["Expires: 1000"] });
    notify(t, subscribe, 4, { body: "Messages-Waiting: no\r\n" });
    t.answered(500);
    deepEqual(news(t), []);
    const next = again(t, subscribe, 700);
    equal(tagOf(next, "To"), "far");
    equal(cseqOf(next), "2 SUBSCRIBE");
  });

  it("hears only what it has asked for", () => {
    const { t, subscribe } = subscribed();
    notify(t, subscribe, 1, { event: "presence" });
    match(header(t.answered(489), "Allow-Events") ?? "", /message-summary/);
    notify(t, subscribe, 2, { type: "text/plain" });
    equal(header(t.answered(415), "Accept"), SUMMARY);
    notify(t, subscribe, 3, { body: "" });
    t.answered(200);
    notify(t, subscribe, 4, { state: "", body: "Voice-Message: 1/1\r\n" });
    t.answered(200);
    t.inside(subscribe, "INFO", 5);
    t.answered(405);
    deepEqual(t.told(), []);
  });

  it("is heard from wherever it was made (and a stranger is not)", () => {
    const mail = { address: "192.0.2.77", port: 5060, transport: "udp" } as const;
    const t = bench({ messages: { ...MAILBOX, uri: "sip:101@192.0.2.77" } });
    const { subscribe } = registered(t);
    deepEqual(subscribe.to, mail);
    t.reply(subscribe, 200, { headers: ["Expires: 3600"], from: mail });
    t.told();
    t.inside(subscribe, "NOTIFY", 1, {
      headers: ["Event: message-summary", `Content-Type: ${SUMMARY}`],
      body: "Messages-Waiting: yes\r\n",
      from: mail,
    });
    t.answered(200);
    deepEqual(news(t), [[true, null, null]]);
    t.ask("NOTIFY", { headers: ["Event: message-summary"], from: { ...mail, address: "192.0.2.78" } });
    t.silent();
  });
});

describe("a subscription that the other side ends", () => {
  /** How long until it is asked for again, in seconds: not before the first, and by the second. */
  const waits = (state: string, from: number, to: number) => {
    const { t, subscribe } = subscribed();
    notify(t, subscribe, 1, { state });
    t.answered(200);
    if (from > 0) t.after(1000 * from - 1).silent();
    t.after(1000 * (to - from) + 1);
    const anew = t.asked("SUBSCRIBE");
    equal(tagOf(anew, "To"), "");
    deepEqual(news(t), [[true, 2, 8]]);
  };

  it("is begun anew: at once, soon, when it says, or after a long while", () => {
    waits("terminated;reason=deactivated", 0, 0);
    waits("terminated;reason=timeout", 0, 0);
    waits("terminated;reason=giveup;retry-after=20", 20, 20);
    waits("terminated;reason=probation", 15, 30);
    waits("terminated", 15, 30);
    waits("terminated;reason=rejected", 600, 1200);
    waits("terminated;reason=noresource;retry-after=5", 600, 1200);
  });

  it("is not begun anew in haste", () => {
    const { t, subscribe } = subscribed();
    notify(t, subscribe, 1, { state: "terminated;reason=deactivated" });
    t.answered(200);
    const anew = t.asked("SUBSCRIBE");
    notify(t, anew, 1, { state: "terminated;reason=deactivated" });
    t.answered(200);
    t.after(10_000).silent();
  });
});

describe("a subscription of a line that moves or leaves", () => {
  it("is renewed from another address, and begun anew with another server", () => {
    const { t } = subscribed();
    t.reach(SERVER, { ...LOCAL, port: 5099 });
    t.reply(t.asked("REGISTER"), 200);
    const moved = t.asked("SUBSCRIBE");
    match(header(moved, "Contact") ?? "", /:5099/);
    equal(tagOf(moved, "To"), "far");
    t.reply(moved, 200);
    t.silent();
    const other = { ...SERVER, address: "192.0.2.2" };
    t.reach(other, { ...LOCAL, port: 5099 });
    t.reply(t.asked("REGISTER"), 200, { from: other });
    const anew = t.asked("SUBSCRIBE");
    equal(tagOf(anew, "To"), "");
    deepEqual(anew.to, other);
  });

  it("is begun anew with the next server as soon as that knows us, though the owner has seen nothing of it", () => {
    const other: Hop = { address: "192.0.2.2", port: 5060, transport: "udp" };
    const { t } = subscribed(100_000, { servers: [PLACE, { ...other, host: other.address }] });
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 503);
    const register = t.asked("REGISTER");
    deepEqual(register.to, other);
    t.silent();
    t.reply(register, 200, { headers: ["Expires: 100000"], from: other });
    const anew = t.asked("SUBSCRIBE");
    deepEqual([anew.to, tagOf(anew, "To")], [other, ""]);
    deepEqual(t.told(), []);
  });

  it("needs no registration, but a server", () => {
    const other = { ...SERVER, address: "192.0.2.2" };
    const t = bench({ registers: false, servers: [{ host: "desk.test", port: null, transport: null }] });
    t.reach(other, LOCAL);
    t.silent();
    t.reach(null, LOCAL);
    t.order({ do: "register" });
    t.silent();
    t.reach(SERVER, LOCAL);
    const subscribe = t.asked("SUBSCRIBE");
    deepEqual(subscribe.to, SERVER);
    t.reply(subscribe, 200, { headers: ["Expires: 3600"] });
    t.reach(other, LOCAL);
    deepEqual(t.asked("SUBSCRIBE").to, other);
    t.order({ do: "unregister" });
    t.sent.splice(0);
    t.reach(SERVER, LOCAL);
    t.silent();
  });

  it("is ended when the line leaves, which waits for nobody", () => {
    const { t, subscribe } = subscribed();
    t.order({ do: "unregister" });
    const farewell = t.asked("SUBSCRIBE");
    equal(header(farewell, "Expires"), "0");
    equal(tagOf(farewell, "To"), "far");
    t.asked("REGISTER");
    t.reply(farewell, 200, { headers: ["Expires: 0"] });
    notify(t, subscribe, 1, { state: "terminated;reason=timeout" });
    t.answered(200);
    t.after(1500);
    t.sent.splice(0);
    ok(t.told().includes("unregistered"));
    t.after(4_000_000);
    equal(t.sent.length, 0);
    equal(t.agent.size, 0);
  });

  it("says nothing when there is none to end", () => {
    const { t } = registered();
    t.order({ do: "unregister" });
    t.asked("REGISTER");
    t.silent();
  });
});
