import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import type { LineDrive } from "../../hal/slic.js";
import { chanceOf } from "../../sim/chance.js";
import { Copper, type CopperOptions } from "../../sim/copper.js";
import { VirtualTime } from "../../sim/time.js";

const DRIVE: LineDrive = { ringHertz: 20, ringVolts: 85, ringWaveform: "sinusoid", impedance: "600" };

type Edge = [ms: number, closed: boolean];

/** A pair with a SLIC that writes down edges and a telephone that says `said`. */
function pairOf(options: Partial<CopperOptions> = {}) {
  const time = new VirtualTime();
  const copper = new Copper({ time, chance: chanceOf(1, "copper"), ...options });
  const edges: Edge[] = [];
  let said = 0;
  let fed = 0;
  let rested = 0;
  const heard: number[] = [];
  copper.plug({
    frame(frame, saying) {
      heard.push(frame[0]);
      saying.fill(said);
    },
    fed: () => fed++,
    rested: () => rested++,
  });
  copper.attach((closed) => edges.push([time.now(), closed]));
  copper.feed("forward", DRIVE);
  time.advance(1);
  const read = new Int16Array(160);
  return {
    time,
    copper,
    edges,
    heard,
    read,
    fed: () => fed,
    rested: () => rested,
    say: (sample: number) => {
      said = sample;
    },
    /** 20 ms pass with this in both directions. */
    exchange(play: number): number {
      time.advance(20);
      copper.exchange(new Int16Array(160).fill(play), read, time.now());
      return read[0];
    },
  };
}

const meter = ({ copper }: ReturnType<typeof pairOf>) => [
  copper.voltage,
  copper.current,
  copper.reversed,
  copper.ringing,
];

describe("copper", () => {
  it("shows on a meter what is on it", () => {
    const pair = pairOf();
    const { copper } = pair;
    deepEqual(meter(pair), [48, 0, false, 0]);
    copper.contact(true);
    deepEqual(meter(pair), [8, 22, false, 0]);
    copper.feed("reverse", DRIVE);
    deepEqual(meter(pair), [8, 22, true, 0]);
    copper.contact(false);
    copper.feed("ringing", DRIVE);
    deepEqual(meter(pair), [85, 0, true, 85]);
    copper.contact(true);
    deepEqual(meter(pair), [8, 22, true, 0]);
    copper.feed("open", DRIVE);
    deepEqual(meter(pair), [0, 0, true, 0]);
    copper.feed("forward", DRIVE);
    copper.detach();
    deepEqual(meter(pair), [0, 0, false, 0]);
  });

  it("bounces: the first edge at once, a few more within 2 to 5 ms, then quiet", () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.integer({ min: 10, max: 200 }), { maxLength: 20 }), (seed, times) => {
        const { time, copper, edges } = pairOf({ chance: chanceOf(seed, "copper") });
        let closed = false;
        for (const ms of times) {
          closed = !closed;
          edges.length = 0;
          const start = time.now();
          copper.contact(closed);
          time.advance(ms);
          deepEqual(edges[0], [start, closed]);
          equal(edges.at(-1)?.[1], closed);
          ok(edges.length >= 3 && edges.length <= 7, `${edges.length} edges`);
          const settled = (edges.at(-1)?.[0] ?? 0) - start;
          ok(settled >= 2 && settled <= 5, `${settled} ms`);
          for (let i = 1; i < edges.length; i++) equal(edges[i][1], !edges[i - 1][1]);
        }
      }),
    );
  });

  it("is at peace after a contact that changed its mind while it bounced", () => {
    const { time, copper, edges } = pairOf();
    copper.contact(true);
    time.advance(1);
    copper.contact(false);
    time.advance(100);
    equal(edges.at(-1)?.[1], false);
    ok((edges.at(-1)?.[0] ?? 0) <= 1 + 1 + 5);
    copper.contact(false);
    const count = edges.length;
    time.advance(100);
    equal(edges.length, count);
  });

  it("shows no current to a SLIC that feeds none, and tells it so when it is done feeding", () => {
    const { time, copper, edges } = pairOf();
    copper.contact(true);
    time.advance(100);
    edges.length = 0;
    copper.feed("open", DRIVE);
    deepEqual(edges, []);
    time.advance(50);
    copper.feed("reverse", DRIVE);
    time.advance(50);
    deepEqual(edges, [
      [101, false],
      [151, true],
    ]);
    copper.feed("forward", DRIVE);
    copper.feed("ringing", DRIVE);
    time.advance(50);
    equal(edges.length, 2);
  });

  it("carries sound unchanged: down always, up while the loop is closed", () => {
    const pair = pairOf();
    pair.say(-1234);
    equal(pair.exchange(4321), 0);
    pair.copper.contact(true);
    equal(pair.exchange(32767), -1234);
    deepEqual(pair.heard, [4321, 32767]);
    for (const state of ["ringing", "open"] as const) {
      pair.copper.feed(state, DRIVE);
      equal(pair.exchange(5000), 0);
      equal(pair.heard.at(-1), 0);
    }
  });

  it("gives back an echo when it is asked to", () => {
    const pair = pairOf({ echo: -20 });
    pair.copper.contact(true);
    pair.say(100);
    equal(pair.exchange(10_000), 1100);
    equal(pair.exchange(0), 100);
    pair.say(32_767);
    equal(pair.exchange(32_767), 32_767);
    pair.copper.feed("open", DRIVE);
    equal(pair.exchange(10_000), 0);
  });

  it("records both directions added, without the echo, clipped", () => {
    const pair = pairOf({ echo: -20 });
    pair.copper.run(1);
    pair.copper.contact(true);
    for (const [said, play] of [
      [100, 20],
      [30_000, 30_000],
      [-30_000, -30_000],
    ]) {
      pair.say(said);
      pair.exchange(play);
    }
    const { samples, end } = pair.copper.line(0.08);
    equal(end, 61);
    deepEqual(
      [0, 159, 160, 319, 320, 479, 480, 639].map((i) => samples[i]),
      [0, 0, 120, 120, 32767, 32767, -32768, -32768],
    );
  });

  it("keeps a line of time: rest counts, and exactly so many seconds are given", () => {
    const pair = pairOf();
    const { time, copper } = pair;
    copper.contact(true);
    pair.say(7);
    time.advance(999); // at 1000 ms
    copper.run(1000);
    pair.exchange(0);
    pair.exchange(0);
    copper.rest();
    equal(pair.rested(), 1);
    time.advance(4960);
    copper.run(6000);
    pair.exchange(0);
    const { samples, end } = copper.line(10);
    equal(end, 6020);
    equal(samples.length, 80_000);
    const loud: number[] = [];
    samples.forEach((sample, i) => {
      if (sample === 7 && samples[i - 1] !== 7) loud.push(i);
      if (sample !== 7 && samples[i - 1] === 7) loud.push(i);
    });
    // -3980 ms is where it begins: 1000 to 1040, and 6000 to the end.
    deepEqual(loud, [4980 * 8, 5020 * 8, 9980 * 8]);
    time.advance(7);
    equal(copper.line(1).end, 6020);
    copper.rest();
    equal(copper.line(1).end, 6027);
    equal(copper.line(0.25, 6020).samples.filter((sample) => sample === 7).length, 160);
    equal(copper.line(60, 1020).samples.filter((sample) => sample === 7).length, 160);
    equal(copper.line(0.001, 1020).samples.length, 8);
  });

  it("forgets what is older than two minutes, and nothing younger", () => {
    const pair = pairOf();
    const { time, copper } = pair;
    copper.contact(true);
    copper.run(time.now());
    for (let i = 0; i < 15_000; i++) {
      pair.say(1 + (i % 30_000));
      pair.exchange(0);
    }
    const { samples, end } = copper.line(60, copper.end - 60_000);
    equal(end, 240_001);
    samples.forEach((sample, i) => {
      if (sample !== 9001 + Math.floor(i / 160)) throw new Error(`${sample} at ${i}`);
    });
    ok(copper.line(60, 100_000).samples.every((sample) => sample === 0));
  });

  it("takes one telephone and one SLIC", () => {
    const { copper } = pairOf();
    throws(() => copper.attach(() => {}), /SLIC already/);
    throws(() => copper.plug({ frame() {}, fed() {}, rested() {} }), /telephone already/);
    copper.detach();
    copper.attach(() => {});
  });
});
