import { deepEqual, equal } from "node:assert/strict";
import { isRefusal, parseDialPlan } from "../../../firmware/dialplan/digit-map.js";
import { codesFor, serviceOf } from "../../../firmware/phone/star-codes.js";
import { invited, options, Talk } from "./talk.js";

const { starCodes } = options;

/** What is ordered for a number, dial tones left out. */
const dial = (t: Talk, digits: string) => {
  t.hear({ event: "offHook" });
  return t.dial(digits).filter((order) => !order.startsWith("tone") && order !== "quiet" && order !== "hear null");
};

describe("star codes", () => {
  it("are known when they can do something", () => {
    deepEqual(codesFor(starCodes, false), ["*67", "*68", "*81", "*82", "#99", "*99", "****"]);
    deepEqual(codesFor({ ...starCodes, Block_CID_Act_Code: "" }, true), [
      "*98",
      "*68",
      "*81",
      "*82",
      "#99",
      "*99",
      "****",
    ]);
    equal(serviceOf(starCodes, "*98", true), "transfer");
    equal(serviceOf(starCodes, "*98", false), null);
    equal(serviceOf({ ...starCodes, Block_CID_Act_Code: "" }, "", true), null);
  });

  it("make the next call anonymous", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    deepEqual(t.dial("*81").at(-1), "tone dial");
    equal(t.dial("101").at(-1), "invite 1 101 anonymous");
    t.hear({ event: "onHook" });
    deepEqual(dial(t, "101"), ["invite 3 101"]);
  });

  it("are forgotten with the receiver", () => {
    const t = new Talk();
    dial(t, "*81");
    t.hear({ event: "onHook" });
    deepEqual(dial(t, "101"), ["invite 1 101"]);
  });

  it("make all calls anonymous, and say so; one of them is shown all the same", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    deepEqual(t.dial("*67").slice(-2), ["keep Block_CID_Setting true", "tone confirm+dial"]);
    equal(t.dial("101").at(-1), "invite 1 101 anonymous");
    t.hear({ event: "onHook" });
    deepEqual(dial(t, "*82101"), ["invite 3 101"]);
    t.hear({ event: "onHook" });
    deepEqual(dial(t, "*68101"), ["keep Block_CID_Setting false", "invite 5 101"]);
  });

  it("override what the settings say", () => {
    const t = new Talk({ hidesCaller: true });
    deepEqual(dial(t, "101"), ["invite 1 101 anonymous"]);
    t.hear({ event: "onHook" });
    deepEqual(dial(t, "*82101"), ["invite 3 101"]);
    t.hear({ event: "onHook" });
    dial(t, "*68");
    t.hear({ event: "onHook" });
    t.phone.configure({ ...options, hidesCaller: true });
    deepEqual(dial(t, "101"), ["invite 5 101 anonymous"]);
  });

  it("never hide who calls for help", () => {
    deepEqual(dial(new Talk({ hidesCaller: true }), "112"), ["invite 1 112"]);
    deepEqual(dial(new Talk(), "*81112"), ["invite 1 112"]);
  });

  it("work for a second call too", () => {
    const t = new Talk().talkTo();
    t.flash();
    equal(t.dial("*81").at(-1), "tone secondDial");
    equal(t.dial("101").at(-1), "invite 1 101 anonymous");
  });

  it("make the next call a fax's or a modem's, and the one after it a voice's", () => {
    const t = new Talk();
    equal(dial(t, "#99101").at(-1), "invite 1 101 fax");
    deepEqual(t.phone.status.calls, [{ state: "calling", peer: "101", direction: "out", held: false, carries: "fax" }]);
    t.hear({ event: "onHook" });
    equal(dial(t, "*99101").at(-1), "invite 3 101 modem");
    t.hear({ event: "onHook" });
    equal(dial(t, "101").at(-1), "invite 5 101");
    t.hear({ event: "onHook" });
    dial(t, "*99");
    t.hear({ event: "onHook" });
    equal(dial(t, "101").at(-1), "invite 7 101");
  });

  it("make a call of a modem's line a voice's, and never a call for help a modem's", () => {
    const t = new Talk({ modemLine: true });
    equal(dial(t, "101").at(-1), "invite 1 101 modem");
    t.hear({ event: "onHook" });
    equal(dial(t, "*99101").at(-1), "invite 3 101");
    t.hear({ event: "onHook" });
    equal(dial(t, "#99101").at(-1), "invite 5 101 fax");
    t.hear({ event: "onHook" });
    equal(dial(t, "112").at(-1), "invite 7 112");
    t.hear({ event: "onHook" });
    t.hear(invited(2));
    deepEqual(t.hear({ event: "offHook" }).at(0), "stopRinging");
    equal(t.phone.status.calls[0].carries, "modem");
    const u = new Talk();
    equal(dial(u, "*99112").at(-1), "invite 1 112");
  });

  it("that are none of ours belong to the dial plan, and so to the server", () => {
    const plan = parseDialPlan("(*xx|xxx)");
    if (isRefusal(plan)) throw new Error(plan.reason);
    const t = new Talk({ dialling: { ...options.dialling, plan } });
    deepEqual(dial(t, "*72"), ["invite 1 *72"]);
    t.hear({ event: "onHook" });
    const off = { ...starCodes, Block_CID_Act_Code: "" };
    t.phone.configure({ ...options, dialling: { ...options.dialling, plan }, starCodes: off });
    deepEqual(dial(t, "*67"), ["invite 3 *67"]);
    t.hear({ event: "onHook" });
    t.hear({ event: "offHook" });
    t.dial("*6#");
    equal(t.state, "reorder");
  });
});
