/** Whatever a far end asks for besides sound, and whatever the telephone does: each request has one answer, and all comes to rest. */
import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { SipOrder } from "../../../firmware/sip/seam.js";
import { header } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, MEDIA } from "./far-end.js";

const value = fc.constantFrom(
  ...["refer", "refer;id=2", "refer;id=3", "message-summary", "check-sync", "", "<sip:103@desk.test>", "<tel:103>"],
  ...["<sip:103@desk.test?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>", "active;expires=5", "active", "pending"],
  ...["terminated;reason=noresource", "terminated", "0", "60", "false", "message/sipfrag", "application/dtmf-relay"],
  ...["text/plain", "multipart/mixed;boundary=x", "replaces", "norefersub", ";;;", "<", "\u00e4"],
);
const name = fc.constantFrom(
  ...["Event", "Subscription-State", "Refer-To", "Referred-By", "Refer-Sub", "Expires", "Content-Type", "Require"],
  ...["Info-Package", "Replaces", "Retry-After"],
);
const asked = fc.record({
  method: fc.constantFrom("INFO", "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE"),
  headers: fc.array(
    fc.tuple(name, value).map(([field, content]) => `${field}: ${content}`),
    { maxLength: 4 },
  ),
  body: fc.constantFrom(
    "",
    "SIP/2.0 100 Trying\r\n",
    "SIP/2.0 200 OK\r\n",
    "SIP/2.0 486 Busy\r\n",
    "Signal=5\r\n",
    "?",
  ),
});
const order: fc.Arbitrary<SipOrder> = fc.constantFrom<SipOrder>(
  { do: "info", call: 2, info: { key: "1", duration: 80 } },
  { do: "info", call: 2, info: { flash: true } },
  { do: "transfer", call: 2, target: "104" },
  { do: "connect", call: 2, other: 7 },
  { do: "connect", call: 2, other: 2 },
  { do: "declineReferral", call: 2 },
  { do: "invite", call: 7, target: "105", media: MEDIA, referral: 2 },
  { do: "hangUp", call: 7 },
  { do: "hangUp", call: 2 },
);
const answer = fc.constantFrom(200, 202, 401, 403, 408, 481, 489, 500, 503);
/** What makes sense, so that not all is refused at the door. */
const sensible = fc.constantFrom(
  { method: "REFER", headers: ["Refer-To: <sip:103@desk.test>"], body: "" },
  { method: "NOTIFY", headers: ["Event: refer", "Content-Type: message/sipfrag"], body: "SIP/2.0 200 OK\r\n" },
  { method: "BYE", headers: [], body: "" },
);
const step = fc.oneof(
  asked.map((request) => ({ request })),
  sensible.map((request) => ({ request })),
  order.map((wish) => ({ wish })),
  answer.map((status) => ({ status })),
  fc.constantFrom(0, 10, 600, 5_000, 70_000).map((pause) => ({ pause })),
);

describe("services of a call", () => {
  it("answer each request once, whatever it is, and come to rest", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const t = new Bench();
        t.lenient = true;
        const call = t.callIn();
        const open = new Map<string, number>();
        let cseq = 1;
        const read = (status: number | null) => {
          for (const message of t.sent.splice(0)) {
            if (message.kind === "response") {
              const key = header(message, "CSeq") ?? "";
              if (message.status >= 200) open.set(key, (open.get(key) ?? 0) + 1);
            } else if (status !== null && message.method !== "ACK") t.reply(message, status);
          }
        };
        let called = false;
        for (const each of steps) {
          if ("request" in each) {
            const { method, headers, body } = each.request;
            open.set(`${++cseq} ${method}`, 0);
            t.inside(call, method, cseq, { headers: [...headers], body });
          } else if ("wish" in each) {
            if (each.wish.do === "invite" && called) continue;
            called ||= each.wish.do === "invite";
            t.order(each.wish);
          } else if ("pause" in each) t.after(each.pause);
          read("status" in each ? each.status : null);
        }
        t.order({ do: "hangUp", call: 2 });
        t.order({ do: "hangUp", call: 7 });
        t.after(700_000);
        read(null);
        deepEqual(
          [...open].filter(([, answers]) => answers !== 1),
          [],
        );
        equal(t.agent.size, 0);
        ok(!Number.isNaN(t.agent.deadline));
      }),
      { numRuns: 300 },
    );
  });
});
