/** A conversation with a transaction: what it says, and when (RFC 3261 section 17). */
import { deepEqual, equal } from "node:assert/strict";
import { InviteClient } from "../../../firmware/transaction/invite-client.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import { at, life, nothing, says } from "../sip/conversation.js";

const timers = timersOf();

describe("an INVITE client transaction", () => {
  it("repeats the INVITE at 0.5, 1.5, 3.5 ... s and gives up at 32 s", () => {
    const t = new InviteClient(timers, 0);
    at(t, 499, nothing);
    at(t, 500, "send"); // Timer A
    at(t, 1500, "send");
    deepEqual(life(t), ["3500 send", "7500 send", "15500 send", "31500 send", "32000 timeout"]); // Timer B
    equal(t.state, "terminated");
  });

  it("falls silent at the first provisional response and waits without end", () => {
    const t = new InviteClient(timers, 0);
    at(t, 500, "send");
    says(t.receive({ status: 100 }, 600), "tell");
    equal(t.deadline, Infinity);
    says(t.receive({ status: 180 }, 700), "tell");
    equal(t.state, "proceeding");
  });

  it("acknowledges a refusal, and each copy of it, without telling twice", () => {
    const t = new InviteClient(timers, 0);
    says(t.receive({ status: 486 }, 100), "acknowledge tell");
    says(t.receive({ status: 486 }, 600), "acknowledge");
    says(t.receive({ status: 180 }, 700), nothing);
    says(t.receive({ status: 200 }, 800), nothing);
    at(t, 32_099, nothing);
    says(t.poll(32_100), "end"); // Timer D
    says(t.receive({ status: 486 }, 32_200), nothing);
  });

  it("passes on every 2xx for 64 * T1, whoever sends it", () => {
    const t = new InviteClient(timers, 0);
    says(t.receive({ status: 180 }, 50), "tell");
    says(t.receive({ status: 200 }, 100), "tell");
    says(t.receive({ status: 200 }, 600), "tell");
    says(t.receive({ status: 180 }, 700), nothing);
    says(t.receive({ status: 486 }, 800), nothing);
    deepEqual(life(t), ["32100 end"]); // Timer M
  });

  it("ends 64 * T1 after a CANCEL that changes nothing", () => {
    const t = new InviteClient(timers, 0);
    t.receive({ status: 100 }, 100);
    t.cancelled(10_000);
    deepEqual(life(t), ["42000 timeout"]);
  });

  it("sends once over a reliable transport, and does not linger", () => {
    const silent = new InviteClient(timers, 0, true);
    deepEqual(life(silent), ["32000 timeout"]);
    const refused = new InviteClient(timers, 0, true);
    says(refused.receive({ status: 404 }, 100), "acknowledge tell");
    deepEqual(life(refused), ["100 end"]);
  });
});
