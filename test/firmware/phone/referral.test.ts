import { deepEqual, equal } from "node:assert/strict";
import type { PhoneEvent } from "../../../firmware/phone/seam.js";
import { agreement, bob, invited, Talk } from "./talk.js";

const home = ["quiet", "hear null"];
const carol = { ...bob, number: "103", name: "Carol" };
const referred = (call: number, target = "sip:103@desk"): PhoneEvent => ({
  event: "referred",
  call,
  target,
  by: "sip:102@desk",
});

describe("a telephone that is sent elsewhere", () => {
  it("calls whom it is told, and hears it ring", () => {
    const t = new Talk().talkTo();
    deepEqual(t.hear(referred(2)), [...home, "invite 1 sip:103@desk for 2"]);
    deepEqual([t.state, t.calls], ["calling", ["102 connected", "103 calling"]]);
    deepEqual(t.hear({ event: "progressed", call: 1, status: 180 }), ["tone ringback"]);
    deepEqual(t.hear({ event: "answered", call: 1 }), ["quiet", "hear 1"]);
    deepEqual(t.calls, ["103 connected"]);
    deepEqual(t.ended(2), ["release 2"]);
    equal(t.flash()[0], "hold 1");
  });

  it("hangs up on who has sent it, if that one does not", () => {
    const t = new Talk({ refereeByeDelay: 2_000 }).talkTo();
    t.hear(referred(2));
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.wait(1_999), []);
    deepEqual(t.wait(1), ["hangUp 2", "release 2"]);
    const atOnce = new Talk({ refereeByeDelay: 0 }).talkTo();
    atOnce.hear(referred(2));
    atOnce.hear({ event: "answered", call: 1 });
    deepEqual(atOnce.wait(499), []);
    deepEqual(atOnce.wait(1), ["hangUp 2", "release 2"]);
  });

  it("is back with who has sent it when nobody answers there", () => {
    for (const status of [404, 486]) {
      const t = new Talk().talkTo();
      t.hear(referred(2));
      t.hear({ event: "progressed", call: 1, status: 180 });
      deepEqual(t.refused(1, status), ["release 1", "quiet", "hear 2", "quiet", "hear 2"]);
      deepEqual([t.state, t.phone.status.code, t.calls], ["connected", null, ["102 connected"]]);
    }
  });

  it("goes on alone when that one is gone", () => {
    const t = new Talk().talkTo();
    t.hear(referred(2));
    deepEqual(t.ended(2), ["release 2"]);
    equal(t.refused(1, 486).at(-1), "tone busy");
    const up = new Talk().talkTo();
    up.hear(referred(2));
    up.ended(2);
    deepEqual(up.hear({ event: "answered", call: 1 }), ["quiet", "hear 1"]);
  });

  it("comes back by a flash, and is rid of both by hanging up", () => {
    const t = new Talk().talkTo();
    t.hear(referred(2));
    deepEqual(t.flash(), ["hangUp 1", "release 1", "quiet", "hear 2", "quiet", "hear 2"]);
    equal(t.state, "connected");
    t.hear(referred(2));
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 3", "release 3", "hangUp 2", "release 2", ...home]);
    equal(t.phone.idle, true);
  });

  it("goes only when one call is in the ear, and that one asks", () => {
    const held = new Talk().talkTo();
    held.flash();
    deepEqual(held.hear(referred(2)), ["declineReferral 2"]);
    equal(held.state, "dialing");
    const two = new Talk().talkTo().consult();
    two.hear({ event: "answered", call: 1 });
    deepEqual(two.hear(referred(1)), ["declineReferral 1"]);
    deepEqual(two.hear(referred(2)), ["declineReferral 2"]);
    two.hear({ event: "onHook" });
    deepEqual(two.hear(referred(2)), ["declineReferral 2"]);
    const waiting = new Talk().talkTo();
    waiting.hear(invited(4));
    deepEqual(waiting.hear(referred(2)), ["declineReferral 2"]);
    const twice = new Talk().talkTo();
    twice.hear(referred(2));
    deepEqual(twice.hear(referred(2)), ["declineReferral 2"]);
    deepEqual(new Talk({ followsReferrals: false }).talkTo().hear(referred(2)), ["declineReferral 2"]);
    deepEqual(new Talk().hear(referred(8)), ["declineReferral 8"]);
    const help = new Talk();
    help.hear({ event: "offHook" });
    help.dial("112");
    help.hear({ event: "answered", call: 1 });
    deepEqual(help.hear(referred(1)), ["declineReferral 1"]);
  });

  it("does not ask us to hand over those two", () => {
    const t = new Talk().talkTo();
    t.hear(referred(2));
    t.hear({ event: "progressed", call: 1, status: 180 });
    equal(t.hear({ event: "onHook" })[0], "hangUp 1");
  });
});

describe("a call that takes the place of another", () => {
  const replacing = (call: number, replaces: number) => invited(call, carol, { replaces });

  it("is in the ear at once, and the end of the other changes nothing", () => {
    const t = new Talk().talkTo();
    deepEqual(t.hear(replacing(4, 2)), ["answer 4", "quiet", "hear 4"]);
    deepEqual([t.state, t.calls], ["answering", ["103 answering"]]);
    t.hear({ event: "agreed", call: 4, agreement });
    deepEqual(t.hear({ event: "answered", call: 4 }), ["quiet", "hear 4"]);
    deepEqual(t.ended(2), ["release 2"]);
    deepEqual([t.state, t.calls], ["connected", ["103 connected"]]);
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 4", "release 4", ...home]);
  });

  it("is hung up on if nobody else does it", () => {
    const t = new Talk().talkTo();
    t.hear(replacing(4, 2));
    t.hear({ event: "answered", call: 4 });
    deepEqual(t.wait(32_000), ["hangUp 2", "release 2"]);
  });

  it("answers the call we were making", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("101");
    t.hear({ event: "progressed", call: 1, status: 180 });
    deepEqual(t.hear(replacing(2, 1)), ["answer 2", "quiet", "hear 2"]);
    deepEqual(t.refused(1, 487), ["release 1"]);
    t.hear({ event: "answered", call: 2 });
    deepEqual([t.state, t.calls, t.phone.status.code], ["connected", ["103 connected"], null]);
  });

  it("is held where the other one was", () => {
    const t = new Talk().talkTo().consult();
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.hear(replacing(4, 2)), ["answer 4"]);
    equal(t.state, "connected");
    deepEqual(t.hear({ event: "answered", call: 4 }), ["hold 4"]);
    t.held(4);
    t.ended(2);
    deepEqual(t.calls, ["101 connected", "103 hold"]);
    // the consultation goes on, for another
    deepEqual(t.hear({ event: "onHook" }), ["connect 4 1", ...home]);
  });

  it("is the one that is consulted where the other one was", () => {
    const t = new Talk().talkTo().consult();
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.hear(replacing(4, 1)), ["answer 4", "quiet", "hear 4"]);
    t.hear({ event: "answered", call: 4 });
    deepEqual(t.hear({ event: "onHook" }), ["connect 2 4", ...home]);
  });

  it("goes on ringing for a receiver that lies, and is resumed or just answered", () => {
    const t = new Talk().talkTo();
    t.flash();
    t.held(2);
    t.hear({ event: "onHook" });
    deepEqual(t.hear(replacing(4, 2)), ["answer 4"]);
    equal(t.state, "ringing");
    deepEqual(t.hear({ event: "answered", call: 4 }), ["hold 4"]);
    deepEqual(t.hear({ event: "offHook" }), ["stopRinging", "resume 4", "quiet", "hear 4"]);
    const quick = new Talk().talkTo();
    quick.flash();
    quick.hear({ event: "onHook" });
    quick.hear(replacing(4, 2));
    deepEqual(quick.hear({ event: "offHook" }), ["stopRinging", "quiet", "hear 4"]);
    deepEqual(quick.hear({ event: "answered", call: 4 }), ["quiet", "hear 4"]);
    equal(quick.state, "connected");
  });

  it("is refused for one that nobody knows, that still rings, or that is on its way elsewhere", () => {
    const t = new Talk();
    deepEqual(t.hear(replacing(4, 2)), ["refuse 4 481"]);
    t.hear(invited(2));
    deepEqual(t.hear(replacing(4, 2)), ["refuse 4 481"]);
    t.hear({ event: "cancelled", call: 2 });
    t.talkTo();
    t.flash();
    t.dial("*98101");
    deepEqual(t.hear(replacing(6, 2)), ["refuse 6 481"]);
    t.hear({ event: "onHook" });
    deepEqual(t.hear(replacing(8, 2)), ["refuse 8 481"]);
  });

  it("knows who has sent us elsewhere, and whom we were sent to", () => {
    const t = new Talk().talkTo();
    t.hear(referred(2));
    t.hear(replacing(4, 1));
    t.hear({ event: "answered", call: 4 });
    deepEqual(t.wait(2_000), ["hangUp 2", "release 2"]);
    const old = new Talk().talkTo();
    old.hear(referred(2));
    old.hear(replacing(4, 2));
    old.hear({ event: "answered", call: 4 });
    old.held(4);
    deepEqual(old.refused(1, 486), ["release 1", "resume 4", "quiet", "hear 4"]);
  });
});
