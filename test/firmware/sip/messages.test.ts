/** A line of text for the owner (RFC 3428). */
import { deepEqual, equal } from "node:assert/strict";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import { header } from "../../../firmware/wire/sip/sip-message.js";
import { Bench } from "./far-end.js";

const STRANGER = { address: "192.0.2.66", port: 5060, transport: "udp" } as const;

let n = 0;
const heard = <E extends SipEvent["event"]>(t: Bench, event: E): Extract<SipEvent, { event: E }>[] =>
  t.events.splice(0).filter((each): each is Extract<SipEvent, { event: E }> => each.event === event);

describe("a message", () => {
  const message = (t: Bench, body: string, type = "text/plain;charset=UTF-8", from?: typeof STRANGER) =>
    t.ask("MESSAGE", { callId: `m${++n}`, body, headers: [`Content-Type: ${type}`], from });

  it("reaches the telephone", () => {
    const t = new Bench();
    message(t, "Grüße");
    t.answered(200);
    const [told] = heard(t, "message");
    deepEqual([told.text, told.peer.number, told.peer.name], ["Grüße", "102", "Far End"]);
    const call = t.callIn();
    t.inside(call, "MESSAGE", 2, { body: "psst", headers: ["Content-Type: text/plain"] });
    t.answered(200);
    equal(heard(t, "message")[0]?.text, "psst");
  });

  it("may be empty, long as a datagram, and nothing but text", () => {
    const t = new Bench();
    message(t, "");
    t.answered(200);
    deepEqual(t.told(), []);
    message(t, "x".repeat(1300));
    t.answered(200);
    equal(heard(t, "message")[0]?.text.length, 1300);
    message(t, "x".repeat(1301));
    t.answered(413);
    message(t, "<b>x</b>", "text/html");
    equal(header(t.answered(415), "Accept"), "text/plain");
    message(t, "hello", "text/plain", STRANGER);
    t.silent();
    deepEqual(t.told(), []);
  });
});
