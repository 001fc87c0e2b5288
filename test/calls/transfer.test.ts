/** Transfers, whole: to a second call by hanging up, to a number by a code, by the other side; and what comes of those that fail. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

/** Line 1 has called line 2, and talks. */
function talking(d = new VirtualDesk().started()): VirtualDesk {
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  return d.wait(500);
}

function flash(d: VirtualDesk, line: 1 | 2 = 1): VirtualDesk {
  d.line(line).flash(300, () => {});
  return d.wait(1000);
}

/** Line 1 talks to line 2, and has asked `number` whether it would. */
function consulting(number: string): VirtualDesk {
  return flash(talking()).dial(1, number).wait(1000);
}

const calls = (d: VirtualDesk, line: 1 | 2) =>
  d.desk.adapter.status().lines[line - 1].calls.map(({ state, peer }) => `${peer} ${state}`);

/** Speaks at a line and tells how well it comes back. */
function echoOf(d: VirtualDesk, line: 1 | 2): number {
  const spoken = speech(2);
  d.line(line).speak(spoken);
  d.wait(2500);
  return likeness(spoken, d.line(line).heard(2.5).samples).correlation;
}

/** Somebody says something at one line: how well the other hears it. */
function carried(d: VirtualDesk, from: 1 | 2, to: 1 | 2): number {
  const spoken = speech(2);
  d.line(from).speak(spoken);
  d.wait(2500);
  return likeness(spoken, d.line(to).heard(2.5).samples).correlation;
}

describe("a transfer", () => {
  it("to a second call by hanging up connects the two others", () => {
    const d = consulting("600");
    ok(echoOf(d, 1) > 0.9);
    d.line(1).hangUp();
    d.wait(3000);
    deepEqual([d.call(1), calls(d, 1)], ["idle", []]);
    deepEqual(calls(d, 2).length, 1);
    equal(d.call(2), "connected");
    ok(echoOf(d, 2) > 0.9, "line 2 hears itself");
  });

  it("to a second call brings back whoever was called first, wherever the flash has gone", () => {
    // 600 is called first: the echo is what is sent to line 2
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(300).dial(1, "600").wait(500);
    flash(d).dial(1, "102").wait(500);
    d.line(2).lift();
    d.wait(1000);
    deepEqual(calls(d, 1), ["600 hold", "102 connected"]);
    d.line(1).hangUp();
    d.wait(3000);
    deepEqual([calls(d, 1), d.call(2)], [[], "connected"]);
    ok(echoOf(d, 2) > 0.9);
    d.line(2).hangUp();
    d.wait(1500);
    deepEqual(calls(d, 2), []);
  });

  it("by code rings the number without asking there", () => {
    const d = flash(talking()).dial(1, "*98").wait(500);
    d.dial(1, "600").wait(1500);
    deepEqual([calls(d, 1), calls(d, 2)], [[], ["101 connected"]]);
    ok(echoOf(d, 2) > 0.9);
    d.line(1).hangUp();
    d.wait(1500);
    deepEqual([calls(d, 1), d.call(2)], [[], "connected"]);
    ok(echoOf(d, 2) > 0.9);
  });

  it("by code lets the other side hear the ringing", () => {
    const d = flash(talking()).dial(1, "*98").wait(500);
    d.dial(1, "610").wait(1000);
    equal(d.line(1).hears, "confirm");
    d.line(1).hangUp();
    d.wait(5000);
    equal(d.line(2).hears, "ringback");
    d.wait(10_000);
    deepEqual([calls(d, 1), d.call(2)], [[], "connected"]);
    ok(echoOf(d, 2) > 0.9);
  });

  it("by code to one who is busy is told, and a flash leads back", () => {
    const d = flash(talking()).dial(1, "*98").wait(500);
    d.dial(1, "604").wait(2500);
    equal(d.line(1).hears, "busy");
    flash(d);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    ok(carried(d, 1, 2) > 0.9);
    ok(carried(d, 2, 1) > 0.9);
  });

  it("to one who never answers rings the bell when the receiver is down already", () => {
    const d = flash(talking()).dial(1, "*98").wait(500);
    d.dial(1, "605").wait(1000);
    d.line(1).hangUp();
    d.wait(178_000);
    equal(d.line(2).hears, "ringback");
    equal(d.line(1).ringing, false);
    d.wait(5000);
    ok(d.events("ring-start", 1).length > 0, "the bell rings for who has come back");
    d.line(1).lift();
    d.wait(1000);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    ok(carried(d, 1, 2) > 0.9);
    ok(carried(d, 2, 1) > 0.9);
  });

  it("while the second call rings sends the first one there", () => {
    const d = consulting("610").wait(4000);
    equal(d.line(1).hears, "ringback");
    d.line(1).hangUp();
    d.wait(5000);
    equal(d.line(2).hears, "ringback");
    d.wait(12_000);
    deepEqual([calls(d, 1), d.call(2)], [[], "connected"]);
    ok(echoOf(d, 2) > 0.9);
  });

  it("by the other side reaches whom it wants", () => {
    const d = flash(talking(), 2).dial(2, "600").wait(1000);
    d.line(2).hangUp();
    d.wait(3000);
    deepEqual([calls(d, 2), d.call(1)], [[], "connected"]);
    ok(echoOf(d, 1) > 0.9);
  });

  it("is the same after a flash back and another", () => {
    const d = consulting("600");
    flash(d);
    deepEqual(calls(d, 1), ["102 connected", "600 hold"]);
    ok(carried(d, 1, 2) > 0.9);
    ok(carried(d, 2, 1) > 0.9);
    d.line(1).hangUp();
    d.wait(3000);
    deepEqual([calls(d, 1), d.call(2)], [[], "connected"]);
    ok(echoOf(d, 2) > 0.9);
  });

  it("comes to nothing when there is nobody left to be sent", () => {
    const d = consulting("600");
    d.line(2).hangUp();
    d.wait(2000);
    deepEqual([calls(d, 1), calls(d, 2)], [["600 connected"], []]);
    d.line(1).hangUp();
    d.wait(3000);
    deepEqual([calls(d, 1), d.line(1).ringing, d.line(2).ringing], [[], false, false]);
  });

  it("is over as a call is over when one of the two hangs up", () => {
    const d = consulting("600");
    d.line(1).hangUp();
    d.wait(3000);
    d.line(2).hangUp();
    d.wait(2000);
    deepEqual([calls(d, 1), calls(d, 2)], [[], []]);
    d.line(2).lift();
    d.wait(300).dial(2, "101").wait(1000);
    ok(d.line(1).ringing);
  });

  it("goes across TCP and UDP, and across codecs", () => {
    const settings = {
      "SIP_Transport[1]": "TCP",
      "Preferred_Codec[2]": "G711a",
      "Use_Pref_Codec_Only[2]": "yes",
    };
    const d = flash(talking(new VirtualDesk({ settings }).started()))
      .dial(1, "600")
      .wait(1000);
    d.line(1).hangUp();
    d.wait(3000);
    deepEqual([calls(d, 1), d.call(2)], [[], "connected"]);
    ok(echoOf(d, 2) > 0.9);
    // and from the service to a line, by its number
    flash(d, 2).dial(2, "*98").wait(500);
    d.dial(2, "101").wait(1000);
    d.line(2).hangUp();
    d.line(1).lift();
    d.wait(2000);
    deepEqual([d.call(1), calls(d, 2)], ["connected", []]);
    ok(echoOf(d, 1) > 0.9);
  });

  it("ends with whoever hangs up on the way", () => {
    const d = flash(talking()).dial(1, "*98").wait(500);
    d.dial(1, "610").wait(1000);
    d.line(1).hangUp();
    d.wait(3000);
    d.line(2).hangUp();
    d.wait(3000);
    deepEqual([calls(d, 1), calls(d, 2)], [[], []]);
    d.wait(15_000);
    deepEqual([d.line(1).ringing, d.line(2).ringing], [false, false]);
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1000);
    ok(d.line(2).ringing);
  });
});

describe("a mailbox", () => {
  const visit = (d: VirtualDesk) => {
    d.line(1).lift();
    d.wait(300).dial(1, "612").wait(2000);
    equal(d.call(1), "connected");
    d.line(1).hangUp();
    d.wait(3000);
  };

  it("lights the lamp and stutters while a message waits", () => {
    const d = new VirtualDesk().started();
    visit(d);
    deepEqual(
      d.events("mwi").map(({ line, on }) => [line, on]),
      [[1, true]],
    );
    d.line(1).lift();
    d.wait(1500);
    equal(d.line(1).hears, "stutter-dial");
    d.line(1).hangUp();
    d.wait(2000);
    visit(d);
    deepEqual(
      d.events("mwi").map(({ on }) => on),
      [true, false],
    );
    d.line(1).lift();
    d.wait(1500);
    equal(d.line(1).hears, "dial");
  });

  it("tells a line that has subscribed within its subscription", () => {
    const settings = { "Voice_Mail_Server[1]": "10.0.0.1:5060" };
    const d = new VirtualDesk({ settings }).started();
    const notices = () =>
      d.desk
        .messages({ line: 1 })
        .map(({ message }) => message)
        .filter((message) => message.startsWith("NOTIFY "));
    const callId = (message: string) => /^Call-ID: (.*)\r$/m.exec(message)?.[1];
    match(notices()[0], /^Messages-Waiting: no\r\n.*^Voice-Message: 0\/0\r$/ms);
    visit(d);
    match(notices()[1], /^Messages-Waiting: yes\r\n.*^Voice-Message: 1\/0\r$/ms);
    equal(callId(notices()[1]), callId(notices()[0]));
    deepEqual([notices().length, d.line(1).mwi, d.line(2).mwi], [2, true, false]);
  });
});
