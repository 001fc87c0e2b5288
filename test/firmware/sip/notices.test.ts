/** What comes without a call: news of a mailbox, and wishes of a server (RFC 3842, `check-sync`). */
import { deepEqual, match } from "node:assert/strict";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import { header } from "../../../firmware/wire/sip/sip-message.js";
import { Bench } from "./far-end.js";

const SUMMARY = "Content-Type: application/simple-message-summary";
const STRANGER = { address: "192.0.2.66", port: 5060, transport: "udp" } as const;

let n = 0;
const notify = (t: Bench, event: string, extra: { body?: string; headers?: string[]; from?: typeof STRANGER } = {}) =>
  t.ask("NOTIFY", { ...extra, callId: `notice${++n}`, headers: [`Event: ${event}`, ...(extra.headers ?? [])] });

const heard = <E extends SipEvent["event"]>(t: Bench, event: E): Extract<SipEvent, { event: E }>[] =>
  t.events.splice(0).filter((each): each is Extract<SipEvent, { event: E }> => each.event === event);

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
});
