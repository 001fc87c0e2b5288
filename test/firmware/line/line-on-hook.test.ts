import { deepEqual, equal, ok } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { hexOf } from "../../../firmware/base/text.js";
import { callSetup, messageWaiting } from "../../../firmware/callerid/message.js";
import { standards } from "../../../firmware/callerid/standards.js";
import { demodulate, loudness } from "../dsp/ear.js";
import { Bench, cadence, date, heardOctets, identity, LAMP, lifted, OPTIONS, pause, RING } from "./line-bench.js";

describe("line with the receiver down", () => {
  it("rings, and tells who calls on a line that is listened to for it alone", () => {
    const bench = new Bench().order(RING).wait(9000);
    const [ring, quiet, listen, rest, again] = bench.said;
    deepEqual([ring, quiet, listen, again], ["0 ringing", "2000 forward", "2500 listen", "6000 ringing"]);
    const resting = Number.parseInt(rest, 10);
    ok(rest.endsWith(" rest") && resting > 3440 && resting < 3520, rest);
    const message = demodulate([...bench.heard, ...pause(100)]);
    equal(hexOf(Uint8Array.from(message.octets)), hexOf(callSetup(identity, date, standards.bellcore.format)));
    deepEqual([message.seizure, message.mark], [300, 180]);
    ok(Math.abs(loudness(bench.heard, 160, 160 * 30) + 13.5) < 0.1);
  });

  it("tells nobody's number when it is told so, or knows none", () => {
    for (const bench of [
      new Bench({ ...OPTIONS, callerId: "none" }).order(RING),
      new Bench().order({ ...RING, identity: null }),
    ])
      deepEqual(bench.wait(5000).said, ["0 ringing", "2000 forward"]);
  });

  it("takes the ringing voltage away the moment the receiver is lifted, and answers within 60 ms", () => {
    const bench = new Bench().order(RING).wait(1000).lift().wait(1000);
    deepEqual(bench.said, ["0 ringing", "1000 forward", "1000 listen", "1040 offHook"]);
    bench.order({ do: "stopRinging" }).wait(20_000);
    deepEqual(bench.said, []);
  });

  it("does not ring into a bouncing contact", () => {
    const bench = new Bench().order(RING).wait(1000);
    for (const ms of [2, 3, 5]) bench.lift().wait(ms).open().wait(ms);
    bench.lift().wait(500);
    deepEqual(bench.said, ["0 ringing", "1000 forward", "1000 listen", "1040 offHook"]);
  });

  it("rings on after a closure that was none", () => {
    const bench = new Bench().order(RING).wait(1000).lift().wait(5).open().wait(2000);
    deepEqual(bench.said, [
      "0 ringing",
      "1000 forward",
      "1000 listen",
      "1020 rest",
      "1020 ringing",
      "2000 forward",
      "2500 listen",
    ]);
  });

  it("stops telling at once when the receiver is lifted, and does not go on", () => {
    const bench = new Bench().order(RING).wait(2800).lift().wait(40);
    deepEqual(bench.said, ["0 ringing", "2000 forward", "2500 listen", "2840 offHook"]);
    bench.heard.splice(0);
    bench.wait(5000);
    ok(bench.heard.every((sample) => sample === 0));
    deepEqual(bench.said, []);
  });

  it("tells the lamp on a quiet line, after a break of the loop that wakes the telephone", () => {
    const bench = new Bench().wait(5000).order(LAMP).wait(5000);
    const [open, forward, listen, rest, ...more] = bench.said;
    deepEqual([open, forward, listen, more], ["5000 open", "5200 forward", "5600 listen", []]);
    const resting = Number.parseInt(rest, 10);
    ok(rest.endsWith(" rest") && resting > 6200 && resting < 6350, rest);
    const message = demodulate([...bench.heard, ...pause(100)]);
    equal(hexOf(Uint8Array.from(message.octets)), "82030b01ff70");
    deepEqual([message.seizure, message.mark], [300, 180]);
    ok(Math.abs(loudness(bench.heard, 160, 160 * 20) + 13.5) < 0.1);
  });

  it("tells the lamp twice, and then no more", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(60_000);
    deepEqual(
      bench.said.filter((said) => said.endsWith("open")),
      ["1000 open", "11000 open"],
    );
    equal(bench.line.deadline, NEVER);
    bench.order(LAMP).wait(60_000);
    deepEqual(bench.said, []);
    bench.heard.splice(0);
    bench.order({ ...LAMP, on: false, count: 0 }).wait(5000);
    deepEqual(Array.from(messageWaiting(false, 0, standards.bellcore.format)), heardOctets(bench));
  });

  it("tells the lamp nothing while somebody is there, nor in a call's ringing, but after it", () => {
    const bench = lifted().order(LAMP).wait(5000);
    equal(bench.said.length, 0);
    bench.open().wait(900).order(RING).wait(8000).order({ do: "stopRinging" });
    equal(
      bench.said.some((said) => said.endsWith("open")),
      false,
    );
    const silent = bench.now;
    bench.wait(3000);
    equal(bench.said[0], `${silent + 1000} open`);
  });

  it("tells the lamp again when it was interrupted, and lets nobody wait for it", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(700).lift().wait(200);
    deepEqual(bench.said, ["1000 open", "1200 forward", "1600 listen", "1800 offHook"]);
    bench.open().wait(60_000);
    equal(bench.said.filter((said) => said.endsWith("open")).length, 2);
    const rung = new Bench().wait(1000).order(LAMP).wait(100).order(RING).wait(100);
    deepEqual(rung.said, ["1000 open", "1100 ringing"]);
    rung.order({ do: "stopRinging" }).wait(60_000);
    equal(rung.said.filter((said) => said.endsWith("open")).length, 2);
  });

  it("lifted in the break that announces the lamp has its loop back at once", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(100).lift().wait(500);
    deepEqual(bench.said, ["1000 open", "1100 forward", "1100 listen", "1200 offHook"]);
  });

  it("tells the lamp once more after each call while it is lit", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(60_000);
    bench.said;
    bench.lift().wait(2000).open().wait(60_000);
    equal(bench.said.filter((said) => said.endsWith("open")).length, 1);
    bench.order({ ...LAMP, on: false, count: 0 }).wait(60_000);
    bench.said;
    bench.lift().wait(2000).open().wait(60_000);
    equal(bench.said.filter((said) => said.endsWith("open")).length, 0);
  });

  it("has no lamp without a standard to tell it by", () => {
    const bench = new Bench({ ...OPTIONS, callerId: "none" }).wait(1000).order(LAMP).wait(60_000);
    deepEqual(bench.said, []);
    equal(bench.line.deadline, NEVER);
  });

  it("is not put out of step by an order to stop a bell that does not ring", () => {
    const bench = new Bench().wait(1000).order(LAMP).wait(300).order({ do: "stopRinging" }).wait(3000);
    equal(bench.said.filter((said) => said.endsWith("listen")).length, 1);
    deepEqual(heardOctets(bench), [0x82, 3, 0x0b, 1, 0xff, 0x70]);
  });

  it("says when the cadence is over", () => {
    const bench = new Bench().order({ ...RING, cadence: cadence("7(1/2)") }).wait(10_000);
    deepEqual(
      bench.said.filter((said) => !said.includes("listen") && !said.includes("rest")),
      [
        "0 ringing",
        "1000 forward",
        "3000 ringing",
        "4000 forward",
        "6000 ringing",
        "7000 ringingEnded",
        "7000 forward",
      ],
    );
    equal(bench.line.deadline, NEVER);
  });

  it("stops ringing when it is told to", () => {
    for (const ms of [500, 2100, 2700]) {
      const bench = new Bench().order(RING).wait(ms).order({ do: "stopRinging" });
      equal(bench.linefeed, "forward");
      equal(bench.listening, false);
      bench.said;
      deepEqual(bench.wait(20_000).said, []);
    }
  });

  it("puts no ringing voltage on a receiver that is off hook", () => {
    const bench = lifted().order(RING).wait(9000);
    deepEqual(bench.said, []);
    equal(bench.linefeed, "forward");
  });
});
