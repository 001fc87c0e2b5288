import { deepEqual, equal } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { agreement, invited, Talk } from "./talk.js";

const home = ["quiet", "hear null"];

/** Call 2 is held, call 1 is up. */
const consulting = (changes = {}) => {
  const t = new Talk(changes).talkTo().consult();
  t.hear({ event: "answered", call: 1 });
  return t;
};

describe("hanging up on a second call", () => {
  it("hands the first one over to it, and the telephone is free at once", () => {
    const t = consulting();
    deepEqual(t.hear({ event: "onHook" }), ["connect 2 1", ...home]);
    deepEqual([t.state, t.calls, t.phone.idle], ["idle", [], false]);
    t.transferred(2, 100, false);
    deepEqual(t.hear(invited(4)), ["progress 4 180", "ring 102"]);
    deepEqual(t.ended(1), ["release 1"]);
    deepEqual(t.transferred(2, 200), []);
    deepEqual(t.ended(2), ["release 2"]);
    t.hear({ event: "cancelled", call: 4 });
    equal(t.phone.idle, true);
    equal(t.phone.deadline, NEVER);
  });

  it("does so by the number while it still rings, but not before", () => {
    const t = new Talk().talkTo().consult();
    t.hear({ event: "progressed", call: 1, status: 180 });
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 1", "release 1", "transfer 2 101", ...home]);
    deepEqual(t.refused(1, 487), []);
    deepEqual(t.transferred(2, 480), ["remind 102"]);
    const early = new Talk().talkTo().consult();
    deepEqual(early.hear({ event: "onHook" }), ["hangUp 1", "release 1", ...home, "remind 102"]);
  });

  it("does so from either end of a change of places", () => {
    const t = consulting();
    t.flash();
    t.held(1);
    t.held(2, false);
    deepEqual(t.hear({ event: "onHook" }), ["connect 2 1", ...home]);
  });

  it("lets a new call be made while it goes on, and two more transfers, the oldest being given up", () => {
    const t = consulting();
    t.hear({ event: "onHook" });
    for (const [first, second] of [
      [4, 3],
      [6, 5],
    ]) {
      t.talkTo(first);
      t.flash();
      t.held(first);
      t.dial("101");
      t.hear({ event: "answered", call: second });
      const said = t.hear({ event: "onHook" });
      equal(said[0], `connect ${first} ${second}`);
      deepEqual(
        said.filter((order) => order.startsWith("hangUp")),
        first === 6 ? ["hangUp 2", "hangUp 1"] : [],
      );
    }
  });

  it("hangs up only, where the service is off, or where nobody was asked", () => {
    const t = consulting({ attendedTransfer: false });
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 1", "release 1", ...home, "remind 102"]);
    const waited = new Talk().talkTo();
    waited.hear(invited(4));
    waited.flash();
    waited.hear({ event: "answered", call: 4 });
    deepEqual(waited.hear({ event: "onHook" }), ["hangUp 4", "release 4", ...home, "remind 102"]);
  });

  it("sends the number alone where the owner wants it so", () => {
    const t = consulting({ attendedAsBlind: true });
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 1", "release 1", "transfer 2 101", ...home]);
    deepEqual(t.transferred(2, 603), ["remind 102"]);
  });

  it("rings for the one that could not be handed over, and keeps the other", () => {
    const t = consulting();
    t.hear({ event: "onHook" });
    t.transferred(2, 100, false);
    deepEqual(t.transferred(2, 486), ["hold 1", "remind 102"]);
    deepEqual(t.calls, ["102 ringing", "101 hold"]);
    t.held(1);
    deepEqual(t.hear({ event: "offHook" }), ["stopRinging", "resume 2", "quiet", "hear 2"]);
    t.held(2, false);
    // hanging up is hanging up now: there is nobody to be handed over
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 2", "release 2", ...home, "remind 101"]);
  });

  it("comes back behind the call that has been begun since", () => {
    const t = consulting();
    t.hear({ event: "onHook" });
    t.hear({ event: "offHook" });
    t.dial("103");
    t.hear({ event: "answered", call: 3 });
    deepEqual(t.transferred(2, 486), ["hangUp 1", "release 1"]);
    deepEqual(t.calls, ["103 connected", "102 hold"]);
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 3", "release 3", ...home, "remind 102"]);
  });

  it("is the end of both where there is no room for them any more", () => {
    const t = consulting();
    t.hear({ event: "onHook" });
    t.talkTo(4);
    t.hear(invited(6));
    deepEqual(t.transferred(2, 486), ["hangUp 2", "release 2", "hangUp 1", "release 1"]);
    equal(t.calls.length, 2);
  });

  it("waits for the other side, but not for ever", () => {
    const done = consulting();
    done.hear({ event: "onHook" });
    done.transferred(2, 200);
    deepEqual(done.wait(31_999), []);
    deepEqual(done.wait(1), ["hangUp 2", "release 2", "hangUp 1", "release 1"]);
    equal(done.phone.idle, true);
    const never = consulting();
    never.hear({ event: "onHook" });
    deepEqual(never.wait(239_999), []);
    deepEqual(never.wait(1), ["hangUp 2", "release 2", "hangUp 1", "release 1"]);
  });

  it("hands nobody over who is gone already", () => {
    const t = consulting();
    t.hear({ event: "onHook" });
    deepEqual(t.ended(2), ["release 2"]);
    deepEqual(t.transferred(2, 486), []);
    // the one who took the call is told by the other side, and if not, by us
    deepEqual(t.wait(32_000), ["hangUp 1", "release 1"]);
    equal(t.phone.idle, true);
  });

  it("keeps sound in order for those who leave, and hangs up on them at shutdown", () => {
    const t = consulting();
    t.hear({ event: "onHook" });
    deepEqual(t.hear({ event: "agreed", call: 2, agreement }), ["agree 2"]);
    t.held(1);
    deepEqual(
      t.phone.leave().map((order) => order.do),
      ["hangUp", "release", "hangUp", "release", "stopRinging", "quiet"],
    );
    equal(t.phone.idle, true);
  });
});

describe("a blind transfer", () => {
  const code = () => {
    const t = new Talk().talkTo();
    t.flash();
    t.held(2);
    t.dial("*98");
    return t;
  };

  it("is a code and a number after a flash; the tone confirms that it has been taken", () => {
    const t = new Talk().talkTo();
    t.flash();
    deepEqual(t.dial("*98").at(-1), "tone prompt");
    deepEqual(t.dial("101").slice(-3), ["quiet", "hear null", "transfer 2 101"]);
    equal(t.state, "calling");
    deepEqual(t.flash(), []);
    deepEqual(t.transferred(2, 100, false), ["tone confirm"]);
    deepEqual(t.transferred(2, 200), [...home]);
    deepEqual([t.state, t.calls], ["ended", []]);
    deepEqual(t.ended(2), ["release 2"]);
    deepEqual(t.wait(5_000), ["hear null", "tone reorder"]);
    t.hear({ event: "onHook" });
    equal(t.phone.idle, true);
  });

  it("is over as well when the one who was sent away says so first", () => {
    const t = code();
    t.dial("101");
    deepEqual(t.ended(2), ["release 2", ...home]);
    equal(t.state, "ended");
    deepEqual(t.transferred(2, 200), []);
  });

  it("that fails is told by a tone, and a flash leads back", () => {
    for (const [status, tone] of [
      [486, "busy"],
      [603, "reorder"],
    ] as const) {
      const t = code();
      t.dial("101");
      t.transferred(2, 100, false);
      deepEqual(t.transferred(2, status), ["hear null", `tone ${tone}`]);
      deepEqual([t.phone.status.code, t.calls], [status, ["102 hold"]]);
      deepEqual(t.flash(), ["resume 2", "quiet", "hear 2"]);
    }
  });

  it("can be left alone: if it fails, the bell rings", () => {
    for (const told of [false, true]) {
      const t = code();
      t.dial("101");
      if (told) t.transferred(2, 100, false);
      deepEqual(t.hear({ event: "onHook" }), [...home]);
      equal(t.state, "idle");
      deepEqual(t.transferred(2, 404), ["remind 102"]);
    }
    const t = code();
    t.dial("101");
    t.hear({ event: "onHook" });
    deepEqual(t.transferred(2, 200), []);
    deepEqual(t.ended(2), ["release 2"]);
    equal(t.phone.idle, true);
  });

  it("is given up by a flash before the number is whole, and by hanging up", () => {
    const t = code();
    t.dial("1");
    deepEqual(t.flash(), ["resume 2", "quiet", "hear 2"]);
    const other = code();
    deepEqual(other.hear({ event: "onHook" }), [...home, "remind 102"]);
  });

  it("of a call that has gone meanwhile is none", () => {
    const t = code();
    t.ended(2);
    equal(t.dial("101").at(-1), "tone reorder");
    equal(t.phone.status.reason, "the call to be transferred is gone");
  });

  it("never goes to where help comes from: that call is our own", () => {
    const t = code();
    equal(t.dial("112").at(-1), "invite 1 112");
  });

  it("is a number like any other where there is nobody to transfer, or no such service", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("*98");
    equal(t.state, "reorder");
    const off = new Talk({ starCodes: { ...starCodes, Blind_Transfer_Code: "" } }).talkTo();
    off.flash();
    off.dial("*98");
    equal(off.state, "reorder");
  });
});

const starCodes = {
  Blind_Transfer_Code: "*98",
  Block_CID_Act_Code: "*67",
  Block_CID_Deact_Code: "*68",
  Block_CID_Per_Call_Act_Code: "*81",
  Block_CID_Per_Call_Deact_Code: "*82",
  FAX_Line_Toggle_Code: "#99",
  Modem_Line_Toggle_Code: "*99",
  Voice_Menu_Code: "****",
};
