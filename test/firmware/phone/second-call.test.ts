import { deepEqual, equal } from "node:assert/strict";
import { invited, Talk } from "./talk.js";

describe("a second call", () => {
  it("is dialled after a flash, while the first one is held", () => {
    const t = new Talk().talkTo();
    deepEqual(t.flash(), ["hold 2", "hear null", "tone secondDial"]);
    deepEqual([t.state, t.calls], ["dialing", ["102 hold"]]);
    deepEqual(t.held(2), []);
    deepEqual(t.dial("101").slice(-3), ["quiet", "hear null", "invite 1 101"]);
    deepEqual([t.state, t.calls], ["calling", ["102 hold", "101 calling"]]);
    deepEqual(t.hear({ event: "progressed", call: 1, status: 180 }), ["tone ringback"]);
    deepEqual(t.hear({ event: "answered", call: 1 }), ["quiet", "hear 1"]);
    deepEqual(t.calls, ["102 hold", "101 connected"]);
  });

  it("leaves no room for a third", () => {
    const t = new Talk().talkTo().consult();
    deepEqual(t.hear(invited(4)), ["refuse 4 486"]);
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.hear(invited(6)), ["refuse 6 486"]);
  });

  it("finds the line busy while a fax passes", () => {
    const t = new Talk().talkTo();
    deepEqual(t.hear({ event: "carries", call: 2, carries: "fax" }), []);
    deepEqual(t.hear(invited(4)), ["refuse 4 486"]);
    equal(t.phone.status.calls[0].carries, "fax");
    t.ended(2);
    t.hear({ event: "onHook" });
    deepEqual(t.hear(invited(6))[0], "progress 6 180");
    deepEqual(t.hear({ event: "carries", call: 2, carries: "fax" }), [], "that one is over");
  });

  it("that waits already when a fax is found is sent away, and its beeps with it", () => {
    const t = new Talk().talkTo();
    deepEqual(t.hear(invited(4)), ["progress 4 180", "beep callWaiting"]);
    deepEqual(t.hear({ event: "carries", call: 4, carries: "fax" }), [], "that one is not in the ear");
    deepEqual(t.hear({ event: "carries", call: 2, carries: "fax" }), ["refuse 4 486", "stopBeeping", "release 4"]);
    deepEqual(t.hear({ event: "carries", call: 2, carries: "modem" }), []);
    deepEqual([t.calls, t.hear({ event: "cancelled", call: 4 })], [["102 connected"], []]);
    equal(t.phone.status.calls[0].carries, "modem");
  });

  it("that is held stays, whatever is found", () => {
    const t = new Talk().talkTo().consult();
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.hear({ event: "carries", call: 1, carries: "fax" }), []);
    deepEqual(t.calls, ["102 hold", "101 connected"]);
  });

  it("that came while a modem's line rang is sent away when it answers", () => {
    const t = new Talk({ modemLine: true });
    t.hear(invited(2));
    deepEqual(t.hear(invited(4)), ["progress 4 180"]);
    deepEqual(t.hear({ event: "offHook" }).slice(-3), ["refuse 4 486", "stopBeeping", "release 4"]);
    deepEqual(t.calls, ["102 answering"]);
  });

  it("changes places with the first one at each flash", () => {
    const t = new Talk().talkTo().consult();
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.flash(), ["hold 1", "resume 2", "quiet", "hear 2"]);
    deepEqual(t.calls, ["102 resuming", "101 hold"]);
    t.held(1);
    deepEqual(t.held(2, false), ["quiet", "hear 2"]);
    deepEqual(t.calls, ["102 connected", "101 hold"]);
    deepEqual(t.flash(), ["hold 2", "resume 1", "quiet", "hear 1"]);
  });

  it("is given up by a flash at second dial tone, in the number, and until it is answered", () => {
    const back = ["resume 2", "quiet", "hear 2"];
    const t = new Talk().talkTo();
    t.flash();
    deepEqual(t.flash(), back);
    t.held(2);
    equal(t.state, "resuming");
    t.held(2, false);
    equal(t.state, "connected");

    t.flash();
    t.dial("1");
    deepEqual(t.flash(), back);
    t.held(2, false);

    t.consult();
    deepEqual(t.flash(), ["hangUp 1", "release 1", ...back]);
    t.held(2, false);

    t.consult("103");
    t.hear({ event: "progressed", call: 3, status: 180 });
    deepEqual(t.flash(), ["hangUp 3", "release 3", ...back]);
    deepEqual(t.refused(3, 487), []);
    t.held(2, false);
    deepEqual([t.state, t.calls], ["connected", ["102 connected"]]);
    equal(t.phone.deadline, Number.POSITIVE_INFINITY);
  });

  it("that is refused is told by its tone, from which a flash leads back", () => {
    for (const [status, tone] of [
      [486, "busy"],
      [404, "reorder"],
    ] as const) {
      const t = new Talk().talkTo().consult();
      deepEqual(t.refused(1, status), ["release 1", "hear null", `tone ${tone}`]);
      deepEqual([t.state, t.phone.status.code, t.calls], ["reorder", status, ["102 hold"]]);
      deepEqual(t.flash(), ["resume 2", "quiet", "hear 2"]);
      equal(t.phone.status.code, null);
    }
  });

  it("leads back from every tone that follows, and from the silence at their end", () => {
    for (const ms of [1, 10_001, 30_000]) {
      const t = new Talk().talkTo().consult();
      t.refused(1, 486);
      t.wait(ms);
      equal(t.flash()[0], "resume 2");
    }
    const sit = new Talk({ sitCodes: [["404"], [], [], []] }).talkTo().consult();
    equal(sit.refused(1, 404).at(-1), "tone sit1");
    equal(sit.flash()[0], "resume 2");
    const bad = new Talk().talkTo();
    bad.flash();
    bad.wait(10_000);
    equal(bad.state, "reorder");
    equal(bad.flash()[0], "resume 2");
  });

  it("leaves the held one alive when it ends", () => {
    const t = new Talk().talkTo().consult();
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.ended(1), ["release 1", "quiet", "hear null"]);
    equal(t.state, "ended");
    deepEqual(t.flash(), ["resume 2", "quiet", "hear 2"]);
  });

  it("goes on when the held one hangs up, and is an ordinary call from then on", () => {
    for (const answered of [false, true]) {
      const t = new Talk().talkTo().consult();
      if (answered) t.hear({ event: "answered", call: 1 });
      deepEqual(t.ended(2), ["release 2"]);
      if (!answered) t.hear({ event: "answered", call: 1 });
      equal(t.state, "connected");
      deepEqual(t.hear({ event: "onHook" }), ["hangUp 1", "release 1", "quiet", "hear null"]);
      equal(t.phone.idle, true);
    }
  });

  it("hands nobody over any more when the one it was made for is gone", () => {
    const t = new Talk().talkTo().consult();
    t.hear({ event: "answered", call: 1 });
    t.ended(2);
    t.hear(invited(4));
    t.flash();
    t.held(1);
    t.hear({ event: "answered", call: 4 });
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 4", "release 4", "quiet", "hear null", "remind 101"]);
  });

  it("is a first one when the held one hangs up before it is dialled", () => {
    const t = new Talk().talkTo();
    t.flash();
    t.ended(2);
    equal(t.dial("101").at(-1), "invite 1 101");
    deepEqual(t.flash(), []);
    t.hear({ event: "answered", call: 1 });
    t.hear(invited(4));
    t.flash();
    t.hear({ event: "answered", call: 4 });
    deepEqual(t.hear({ event: "onHook" }).slice(0, 2), ["hangUp 4", "release 4"]);
  });

  it("is not to be had without the service", () => {
    const t = new Talk({ secondCall: false }).talkTo();
    deepEqual(t.flash(), []);
    equal(t.state, "connected");
  });

  it("can only be one for help when there is no registration any more", () => {
    const t = new Talk().talkTo();
    t.hear({ event: "registration", state: "failed", code: 403, reason: "" });
    deepEqual(t.flash(), ["hold 2", "hear null", "hear null", "tone reorder"]);
    t.dial("101");
    equal(t.state, "reorder");
    equal(t.flash()[0], "resume 2");
    t.flash();
    equal(t.dial("112").at(-1), "invite 1 112");
  });

  it("does not come between us and help", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("112");
    deepEqual(t.flash(), []);
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.flash(), []);
    deepEqual(t.hear(invited(2)), ["refuse 2 486"]);
    t.ended(1);
    deepEqual(t.flash(), []);
    t.hear({ event: "onHook" });
    t.talkTo(4);
    equal(t.flash()[0], "hold 4");
  });

  it("for help hands nobody over: the one that is held rings when it is over", () => {
    const t = new Talk().talkTo().consult("112");
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.flash(), []);
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 1", "release 1", "quiet", "hear null", "remind 102"]);
  });

  it("is somebody else's matter where a flash goes to the far end", () => {
    const info = new Talk({ flashGoes: "info" }).talkTo();
    deepEqual(info.flash(), ["info 2"]);
    equal(info.state, "connected");
    deepEqual(new Talk({ flashGoes: "event" }).talkTo().flash(), ["flash 2"]);
    info.hear(invited(4));
    deepEqual(info.flash().slice(0, 3), ["stopBeeping", "hold 2", "answer 4"]);
    info.hear({ event: "answered", call: 4 });
    deepEqual(info.hear({ event: "signalled", call: 4, signal: { flash: true } }), []);
  });

  it("may not be resumed: another flash tries again", () => {
    const t = new Talk().talkTo();
    t.flash();
    t.held(2);
    t.flash();
    t.held(2, true);
    deepEqual([t.state, t.calls], ["hold", ["102 hold"]]);
    deepEqual(t.flash(), ["resume 2", "quiet", "hear 2"]);
    t.held(2, false);
    equal(t.state, "connected");
  });

  it("waits for no hold that did not come through", () => {
    const t = new Talk().talkTo();
    t.flash();
    t.held(2, false);
    deepEqual(t.flash(), ["quiet", "hear 2", "quiet", "hear 2"]);
    equal(t.state, "connected");
  });

  it("gives a new dial tone after the far end has gone, and in a number that was wrong", () => {
    const t = new Talk().talkTo();
    t.ended(2);
    deepEqual(t.flash(), ["tone dial"]);
    t.dial("9");
    deepEqual(t.flash(), ["tone dial"]);
    equal(t.dial("101").at(-1), "invite 1 101");
    deepEqual(t.flash(), []);
    t.refused(1, 404);
    deepEqual(t.flash(), []);
  });
});

describe("a held call and a receiver that lies", () => {
  it("rings as a reminder, and is resumed when it is lifted", () => {
    const t = new Talk().talkTo();
    t.flash();
    t.held(2);
    deepEqual(t.hear({ event: "onHook" }), ["quiet", "hear null", "remind 102"]);
    deepEqual(t.hear({ event: "ringingEnded" }), []);
    deepEqual(t.hear({ event: "offHook" }), ["stopRinging", "resume 2", "quiet", "hear 2"]);
    t.held(2, false);
    equal(t.state, "connected");
  });

  it("keeps still where the owner wants no reminder", () => {
    const t = new Talk({ holdReminder: null }).talkTo();
    t.flash();
    deepEqual(t.hear({ event: "onHook" }), ["quiet", "hear null"]);
    deepEqual(t.hear({ event: "offHook" }), ["stopRinging", "resume 2", "quiet", "hear 2"]);
  });

  it("is over when its far end hangs up", () => {
    const t = new Talk().talkTo();
    t.flash();
    t.hear({ event: "onHook" });
    deepEqual(t.ended(2), ["stopRinging", "release 2", "quiet", "hear null"]);
    equal(t.phone.idle, true);
  });

  it("lets another call wait, and be rung for when it is gone itself", () => {
    const t = new Talk().talkTo();
    t.flash();
    t.hear({ event: "onHook" });
    deepEqual(t.hear(invited(4)), ["progress 4 180"]);
    t.ended(2);
    equal(t.state, "ringing");
    equal(t.hear({ event: "offHook" })[1], "answer 4");
  });

  it("comes back after the call for which it was held by a flash, and after that rings", () => {
    const t = new Talk().talkTo();
    t.hear(invited(4));
    t.flash();
    t.hear({ event: "answered", call: 4 });
    t.held(2);
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 4", "release 4", "quiet", "hear null", "remind 102"]);
  });
});

describe("a call that somebody else has answered", () => {
  it("is none that was missed, whether the bell rings for it or it waits", () => {
    const t = new Talk();
    t.hear(invited(2));
    const [call] = t.phone.calls;
    deepEqual(t.hear({ event: "cancelled", call: 2, elsewhere: true }), [
      ...["stopRinging", "release 2", "quiet", "hear null"],
    ]);
    equal(call.state, "elsewhere");
    t.talkTo(4);
    t.hear(invited(6));
    const waiting = t.phone.calls[1];
    deepEqual(t.hear({ event: "cancelled", call: 6, elsewhere: true }), ["stopBeeping", "release 6"]);
    equal(waiting.state, "elsewhere");
    t.hear(invited(8));
    const missed = t.phone.calls[1];
    t.hear({ event: "cancelled", call: 8 });
    equal(missed.state, "alerting");
  });
});

describe("messages that wait", () => {
  it("change the dial tone, and light the lamp", () => {
    const t = new Talk();
    deepEqual(t.hear({ event: "messages", waiting: true, fresh: 3, old: 1 }), [
      "keep Message_Waiting true",
      "lamp on 3",
    ]);
    deepEqual(t.hear({ event: "messages", waiting: true, fresh: 4, old: 1 }), ["lamp on 4"]);
    deepEqual(t.hear({ event: "offHook" }), ["tone messagesDial"]);
    t.hear({ event: "onHook" });
    deepEqual(t.hear({ event: "messages", waiting: false, fresh: null, old: null }), [
      "keep Message_Waiting false",
      "lamp off 0",
    ]);
    deepEqual(t.hear({ event: "offHook" }), ["tone dial"]);
  });

  it("still do after a restart", () => {
    const t = new Talk({ messagesWaiting: true });
    deepEqual(t.hear({ event: "offHook" }), ["tone messagesDial"]);
  });

  it("change neither without the services", () => {
    const t = new Talk({ messagesTone: false, messagesLamp: false });
    deepEqual(t.hear({ event: "messages", waiting: true, fresh: 3, old: 1 }), ["keep Message_Waiting true"]);
    deepEqual(t.hear({ event: "offHook" }), ["tone dial"]);
  });

  it("are no matter of a second dial tone", () => {
    const t = new Talk().talkTo();
    t.hear({ event: "messages", waiting: true, fresh: 1, old: null });
    equal(t.flash().at(-1), "tone secondDial");
  });
});

describe("a caller who wants to be answered at once", () => {
  it("is rung like all others, and finds a receiver off the hook busy", () => {
    const t = new Talk();
    deepEqual(t.hear(invited(2, undefined, { answerAfter: 0 })), ["progress 2 180", "ring 102"]);
    t.hear({ event: "cancelled", call: 2 });
    t.hear({ event: "offHook" });
    deepEqual(t.hear(invited(4, undefined, { answerAfter: 0 })), ["refuse 4 486"]);
  });

  it("is answered where the receiver lies beside, and its owner lets him", () => {
    // in silence, under the tones of a receiver left off the hook, and in the silence behind them
    const heard = [0, 6000, 16_000, 3_600_000].map((ms) => {
      const t = new Talk({ answersPages: true }).talkTo();
      const tones = [...t.ended(2), ...t.wait(ms)];
      deepEqual(t.hear(invited(4)), ["refuse 4 486"], "who does not ask for it finds the line busy");
      deepEqual(t.hear(invited(6, undefined, { answerAfter: 0 })), ["answer 6", "quiet", "hear 6"]);
      equal(t.state, "answering");
      t.hear({ event: "answered", call: 6 });
      equal(t.state, "connected");
      t.ended(6);
      equal(t.state, "ended");
      return tones.filter((said) => said !== "hear null").at(-1);
    });
    deepEqual(heard, ["quiet", "tone reorder", "tone offHookWarning", "quiet"]);
  });

  it("is never answered while somebody dials, talks, or has not let him", () => {
    const t = new Talk({ answersPages: true });
    t.hear({ event: "offHook" });
    deepEqual(t.hear(invited(2, undefined, { answerAfter: 0 })), ["refuse 2 486"]);
    const u = new Talk({ answersPages: true }).talkTo();
    deepEqual(u.hear(invited(4, undefined, { answerAfter: 0 })), ["progress 4 180", "beep callWaiting"]);
    const v = new Talk().talkTo();
    v.hear({ event: "ended", call: 2, reason: "" });
    deepEqual(v.hear(invited(4, undefined, { answerAfter: 0 })), ["refuse 4 486"]);
  });

  it("is told that it cannot be, where he wants nothing else (RFC 5373)", () => {
    const t = new Talk();
    deepEqual(t.hear(invited(2, undefined, { answerAfter: 0, mustAnswer: true })), ["refuse 2 403"]);
  });
});
