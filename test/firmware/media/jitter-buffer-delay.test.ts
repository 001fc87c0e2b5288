import { deepEqual, equal, ok } from "node:assert/strict";
import { EMPTY, LOST, SOUND, SPARE } from "../../../firmware/media/jitter-buffer.js";
import { jitterFor } from "../../../firmware/media/jitter-level.js";
import { Listener, sine, stream } from "./jitter-listener.js";

describe("the delay of a jitter buffer", () => {
  it("holds 20 to 40 ms on a clean network, from the start", () => {
    for (const transit of [0, 1, 7, 19]) {
      const { delays, late } = stream(new Listener(), 5000, () => transit);
      deepEqual(late, []);
      ok(
        delays.slice(1).every((delay) => delay >= 20 && delay <= 40),
        `${transit}: ${delays.slice(-3)}`,
      );
    }
  });

  it("is back at 40 ms within 5 s when only the first packets were slow", () => {
    for (const quiet of [true, false]) {
      const listener = new Listener();
      listener.quiet = quiet;
      const { delays } = stream(listener, 5000, (n) => (n < 3 ? 41 : 1));
      ok(delays[delays.length - 1] <= (quiet ? 40 : 60), `${delays[delays.length - 1]}`);
    }
  });

  it("loses nothing when the network becomes slower: it goes back over what was only concealed", () => {
    const listener = new Listener();
    const { late, delays } = stream(listener, 4000, (n) => (n < 100 ? 5 : 85));
    ok(late.length > 0 && late.length <= 4, `${late}`);
    equal(listener.count(SOUND) + listener.count(SPARE), 2 * 195 - 2);
    ok(Math.max(...delays) >= 30);
    const heard = listener.heard.flat();
    heard.forEach((octet, i) => {
      equal(octet, ((0xffff_f000 + i) >>> 0) % 251);
    });
  });

  it("keeps up with jitter: late packets become rare, and the delay stays bounded", () => {
    for (const jitter of [10, 30, 60, 120]) {
      const chance = sine(jitter);
      const listener = new Listener();
      const { late, delays } = stream(listener, 60_000, () => 40 + jitter * chance());
      const after = late.filter((n) => n > 250);
      ok(after.length <= 0.02 * 2750, `${jitter} ms: ${after.length} late`);
      ok(Math.max(...delays) <= jitter + 70, `${jitter} ms: ${Math.max(...delays)}`);
    }
  });

  it("waits no longer than the longest where packets are spread over several frames, and loses none for it", () => {
    for (const jitter of [60, 80, 120])
      for (const offset of [1, 7, 13, 19]) {
        const chance = sine(jitter + offset);
        const { late, delays } = stream(new Listener(), 60_000, () => offset + jitter * chance());
        const after = late.filter((n) => n > 250);
        ok(after.length <= 2, `${jitter} ms: ${after.length} late`);
        // the first comes with the jitter in the middle, and the wait is that of a packet in the middle
        const mean = delays.slice(500).reduce((sum, delay) => sum + delay, 0) / (delays.length - 500);
        ok(mean <= jitter / 2 + 28, `${jitter} ms after ${offset} ms: ${mean}`);
      }
  });

  it("shrinks by no more than 10 ms a second, and blends instead of cutting", () => {
    const listener = new Listener();
    stream(listener, 30_000, (n) => (n < 50 ? 5 + 20 * (n % 6) : 5));
    ok(listener.count(SPARE) >= 4, `${listener.count(SPARE)}`);
    let last = Number.NEGATIVE_INFINITY;
    listener.answers.forEach((answer, i) => {
      if (answer !== SPARE) return;
      ok(i - last >= 100);
      equal(listener.answers[i + 1], SOUND);
      last = i;
    });
  });

  it("waits for a quiet moment with the last steps down, but not for ever", () => {
    const listener = new Listener();
    listener.quiet = false;
    stream(listener, 30_000, (n) => (n < 50 ? 5 + 20 * (n % 6) : 5));
    const spares = listener.answers.flatMap((answer, i) => (answer === SPARE ? [i] : []));
    const gaps = spares.slice(1).map((at, i) => at - spares[i]);
    ok(
      gaps.every((gap, i) => gap >= (i >= gaps.length - 2 ? 300 : 100)),
      `${gaps}`,
    );
    ok(listener.buffer.delay <= 40);
  });

  it("follows clocks that drift by 100 ppm for ten minutes, nothing late, the delay bounded", () => {
    for (const pace of [0.9999, 1.0001]) {
      const listener = new Listener();
      const { late, delays } = stream(listener, 600_000, (n) => 12 + 0.2 * (n % 5), { pace });
      deepEqual(late, [], `${pace}`);
      ok(Math.max(...delays) <= 60, `${Math.max(...delays)}`);
      ok(Math.min(...delays.slice(10)) >= 10);
      const changed = pace < 1 ? listener.count(SPARE) : listener.count(LOST);
      ok(changed >= 4 && changed <= 9, `${changed} blocks of 10 ms for 60 ms of drift`);
    }
  });

  it("keeps a delay that may not change", () => {
    const listener = new Listener({ least: 20, most: 200, first: 100, outliers: 50, adjustment: "disable" });
    const { delays, late } = stream(listener, 20_000, (n) => 5 + 10 * (n % 9));
    deepEqual(late, []);
    ok(delays.slice(100).every((delay) => delay > 50 && delay < 130));
    equal(listener.count(SPARE), 0);
  });

  it("lets a depth that may only grow stay, and one that may only shrink not grow", () => {
    const rough = (n: number) => (n > 250 && n < 500 ? 20 * (n % 5) : 3);
    const up = stream(new Listener(jitterFor("high", "up only")), 40_000, rough).delays;
    ok(Math.max(...up.slice(0, 240)) <= 40, `it began low: ${up.slice(0, 60)}`);
    ok(up[up.length - 1] >= 80, `${up[up.length - 1]}`);
    const both = stream(new Listener(jitterFor("high", "up and down")), 40_000, rough).delays;
    ok(both[both.length - 1] <= 40, `${both[both.length - 1]}`);
    const down = stream(new Listener(jitterFor("high", "down only")), 40_000, rough);
    ok(Math.min(...down.delays.slice(2, 20)) >= 80, `it began high: ${down.delays.slice(0, 20)}`);
    ok(down.delays[down.delays.length - 1] <= 40, `${down.delays[down.delays.length - 1]}`);
    ok(down.late.length > 20, "what is too rough for it is late");
  });

  it("follows clocks that drift by 100 ppm for half an hour, whichever way the delay may change", function () {
    this.timeout(20_000);
    for (const [adjustment, pace] of [
      ["up only", 0.9999],
      ["down only", 1.0001],
    ] as const) {
      const listener = new Listener(jitterFor("high", adjustment));
      const { late, delays } = stream(listener, 1_800_000, (n) => 12 + 0.2 * (n % 5), { pace });
      const name = `${adjustment}, ${pace}`;
      deepEqual(late.slice(2), [], name);
      const settled = delays.slice(600_000 / 20);
      ok(Math.max(...settled) - Math.min(...settled) <= 45, `${name}: ${Math.min(...settled)}-${Math.max(...settled)}`);
      const changed = listener.count(pace < 1 ? SPARE : LOST);
      ok(changed >= 13 && changed <= 28, `${name}: ${changed} blocks of 10 ms for 180 ms of drift`);
    }
  });

  it("leaves a delay that may not change as it began, whatever the first packets and a longer way do to it", () => {
    const chance = sine(5);
    const listener = new Listener(jitterFor("extremely high", "disable"));
    const { late, delays } = stream(listener, 60_000, (n) => (n === 0 ? 40 : 5) + 30 * chance() + (n > 1000 ? 70 : 0));
    deepEqual(late, []);
    equal(listener.count(SPARE) + listener.count(LOST), 0);
    const mean = (from: number, to: number) => delays.slice(from, to).reduce((sum, ms) => sum + ms, 0) / (to - from);
    const [began, before, after] = [mean(50, 100), mean(800, 1000), mean(1200, 3000)];
    ok(Math.abs(began - before) < 6, `${began} ms, then ${before} ms`);
    ok(Math.abs(before - after - 70) < 6, `${before} ms, then ${after} ms: the way has taken it`);
  });

  it("follows clocks with a delay that may not change when it has to, and no sooner", function () {
    this.timeout(20_000);
    const minutes = (count: number, pace: number) => {
      const listener = new Listener(jitterFor("high", "disable"));
      const { late, delays } = stream(listener, 60_000 * count, (n) => 12 + 0.2 * (n % 5), { pace });
      return { late: late.slice(2), delays, spare: listener.count(SPARE), lost: listener.count(LOST) };
    };
    const soon = minutes(10, 0.9999);
    deepEqual([soon.late, soon.spare, soon.lost], [[], 0, 0], "60 ms of drift");
    const later = minutes(30, 0.9999);
    deepEqual([later.late, later.lost], [[], 0]);
    ok(later.spare >= 4 && later.spare <= 9, `${later.spare} blocks of 10 ms for 180 ms of drift`);
    ok(Math.max(...later.delays) <= 240, `${Math.max(...later.delays)} ms, where 200 is the most`);
    const slow = minutes(10, 1.0001);
    deepEqual([slow.late, slow.spare, slow.lost], [[], 0, 0]);
    const slower = minutes(30, 1.0001);
    deepEqual([slower.late, slower.spare], [[], 0]);
    ok(slower.lost >= 8 && slower.lost <= 20, `${slower.lost} blocks of 10 ms for 180 ms of drift`);
    ok(Math.min(...slower.delays.slice(50)) >= 5, `${Math.min(...slower.delays.slice(50))} ms`);
  });

  it("comes back within a third of a second when the way becomes longer and the depth must not grow", () => {
    for (const adjustment of ["down only", "disable"] as const) {
      const listener = new Listener(jitterFor("low", adjustment));
      stream(listener, 6000, (n) => (n < 100 ? 5 : 155));
      const answers = listener.answers.slice(200);
      const missing = answers.filter((answer) => answer === LOST || answer === EMPTY).length;
      ok(missing <= 15 + 16, `${adjustment}: ${missing} blocks, 15 of them the way's`);
      const last = answers.slice(-300);
      deepEqual(
        last,
        Array(300)
          .fill(SOUND)
          .map((answer, i) => (last[i] === SPARE ? SPARE : answer)),
        adjustment,
      );
    }
  });

  it("keeps each level's promise: what it lets be late, within its depth", () => {
    const late: number[] = [];
    const deepest: number[] = [];
    for (const level of ["low", "medium", "high", "very high", "extremely high"] as const) {
      const chance = sine(99);
      const listener = new Listener(jitterFor(level, "up and down"));
      // a network with a long tail: 30 ms on the average
      const run = stream(listener, 120_000, () => Math.min(250, -30 * Math.log(1 - chance())));
      late.push(run.late.filter((n) => n > 250).length);
      deepest.push(Math.max(...run.delays));
    }
    const most = [80, 140, 200, 250, 300];
    deepest.forEach((ms, i) => {
      ok(ms <= most[i] + 20, `${deepest}`);
    });
    for (let i = 1; i < late.length; i++) ok(late[i] <= late[i - 1], `${late}`);
    ok(late[0] <= 0.1 * 5750 && late[2] <= 0.02 * 5750 && late[4] <= 0.005 * 5750, `${late}`);
  });

  it("begins with each level's depth and rests at its least", () => {
    for (const [level, least, first] of [
      ["low", 20, 20],
      ["very high", 40, 60],
      ["extremely high", 60, 100],
    ] as const) {
      const { delays } = stream(new Listener(jitterFor(level, "up and down")), 15_000, () => 1);
      ok(Math.abs(delays[20] - first - 10) <= 10, `${level}: ${delays[20]}`);
      const last = delays[delays.length - 1];
      ok(last >= least && last <= least + 20, `${level}: ${last}`);
    }
  });

  it("freezes for a fax: deep at once, and then nothing changes", () => {
    const listener = new Listener();
    const transit = (n: number) => 5 + (n % 3) * 4 + (n > 400 && n % 40 === 0 ? 60 : 0);
    stream(listener, 4000, transit);
    listener.buffer.freeze();
    listener.buffer.freeze();
    const before = listener.answers.length;
    const from = (0xffff_f000 + 200 * 160) >>> 0;
    const { late, delays } = stream(listener, 60_000, transit, { from });
    deepEqual(late, []);
    ok(delays[50] >= 90 && delays[50] <= 140, `${delays[50]}`);
    const answers = listener.answers.slice(before);
    const made = answers.filter((answer) => answer !== SOUND);
    ok(made.length >= 6 && made.length <= 12, `${made.length} blocks`);
    deepEqual(answers.slice(20), Array(answers.length - 20).fill(SOUND));
  });

  it("stays frozen over another stream, and deep already when frozen before the first", () => {
    const listener = new Listener(jitterFor("low", "up and down"));
    listener.buffer.freeze();
    for (let i = 0; i < 2; i++) {
      const { delays } = stream(listener, 3000, (n) => 5 + 9 * (n % 9));
      ok(delays[20] >= 90 && delays[20] <= 130, `${delays[20]}`);
      equal(listener.count(SPARE) + listener.count(LOST), 0);
      listener.buffer.reset();
    }
  });
});
