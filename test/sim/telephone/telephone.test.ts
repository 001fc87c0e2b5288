import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { Desk, stretches } from "./bench.js";

const sine = (hertz: number, seconds: number, peak = 10_000) =>
  Int16Array.from({ length: 8000 * seconds }, (_, n) => Math.round(peak * Math.sin((2 * Math.PI * hertz * n) / 8000)));

/** Amplitude of a frequency in some samples. */
function amplitude(samples: ArrayLike<number>, hertz: number): number {
  let [re, im] = [0, 0];
  for (let n = 0; n < samples.length; n++) {
    re += samples[n] * Math.cos((2 * Math.PI * hertz * n) / 8000);
    im += samples[n] * Math.sin((2 * Math.PI * hertz * n) / 8000);
  }
  return (2 * Math.hypot(re, im)) / samples.length;
}

const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477, 1633];

describe("telephone: hook", () => {
  it("lifts and hangs up once, and says so at once", () => {
    const desk = new Desk();
    desk.pass(5);
    desk.telephone.lift();
    desk.telephone.lift();
    equal(desk.telephone.hook, "off");
    desk.pass(100);
    desk.telephone.hangUp();
    desk.telephone.hangUp();
    equal(desk.telephone.hook, "on");
    deepEqual(desk.events, [
      [5, { type: "hook", state: "off" }],
      [105, { type: "hook", state: "on" }],
    ]);
    desk.pass(100);
    deepEqual(desk.settled, [
      [5, true],
      [105, false],
    ]);
  });

  it("flashes for as long as it is told, and answers when the hook is back", () => {
    const desk = new Desk().off();
    const answers: [number, boolean][] = [];
    desk.telephone.flash(300, (ok) => answers.push([desk.time.now(), ok]));
    equal(desk.telephone.hook, "on");
    desk.pass(1000);
    deepEqual(answers, [[320, true]]);
    deepEqual(desk.settled, [
      [0, true],
      [20, false],
      [320, true],
    ]);
    equal(desk.told("hook").length, 3);
  });

  it("flashes not on hook, nor when hung up meanwhile; a lift ends it", () => {
    const desk = new Desk();
    const answers: boolean[] = [];
    desk.telephone.flash(300, (ok) => answers.push(ok));
    desk.off();
    desk.telephone.flash(300, (ok) => answers.push(ok));
    desk.pass(100).telephone.hangUp();
    equal(desk.telephone.hook, "on");
    desk.pass(1000);
    equal(desk.telephone.hook, "on");
    desk.telephone.lift();
    desk.telephone.flash(300, (ok) => answers.push(ok));
    desk.pass(100).telephone.lift();
    desk.pass(1000);
    equal(desk.telephone.hook, "off");
    deepEqual(answers, [false, false, true]);
  });
});

describe("telephone: dialling", () => {
  it("presses keys for 80 ms with 80 ms between, -9 and -7 dBm, and answers with the last release", () => {
    const desk = new Desk().off();
    const done: [number, string][] = [];
    desk.telephone.dial("159D", { method: "dtmf", on: 80, off: 80 }, (outcome) =>
      done.push([desk.time.now(), outcome]),
    );
    ok(desk.telephone.dialling);
    desk.pass(1000);
    equal(desk.telephone.dialling, false);
    deepEqual(done, [[20 + 4 * 80 + 3 * 80, "done"]]);
    const keys = stretches(desk.read);
    equal(keys.length, 4);
    keys.forEach(([from, to], i) => {
      ok(Math.abs(to - from - 640) <= 2, `${to - from} samples`);
      const key = desk.read.slice(from, from + 640);
      ok(Math.abs(amplitude(key, LOW[i]) - 8099) < 250);
      ok(Math.abs(amplitude(key, HIGH[i]) - 10_196) < 250);
      if (i > 0) ok(Math.abs(from - keys[i - 1][1] - 640) <= 2);
    });
  });

  it("keeps its rhythm whatever it is, and waits a second at a comma", () => {
    const desk = new Desk().off();
    desk.telephone.dial("1,*,,0", { method: "dtmf", on: 33, off: 47 }, () => {});
    desk.pass(5000);
    const starts = stretches(desk.read).map(([from]) => Math.round(from / 8));
    deepEqual(
      starts.map((start) => start - starts[0]),
      [0, 1033, 3066],
    );
  });

  it("leaves a pause before the next number, and none is dialled twice at once", () => {
    const desk = new Desk().off();
    desk.telephone.dial("1", { method: "dtmf", on: 80, off: 80 }, () => {
      desk.telephone.dial("1", { method: "dtmf", on: 80, off: 80 }, () => {});
      throws(() => desk.telephone.dial("2", { method: "dtmf", on: 80, off: 80 }, () => {}));
    });
    desk.pass(1000);
    equal(stretches(desk.read).length, 2);
  });

  it("mutes the mouthpiece while a key is pressed", () => {
    const desk = new Desk().off();
    desk.telephone.speak(sine(400, 1));
    desk.telephone.dial("5", { method: "dtmf", on: 200, off: 80 }, () => {});
    desk.pass(400);
    ok(amplitude(desk.read.slice(320, 320 + 1280), 400) < 600);
    ok(amplitude(desk.read.slice(1920, 2880), 400) > 9000);
  });

  it("breaks the loop ten times a second, 60/40, 800 ms between digits, every contact bouncing", () => {
    const desk = new Desk().off();
    desk.edges.length = 0;
    const done: [number, string][] = [];
    desk.telephone.dial("30", { method: "pulse", on: 20, off: 20 }, (outcome) => done.push([desk.time.now(), outcome]));
    desk.pass(5000);
    const expected: [number, boolean][] = [];
    for (const start of [20, 20 + 300 + 800])
      for (let i = 0; i < (start === 20 ? 3 : 10); i++)
        expected.push([start + 100 * i, false], [start + 100 * i + 60, true]);
    deepEqual(desk.settled, expected);
    ok(desk.edges.length >= 3 * expected.length);
    deepEqual(done, [[20 + 300 + 800 + 1000, "done"]]);
    equal(desk.told("hook").length, 1);
  });

  it("ends with the receiver", () => {
    for (const method of ["dtmf", "pulse"] as const) {
      const desk = new Desk().off();
      const done: string[] = [];
      desk.telephone.dial("123456", { method, on: 80, off: 80 }, (outcome) => done.push(outcome));
      desk.pass(130).telephone.hangUp();
      deepEqual(done, ["hung-up"]);
      desk.pass(3000);
      equal(desk.edges.at(-1)?.[1], false);
      desk.telephone.dial("1", { method, on: 80, off: 80 }, (outcome) => done.push(outcome));
      deepEqual(done, ["hung-up", "hung-up"]);
      desk.read.length = 0;
      desk.telephone.lift();
      desk.pass(3000);
      equal(stretches(desk.read).length, 0);
    }
  });

  it("needs nobody who listens: the keys are released all the same", () => {
    const desk = new Desk();
    desk.slic.close();
    desk.telephone.lift();
    let done = 0;
    desk.telephone.dial("12", { method: "dtmf", on: 80, off: 80 }, () => {
      done = desk.time.now();
    });
    desk.pass(1000);
    equal(done, 240);
  });
});

describe("telephone: mouth and ear", () => {
  it("says what it is given, unchanged, from the next frame on", () => {
    const desk = new Desk().off();
    const speech = sine(440, 0.5, 32_000);
    ok(desk.telephone.speak(speech));
    desk.pass(1000);
    const from = desk.read.findIndex((sample) => sample !== 0) - 1;
    equal(from, 160);
    deepEqual(desk.read.slice(from, from + speech.length), [...speech]);
    ok(desk.read.slice(from + speech.length).every((sample) => sample === 0));
  });

  it("joins eight recordings without a gap, and takes no ninth", () => {
    const desk = new Desk().off();
    const part = (i: number) => new Int16Array(100).fill(i);
    for (let i = 1; i <= 8; i++) ok(desk.telephone.speak(part(i)));
    equal(desk.telephone.speak(part(9)), false);
    desk.pass(40);
    ok(desk.telephone.speak(part(9)));
    desk.pass(400);
    const from = desk.read.indexOf(1);
    deepEqual(
      desk.read.slice(from, from + 900),
      Array.from({ length: 900 }, (_, i) => 1 + Math.floor(i / 100)),
    );
  });

  it("is quiet when hushed, and after the receiver was down", () => {
    const desk = new Desk();
    equal(desk.telephone.speak(sine(440, 1)), false);
    desk.off();
    desk.telephone.speak(sine(440, 1));
    desk.telephone.speak(sine(440, 1));
    desk.pass(100).telephone.hush();
    const length = stretches(desk.read).at(-1)?.[1] ?? 0;
    desk.pass(500);
    equal(stretches(desk.read).at(-1)?.[1], length);
    desk.telephone.speak(sine(440, 1));
    desk.pass(100).telephone.hangUp();
    desk.pass(100);
    desk.read.length = 0;
    desk.telephone.lift();
    desk.pass(500);
    equal(stretches(desk.read).length, 0);
  });

  it("adds a live voice, and does not let it pile up", () => {
    const desk = new Desk().off();
    desk.telephone.speak(new Int16Array(320).fill(1000));
    for (let i = 1; i <= 12; i++) desk.telephone.say(new Int16Array(160).fill(i));
    desk.pass(400);
    const said = desk.read.filter((_, i) => i % 160 === 0);
    deepEqual(said.slice(0, 12), [0, 1003, 1004, 5, 6, 7, 8, 9, 10, 11, 12, 0]);
  });

  it("hears what comes down the pair, to the sample, and gives it out live", () => {
    const desk = new Desk().off();
    const live: number[] = [];
    desk.telephone.onEar = (frame) => live.push(...frame);
    const music = sine(1004, 0.2, 22_826);
    desk.send(music);
    desk.pass(400);
    const { samples, end } = desk.telephone.heard(0.4);
    equal(end, 420);
    const from = samples.findIndex((sample) => sample !== 0) - 1;
    deepEqual([...samples.slice(from, from + music.length)], [...music]);
    deepEqual(live, [...samples]);
  });

  it("hears nothing of its own voice, nor on hook, nor before it was lifted; the pair has it all", () => {
    const desk = new Desk();
    desk.pass(3);
    desk.slic.listen();
    for (let i = 0; i < 200; i++) desk.writing.push(new Int16Array(160).fill(50));
    desk.pass(1000);
    desk.telephone.lift(); // at 1003 ms
    desk.telephone.speak(new Int16Array(8000).fill(7));
    desk.pass(500);
    desk.telephone.hangUp();
    desk.pass(500);
    const heard = desk.telephone.heard(2, 2003).samples;
    const line = desk.copper.line(2, 2003).samples;
    ok(heard.every((sample) => sample === 0 || sample === 50));
    deepEqual(stretches(heard), [[1000 * 8, 1500 * 8]]);
    deepEqual(stretches(line), [[20 * 8, 2000 * 8]]);
    ok(line.slice(8000, 12_000).some((sample) => sample === 57));
  });

  it("gives exactly so many seconds, aligned with the line, whatever rests between", () => {
    const desk = new Desk();
    for (let i = 0; i < 5; i++) {
      desk.off();
      desk.send(sine(500 + 100 * i, 0.1));
      desk.pass(300);
      desk.telephone.hangUp();
      desk.slic.rest();
      desk.pass(777);
    }
    for (const seconds of [0.1, 1, 2.5, 10, 60]) {
      const { samples, end } = desk.telephone.heard(seconds);
      equal(samples.length, seconds * 8000);
      equal(end, desk.time.now());
      deepEqual(samples, desk.copper.line(seconds).samples);
    }
    equal(stretches(desk.telephone.heard(10).samples).length, 5);
    const cut = desk.telephone.heard(0.5, 100).samples;
    equal(cut.length, 4000);
    ok(cut.slice(0, 3200).every((sample) => sample === 0));
  });

  it("names what it hears, and nothing once the receiver is down", () => {
    const desk = new Desk().off();
    const tone = sine(350, 2, 2561).map((sample, n) => sample + 2561 * Math.sin((2 * Math.PI * 440 * n) / 8000));
    desk.send(tone);
    desk.pass(800);
    equal(desk.telephone.hears, "dial");
    desk.telephone.hangUp();
    equal(desk.telephone.hears, null);
    deepEqual(
      desk.told("hears").map((event) => "tone" in event && event.tone),
      ["dial", null],
    );
    desk.pass(2000);
    equal(desk.told("hears").length, 2);
  });

  it("hears no more when the adapter loses power", () => {
    const desk = new Desk().off();
    desk.send(sine(1004, 2));
    desk.pass(800);
    equal(desk.telephone.hears, "voice");
    desk.slic.close();
    equal(desk.telephone.hears, null);
  });
});
