/** A conversation with a transaction: what it says, and when (RFC 3261 section 17). */
import { deepEqual } from "node:assert/strict";
import { NonInviteServer } from "../../../firmware/transaction/non-invite-server.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import { life, nothing, says } from "../sip/conversation.js";

const timers = timersOf();

describe("a non-INVITE server transaction", () => {
  it("answers copies of the request with the last response", () => {
    const t = new NonInviteServer<{ status: number }>(timers);
    says(t.repeat(), nothing);
    says(t.respond({ status: 100 }, 0), "send");
    deepEqual(t.repeat(), [{ do: "send", response: { status: 100 } }]);
    says(t.respond({ status: 200 }, 10), "send");
    deepEqual(t.repeat(), [{ do: "send", response: { status: 200 } }]);
    says(t.respond({ status: 500 }, 20), nothing);
    deepEqual(life(t), ["32010 end"]); // Timer J
    says(t.repeat(), nothing);
  });

  it("does not linger over a reliable transport", () => {
    const t = new NonInviteServer<{ status: number }>(timers, true);
    t.respond({ status: 200 }, 100);
    deepEqual(life(t), ["100 end"]);
  });
});
