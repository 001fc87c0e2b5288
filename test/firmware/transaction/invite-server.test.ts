/** A conversation with a transaction: what it says, and when (RFC 3261 section 17). */
import { deepEqual, equal } from "node:assert/strict";
import { InviteServer } from "../../../firmware/transaction/invite-server.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import { life, nothing, says } from "../sip/conversation.js";

const timers = timersOf();

describe("an INVITE server transaction", () => {
  it("answers a copy of the INVITE with its last provisional response", () => {
    const t = new InviteServer<{ status: number }>(timers);
    says(t.repeat(), nothing);
    says(t.respond({ status: 100 }, 0), "send");
    says(t.respond({ status: 180 }, 50), "send");
    deepEqual(t.repeat(), [{ do: "send", response: { status: 180 } }]);
    equal(t.deadline, Infinity);
  });

  it("repeats a refusal at 0.5, 1.5, 3.5, 7.5, 11.5 ... s until the ACK", () => {
    const t = new InviteServer<{ status: number }>(timers);
    says(t.respond({ status: 486 }, 0), "send");
    deepEqual(life(t, 12_000), ["500 send", "1500 send", "3500 send", "7500 send", "11500 send"]); // Timer G
    says(t.repeat(), "send");
    t.acknowledge(12_000);
    equal(t.state, "confirmed");
    says(t.repeat(), nothing);
    deepEqual(life(t), ["17000 end"]); // Timer I
  });

  it("gives up on an ACK that never comes", () => {
    const t = new InviteServer<{ status: number }>(timers);
    t.respond({ status: 486 }, 0);
    equal(life(t).at(-1), "32000 timeout"); // Timer H
    says(t.respond({ status: 200 }, 33_000), nothing);
  });

  it("does not repeat a 2xx by itself, and absorbs copies of the INVITE for 64 * T1", () => {
    const t = new InviteServer<{ status: number }>(timers);
    says(t.respond({ status: 200 }, 0), "send");
    says(t.repeat(), nothing);
    says(t.respond({ status: 200 }, 500), "send");
    says(t.respond({ status: 487 }, 600), nothing);
    t.acknowledge(700);
    equal(t.state, "accepted");
    deepEqual(life(t), ["32000 end"]); // Timer L
  });

  it("has one final response only", () => {
    const t = new InviteServer<{ status: number }>(timers);
    says(t.respond({ status: 486 }, 0), "send");
    says(t.respond({ status: 200 }, 10), nothing);
    says(t.respond({ status: 180 }, 20), nothing);
  });

  it("sends once over a reliable transport", () => {
    const t = new InviteServer<{ status: number }>(timers, true);
    t.respond({ status: 486 }, 0);
    t.acknowledge(100);
    deepEqual(life(t), ["100 end"]);
  });
});
