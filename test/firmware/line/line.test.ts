import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import type { LineOrder } from "../../../firmware/line/seam.js";
import { levelAt, loudness, sines } from "../dsp/ear.js";
import { Bench, cadence, DIAL, key, LAMP, lifted, OPTIONS, pause, RING, WAITING } from "./line-bench.js";

describe("line", () => {
  it("rests until the receiver is lifted, and again when it is back", () => {
    const bench = new Bench();
    bench.wait(1000);
    equal(bench.listening, false);
    bench.lift().wait(2000).open().wait(2000);
    deepEqual(bench.said, ["1000 listen", "1100 offHook", "3900 onHook", "3900 rest"]);
    equal(bench.line.deadline, NEVER);
  });

  it("sends dial tone with the first frame, until it is quiet", () => {
    const bench = new Bench().lift().wait(100);
    bench.heard.splice(0);
    bench.order({ do: "tone", tone: DIAL }).wait(1000);
    ok(Math.abs(levelAt(bench.heard, 350) + 19) < 0.2);
    ok(Math.abs(levelAt(bench.heard, 440) + 19) < 0.2);
    ok(
      bench.heard.slice(1, 20).some((sample) => Math.abs(sample) > 1000),
      "it begins at once",
    );
    bench.heard.splice(0);
    bench.order({ do: "quiet" }).wait(100);
    ok(bench.heard.every((sample) => sample === 0));
  });

  it("hears a key that is pressed before the receiver has been off for long", () => {
    const bench = new Bench().lift();
    bench.says = key(697, 1336);
    bench.wait(300);
    deepEqual(bench.said, ["0 listen", "40 offHook", "40 dtmf 2"]);
  });

  it("hears a key over dial tone, and tells how long it is held", () => {
    const bench = lifted().order({ do: "tone", tone: DIAL });
    bench.says = [...pause(100), ...key(770, 1336, 200)];
    const echo = sines(8000, { hertz: 350, dbm: -31 }, { hertz: 440, dbm: -31 });
    bench.says = Array.from(echo, (sample, i) => sample + (bench.says[i] ?? 0));
    bench.wait(100);
    equal(bench.line.keyDown, null);
    bench.wait(60 + 20);
    const [said, ...more] = bench.said;
    deepEqual(more, []);
    ok(/^\d+ dtmf 5$/.test(said), said);
    equal(bench.line.keyDown, "5");
    bench.wait(300);
    equal(bench.line.keyDown, null);
    deepEqual(bench.said, []);
  });

  it("keeps keys from the network when they are told in another way", () => {
    const bench = lifted();
    bench.line.mutesDigits = true;
    bench.says = [
      ...sines(800, { hertz: 300, dbm: -10 }),
      ...key(941, 1477, 120),
      ...sines(1600, { hertz: 300, dbm: -10 }),
    ];
    bench.sent.splice(0);
    bench.wait(500);
    const tones = bench.sent.slice(0, 8 * 300);
    ok(loudness(tones, 0, 640) > -12, "voice before");
    ok(loudness(tones, 8 * 140, 8 * 220) < -80, "silence for the key");
    const leak = tones.filter((sample) => Math.abs(sample) > 0).length - 800;
    ok(leak < 8 * 30 + 800, `${leak / 8} ms of it leak`);
    ok(loudness(bench.sent, 8 * 300, 8 * 400) > -12, "voice after");
  });

  it("leaves keys in the voice when they are not told otherwise", () => {
    const bench = lifted();
    bench.says = key(941, 1477, 120);
    bench.sent.splice(0);
    bench.wait(160);
    ok(levelAt(bench.sent, 941, 160, 800) > -10);
  });

  it("counts pulses, and sees a flash, while frames go on", () => {
    const bench = lifted();
    for (let i = 0; i < 3; i++) bench.open().wait(60).lift().wait(40);
    bench.wait(500).open().wait(300).lift().wait(500);
    deepEqual(bench.said, ["1010 pulse 3", "1612 flash"]);
    equal(bench.listening, true);
  });

  it("mixes a call-waiting tone into the voice", () => {
    const bench = lifted().order({ do: "beep", tone: WAITING });
    bench.voice = 500;
    bench.heard.splice(0);
    bench.wait(600);
    ok(Math.abs(levelAt(bench.heard, 440, 0, 2400) + 10) < 0.2);
    ok(bench.heard.slice(2400).every((sample) => sample === 500));
    bench.order({ do: "stopBeeping" }).order({ do: "beep", tone: WAITING }).order({ do: "stopBeeping" });
    bench.heard.splice(0);
    bench.wait(200);
    ok(bench.heard.every((sample) => sample === 500));
  });

  it("plays a digit in place of the voice, and does not take its echo for a key", () => {
    const bench = lifted();
    bench.heard.splice(0);
    bench.voice = 500;
    bench.order({ do: "play", digit: "9" });
    bench.says = [...pause(25), ...sines(800, { hertz: 852, dbm: -23 }, { hertz: 1477, dbm: -21 })];
    bench.wait(300);
    ok(Math.abs(levelAt(bench.heard, 852, 0, 800) + 17) < 0.2);
    ok(Math.abs(levelAt(bench.heard, 1477, 0, 800) + 15) < 0.2);
    ok(bench.heard.slice(-160).every((sample) => sample === 500));
    deepEqual(bench.said, []);
  });

  it("hears the weakest keys over dial tone as it comes back, and asks more of them once a voice is in the ear", () => {
    const key = sines(1600, { hertz: 770, dbm: -25 }, { hertz: 1336, dbm: -25 });
    const echo = sines(1600, { hertz: 350, dbm: -29 }, { hertz: 440, dbm: -29 });
    const says = Array.from(key, (sample, i) => sample + echo[i]);
    const bench = lifted().order({ do: "tone", tone: DIAL }).wait(200);
    bench.says = says;
    bench.wait(400);
    deepEqual(
      bench.said.map((said) => said.split(" ").slice(1).join(" ")),
      ["dtmf 5"],
    );
    bench.order({ do: "quiet" });
    bench.voice = 2000;
    bench.wait(200).says = says;
    bench.wait(400);
    deepEqual(bench.said, []);
  });

  it("ends every sound when the receiver is back", () => {
    const bench = lifted().order({ do: "tone", tone: DIAL }).order({ do: "beep", tone: WAITING });
    bench.order({ do: "play", digit: "1" }).open().wait(1000).lift().wait(100);
    bench.heard.splice(0);
    bench.wait(500);
    ok(bench.heard.every((sample) => sample === 0));
  });

  it("takes new options at once", () => {
    const bench = lifted();
    const louder = { dtmfPlaybackLevel: -10, dtmfPlaybackTwist: 6 };
    bench.line.configure({ ...OPTIONS, flashMax: 500, pulseDialling: false, ...louder });
    bench.open().wait(60).lift().wait(1000);
    deepEqual(bench.said, []);
    bench.heard.splice(0);
    bench.order({ do: "play", digit: "1" }).wait(120);
    ok(Math.abs(levelAt(bench.heard, 697, 0, 800) + 13) < 0.2);
    ok(Math.abs(levelAt(bench.heard, 1209, 0, 800) + 7) < 0.2);
    bench.open().wait(2000);
    deepEqual(bench.said, [`${bench.now - 1500} onHook`, `${bench.now - 1500} rest`]);
  });

  it("answers a frame in which nothing happens with the same empty list", () => {
    const bench = lifted();
    const frame = new Int16Array(160);
    const nothing = bench.line.speak(frame, 500);
    equal(nothing.length, 0);
    equal(bench.line.speak(frame, 520), nothing);
    equal(bench.line.listen(frame, 520), nothing);
    ok(Object.isFrozen(nothing));
  });

  it("comes to rest two seconds after the receiver, or when the lamp has been told, whatever has been done to it", () => {
    const orders: LineOrder[] = [
      RING,
      { ...RING, cadence: cadence("2(.5/.5)") },
      { do: "stopRinging" },
      { do: "tone", tone: DIAL },
      { do: "quiet" },
      { do: "beep", tone: WAITING },
      { do: "stopBeeping" },
      { do: "play", digit: "5" },
      LAMP,
      { ...LAMP, on: false },
    ];
    const move = fc.oneof(fc.boolean(), fc.constantFrom(...orders));
    const moves = fc.array(fc.tuple(move, fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 1500 }))), { maxLength: 25 });
    fc.assert(
      fc.property(moves, (moves) => {
        const bench = new Bench();
        for (const [move, ms] of moves) {
          if (move === true) bench.lift();
          else if (move === false) bench.open();
          else bench.order(move);
          bench.wait(ms);
          ok(!(bench.linefeed === "ringing" && bench.listening), "ringing voltage and sound together");
        }
        const lit = moves.some(([move]) => typeof move === "object" && move.do === "lamp");
        bench
          .order({ do: "stopRinging" })
          .open()
          .wait(lit ? 40_000 : 2000);
        equal(bench.listening, false);
        equal(bench.linefeed, "forward");
        equal(bench.line.deadline, NEVER);
        equal(bench.line.keyDown, null);
        bench.said;
        bench.lift().wait(200);
        deepEqual(
          bench.said.map((said) => said.split(" ")[1]),
          ["listen", "offHook"],
        );
      }),
      { numRuns: 60 },
    );
  });
});
