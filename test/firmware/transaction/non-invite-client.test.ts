/** A conversation with a transaction: what it says, and when (RFC 3261 section 17). */
import { deepEqual, equal } from "node:assert/strict";
import { NonInviteClient } from "../../../firmware/transaction/non-invite-client.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import { at, life, nothing, says } from "../sip/conversation.js";

const timers = timersOf();

describe("a non-INVITE client transaction", () => {
  it("slows down to T2 when a provisional response comes", () => {
    const t = new NonInviteClient(timers, 0);
    at(t, 499, nothing);
    at(t, 500, "send"); // Timer E
    at(t, 1500, "send");
    says(t.receive({ status: 100 }, 2000), "tell");
    at(t, 3500, "send"); // already armed; from now on every T2
    at(t, 7499, nothing);
    at(t, 7500, "send");
    says(t.receive({ status: 200 }, 8000), "tell");
    at(t, 12_999, nothing);
    says(t.poll(13_000), "end"); // Timer K
    equal(t.deadline, Infinity);
  });

  it("repeats at most every T2 and gives up at 32 s", () => {
    const expected = [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500].map((ms) => `${ms} send`);
    deepEqual(life(new NonInviteClient(timers, 0)), [...expected, "32000 timeout"]); // Timer F
  });

  it("hears one final response only", () => {
    const t = new NonInviteClient(timers, 0);
    says(t.receive({ status: 401 }, 100), "tell");
    says(t.receive({ status: 401 }, 200), nothing);
    says(t.receive({ status: 200 }, 300), nothing);
    deepEqual(life(t), ["5100 end"]);
    says(t.receive({ status: 200 }, 6000), nothing);
  });

  it("sends once over a reliable transport, and does not linger", () => {
    deepEqual(life(new NonInviteClient(timers, 0, true)), ["32000 timeout"]);
    const answered = new NonInviteClient(timers, 0, true);
    answered.receive({ status: 200 }, 100);
    deepEqual(life(answered), ["100 end"]);
  });
});
