/** Whole calls between the two telephones of the desk, in virtual time. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

/** Limits in seconds hold on two idle cores. */
const patience = process.env.CI ? 3 : 1;

/** Two seconds said at one end, as heard at the other: how like it, and how many ms later. */
function said(d: VirtualDesk, from: 1 | 2, to: 1 | 2) {
  const spoken = speech(2);
  const began = d.time.now();
  d.line(from).speak(spoken);
  d.wait(2500);
  const { correlation, delay } = likeness(spoken, d.line(to).heard((d.time.now() - began) / 1000).samples);
  return { correlation, delay: delay / 8 };
}

/** Line 1 is connected to line 2. */
function connected(d = new VirtualDesk().started()): VirtualDesk {
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  return d.wait(500);
}

describe("a call from line 1 to line 2", () => {
  it("rings, shows who calls, talks, and ends", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(700);
    equal(d.line(1).hears, "dial");
    d.dial(1, "102").wait(1000);
    equal(d.call(1), "proceeding");
    ok(d.line(2).ringing);
    d.wait(3500);
    deepEqual(d.line(2).display, {
      standard: "bellcore",
      number: "101",
      name: "Line 1",
      absence: null,
      date: "01-01 00:00",
      callWaiting: false,
    });
    equal(d.line(1).hears, "ringback");
    d.line(2).lift();
    d.wait(1000);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    d.wait(4000); // longer than a pause of ringback
    equal(d.line(1).hears, null);
    d.line(1).hangUp();
    d.wait(3000);
    deepEqual([d.call(1), d.call(2)], ["idle", "ended"]);
    equal(d.line(2).hears, null);
    d.wait(5000);
    equal(d.line(2).hears, "reorder");
    d.line(2).hangUp();
    d.wait(1500);
    deepEqual([d.call(1), d.call(2)], ["idle", "idle"]);
  });

  it("carries speech both ways, soon enough to talk", () => {
    const d = connected().wait(5000);
    for (const [from, to] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const { correlation, delay } = said(d, from, to);
      ok(correlation > 0.95, `correlation ${correlation}`);
      ok(delay < 120, `${delay} ms`);
    }
    for (const { lost, late } of d.events("rtp")) equal(Number(lost) + Number(late), 0);
  });

  it("rings in the cadence of its settings, and no longer than a minute", () => {
    const d = new VirtualDesk({ settings: { Ring1_Cadence: "20(.4/.2,.4/2)" } }).started();
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(40_000);
    const bursts = d.events("ring-start", 2);
    equal(bursts.length, 14);
    deepEqual([bursts[1].t - bursts[0].t, bursts[2].t - bursts[0].t], [600, 3000]);
    equal(d.call(2), "ringing");
  });

  it("stops ringing when the caller gives up", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1000);
    d.line(1).hangUp();
    d.wait(1200);
    equal(d.call(2), "idle");
    equal(d.line(2).ringing, false);
  });

  it("is busy for whoever calls a telephone that is off the hook", () => {
    const d = new VirtualDesk().started();
    d.line(2).lift();
    d.wait(300);
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1500);
    equal(d.line(1).hears, "busy");
  });

  it("misses no digit of somebody in a hurry", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.dial(1, "102").wait(500);
    ok(d.line(2).ringing);
  });

  it("can be dialled with pulses", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(300).dial(1, "102", "pulse").wait(500);
    ok(d.line(2).ringing);
    deepEqual(
      d.events("digit", 1).map(({ digit, source }) => [digit, source]),
      [
        ["1", "pulse"],
        ["0", "pulse"],
        ["2", "pulse"],
      ],
    );
  });

  it("passes keys as events, silent in the voice and sounded at the other end", () => {
    const d = connected();
    d.dial(1, "159#").wait(1000);
    deepEqual(
      d.events("digit", 2).map(({ digit, source }) => [digit, source]),
      [..."159#"].map((digit) => [digit, "event"]),
    );
  });
});

describe("the echo of 600", () => {
  it("gives back what is said, and every key pressed since it answered", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(300).dial(1, "600").wait(1000);
    ok(said(d, 1, 1).correlation > 0.95);
    deepEqual(
      d.events("digit", 1).filter(({ source }) => source === "event"),
      [],
    );
    d.dial(1, "7").wait(1000);
    deepEqual(
      d
        .events("digit", 1)
        .map(({ digit, source }) => `${digit} ${source}`)
        .slice(3),
      ["7 dtmf", "7 event"],
    );
  });
});

describe("numbers that say no", () => {
  for (const [number, hears] of [
    ["604", "busy"],
    ["606", "reorder"],
    ["607", "reorder"],
  ])
    it(`${number} sounds ${hears}`, () => {
      const d = new VirtualDesk().started();
      d.line(1).lift();
      d.wait(300).dial(1, number).wait(1500);
      equal(d.line(1).hears, hears);
    });

  it("609 sends the call on to the echo", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(300).dial(1, "609").wait(1500);
    equal(d.call(1), "connected");
    ok(said(d, 1, 1).correlation > 0.95);
  });

  it("605 rings until the caller gives up", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(300).dial(1, "605").wait(60_000);
    equal(d.line(1).hears, "ringback");
    d.line(1).hangUp();
    equal(d.wait(1500).call(1), "idle");
  });

  it("an incomplete number is refused, and the receiver left off is warned", () => {
    const d = new VirtualDesk({ settings: { "Dial_Plan[1]": "(1xxx)" } }).started();
    d.line(1).lift();
    d.wait(300).dial(1, "12").wait(11_000);
    equal(d.line(1).hears, "reorder");
    d.wait(10_500);
    equal(d.line(1).hears, "off-hook-warning");
    d.wait(11_000);
    equal(d.line(1).hears, null);
  });
});

describe("garbage", () => {
  const logs = (d: VirtualDesk) => d.events("log", 1).map(({ level, text }) => `${level}: ${text}`);

  it("on the SIP port is told in one line, and a keep-alive is none", () => {
    const d = new VirtualDesk().started();
    const { sipPort } = d.desk.adapter.status().lines[0];
    const before = logs(d);
    const stranger = d.lan.host("10.0.0.66").openUdp({ onReadable: () => {} });
    for (let i = 0; i < 50; i++) stranger.write(new Uint8Array([i, 1, 2, 3, 4, 5]), "10.0.0.2", sipPort);
    stranger.write(new TextEncoder().encode("\r\n\r\n"), "10.0.0.2", sipPort);
    d.wait(30_000);
    deepEqual(logs(d).slice(before.length), [
      "warning: 1 packet was dropped at the SIP port: not understood, or from a stranger",
    ]);
  });

  it("on the RTP and RTCP ports is told in one line, and not heard", () => {
    const d = connected();
    const before = logs(d);
    const stranger = d.lan.host("10.0.0.66").openUdp({ onReadable: () => {} });
    for (let port = 16_384; port < 16_484; port++) stranger.write(new Uint8Array(172).fill(0x80), "10.0.0.2", port);
    d.wait(3000);
    deepEqual(logs(d).slice(before.length), [
      "warning: 2 packets were dropped at the RTP port: not understood, or from a stranger",
    ]);
    ok(said(d, 1, 2).correlation > 0.95);
  });
});

describe("a line without a registration", () => {
  it("hears reorder, but an emergency number goes out", () => {
    const d = new VirtualDesk({ settings: { "Register[1]": "No", "Emergency_Number[1]": "911" } }).started();
    d.line(1).lift();
    d.wait(1500);
    equal(d.line(1).hears, "reorder");
    d.dial(1, "911").wait(1000);
    equal(d.call(1), "connected");
  });
});

describe("a bad cable", () => {
  it("of 5 % loss leaves a call standing, and speech to be understood", () => {
    const d = connected();
    d.desk.changeFaults({ loss: 0.05, jitter: 15 });
    d.wait(5000);
    ok(said(d, 1, 2).correlation > 0.8);
    d.line(2).hangUp();
    d.wait(12_000);
    deepEqual([d.call(1), d.call(2)].sort(), ["idle", "reorder"]);
  });

  it("that is pulled out for an hour is forgotten when it is plugged in again", () => {
    const d = new VirtualDesk({ settings: { "Register_Expires[1]": "60", "Register_Expires[2]": "60" } }).started();
    d.desk.changeFaults({ down: true });
    d.wait(3_600_000);
    d.desk.changeFaults({ down: false });
    d.wait(1_000);
    deepEqual(
      d.desk.adapter.status().lines.map(({ registration }) => registration.state),
      ["registered", "registered"],
    );
  });
});

describe("virtual time", () => {
  it("runs a day of registrations in under two seconds", () => {
    const began = performance.now();
    const d = new VirtualDesk().wait(86_400_000);
    equal(d.desk.adapter.status().lines[0].registration.state, "registered");
    const taken = performance.now() - began;
    ok(taken < 2000 * patience, `${taken} ms`);
  });

  it("runs ten minutes of two lines talking in under thirty seconds", function () {
    this.timeout(120_000);
    const d = connected();
    const began = performance.now();
    for (let second = 0; second < 600; second += 4) {
      for (const line of [1, 2] as const) d.line(line).speak(speech(2));
      d.wait(4000);
    }
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    for (const { lost, late } of d.events("rtp")) equal(Number(lost) + Number(late), 0);
    const taken = performance.now() - began;
    ok(taken < 30_000 * patience, `${taken} ms`);
  });
});
