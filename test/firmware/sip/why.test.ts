/** What a refusal, or a farewell, says of its cause. */
import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { isElsewhere, reasonIn, whyOf } from "../../../firmware/sip/why.js";
import type { SipHeaders, SipResponse } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, sdp } from "./far-end.js";

const refusal = (status: number, reason: string, ...headers: SipHeaders): SipResponse => ({
  ...{ kind: "response", status, reason, headers, body: new Uint8Array(0) },
});

describe("why something was refused", () => {
  it("is the phrase, with the cause or the warning that stands beside it", () => {
    equal(whyOf(refusal(480, "Gone fishing")), "Gone fishing");
    equal(
      whyOf(refusal(480, "Temporarily Unavailable", ["Reason", 'Q.850;cause=20;text="Subscriber absent"'])),
      "Temporarily Unavailable (Q.850 cause 20, Subscriber absent)",
    );
    equal(whyOf(refusal(480, "", ["Reason", "q.850 ; cause=18"])), "Temporarily Unavailable (Q.850 cause 18)");
    equal(whyOf(refusal(603, "Decline", ["Reason", 'SIP;cause=603;text="No thanks"'])), "Decline (No thanks)");
    equal(
      whyOf(refusal(403, "Forbidden", ["Warning", '399 sbc.test "Credit, or \\"balance\\", is low", 399 b "x"'])),
      'Forbidden (Credit, or "balance", is low)',
    );
    equal(whyOf(refusal(503, "Later", ["Reason", "SIP;cause=x"])), "Later");
    for (const warning of ["", '399 a "open', "399 a b"]) equal(whyOf(refusal(403, "No", ["Warning", warning])), "No");
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (reason, warning) => {
        const response = refusal(480, "So", ["Reason", reason], ["Warning", warning]);
        ok(whyOf(response).startsWith("So"));
        equal(typeof reasonIn(response), "string");
        equal(typeof isElsewhere(response), "boolean");
      }),
    );
  });

  it("is told of a call and of a registration that came to nothing", () => {
    const t = new Bench();
    t.reply(t.invite(1), 480, { headers: ['Reason: Q.850;cause=17;text="User busy"'] });
    t.asked("ACK");
    deepEqual(t.events.splice(0), [
      { event: "refused", call: 1, status: 480, reason: "So (Q.850 cause 17, User busy)" },
    ]);
    t.order({ do: "register" });
    t.told();
    t.reply(t.asked("REGISTER"), 403, { headers: ['Warning: 399 desk.test "Domain not served"'] });
    deepEqual(t.events, [{ event: "registration", state: "failed", code: 403, reason: "So (Domain not served)" }]);
  });

  it("decides whether a registration is tried again soon", () => {
    const asked: (string | undefined)[] = [];
    const mayPass = (status: number, reason?: string) => {
      asked.push(`${status} ${reason}`);
      return reason === "So (Too many contacts)";
    };
    const retry = { retryInterval: 30, retryIntervalCap: 120, longRetryInterval: 1200, retryRandom: 0, mayPass };
    const t = new Bench({ retry });
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 403, { headers: ['Warning: 399 desk.test "Too many contacts"'] });
    t.after(30_000);
    t.reply(t.asked("REGISTER"), 403);
    t.sent.length = 0; // its own copies
    t.after(500_000).silent();
    deepEqual(asked, ["403 So (Too many contacts)", "403 So"]);
  });
});

describe("an end that is explained (RFC 3326)", () => {
  it("is no missed call where somebody else has answered", () => {
    for (const [method, reason, elsewhere] of [
      ["CANCEL", 'SIP;cause=200;text="Call completed elsewhere"', true],
      ["CANCEL", 'Q.850;cause=16, SIP;cause=200;text="Call completed elsewhere"', true],
      ["CANCEL", "Q.850;cause=26", false],
      ["CANCEL", "SIP;cause=600", false],
    ] as const) {
      const t = new Bench();
      t.ask("INVITE", { sdp: sdp(), branch: "a" });
      t.answered(100);
      t.told();
      t.ask(method, { branch: "a", headers: [`Reason: ${reason}`] });
      t.answered(200);
      t.answered(487);
      deepEqual(t.events, [{ event: "cancelled", call: 2, ...(elsewhere ? { elsewhere: true } : {}) }], reason);
    }
  });

  it("is told with a BYE", () => {
    const t = new Bench();
    const answer = t.callIn();
    t.inside(answer, "BYE", 2, { headers: ['Reason: Q.850;cause=102;text="Recovery on timer expiry"'] });
    t.answered(200);
    const reason = "Hung up by the other side (Q.850 cause 102, Recovery on timer expiry)";
    deepEqual(t.events, [{ event: "ended", call: 2, reason }]);
  });
});
