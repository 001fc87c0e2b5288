/** What a call says besides that it comes: RFC 5373, RFC 5806, RFC 7044, and what has no RFC. */
import { equal, notEqual } from "node:assert/strict";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import { Bench, sdp } from "./far-end.js";

const heard = <E extends SipEvent["event"]>(t: Bench, event: E): Extract<SipEvent, { event: E }>[] =>
  t.events.splice(0).filter((each): each is Extract<SipEvent, { event: E }> => each.event === event);

describe("what a call says besides", () => {
  const invited = (...headers: string[]) => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), headers });
    t.answered(100);
    const [event] = heard(t, "invited");
    notEqual(event, undefined);
    return event;
  };

  it("is whether it wants to be answered by itself, in every hand", () => {
    equal(invited().answerAfter, null);
    equal(invited("Alert-Info: <http://x/bell>;answer-after=2").answerAfter, 2);
    equal(invited("Alert-Info: info=alert-autoanswer").answerAfter, 0);
    equal(invited("Call-Info: <sip:x@y>;answer-after=0").answerAfter, 0);
    equal(invited("Answer-Mode: Auto").answerAfter, 0);
    equal(invited("Priv-Answer-Mode: Auto;require").answerAfter, 0);
    equal(invited("Answer-Mode: Manual").answerAfter, null);
    equal(invited("Answer-Mode: Manual", "Call-Info: <sip:x@y>;answer-after=0").answerAfter, 0);
  });

  it("is whether it wants no other answer (RFC 5373)", () => {
    equal(invited("Answer-Mode: Auto").mustAnswer, undefined);
    equal(invited("Answer-Mode: Manual;require").mustAnswer, undefined);
    equal(invited("Answer-Mode: Auto ; Require", "Require: answermode").mustAnswer, true);
    equal(invited("Priv-Answer-Mode: auto;require").mustAnswer, true);
  });

  it("is who has sent it on", () => {
    equal(invited().diverted, null);
    equal(invited("Diversion: <sip:105@desk.test>;reason=no-answer", "Diversion: <sip:104@desk.test>").diverted, "104");
    equal(invited('Diversion: "Boss" <sip:desk.test>').diverted, "Boss");
    equal(invited("Diversion: <sip:104@desk.test>;privacy=full").diverted, null);
    equal(invited("History-Info: <sip:106@desk.test>;index=1, <sip:101@desk.test>;index=1.1;mp=1").diverted, "106");
  });
});
