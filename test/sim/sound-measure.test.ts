/** The measure of `npm run bench -- sound`: known damage gives known figures. */
import { equal, ok } from "node:assert/strict";
import { clickDelays, type Measured, measure } from "../bench/sound/measure.js";
import { PACKET_MS, ROWS, scheduleOf } from "../bench/sound/schedule.js";
import { speech } from "../speech.js";

const SECONDS = 8;
const said = speech(SECONDS + 2);
const MS = 8;
/** What a receiver plays whose recording began 40 ms before the first packet was sent, and that is 100 ms late. */
const START = -40;
const DELAY = 100;
const BEFORE = (DELAY - START) * MS;

/** `damage` is done to a copy; `at` of it is `at + BEFORE` of what was heard. */
function heardWith(damage: (heard: Int16Array) => Int16Array | undefined, gain = 1): Measured {
  const heard = new Int16Array(said.length + 2 * BEFORE);
  heard.set(
    said.map((sample) => Math.round(gain * sample)),
    BEFORE,
  );
  return measure(said.subarray(0, SECONDS * 8000), damage(heard) ?? heard, START);
}
const near = (got: number, wanted: number, by: number) => ok(Math.abs(got - wanted) <= by, `${got}, not ${wanted}`);

describe("the measure of a bad network", () => {
  it("finds nothing wrong with what is whole, late and softer", () => {
    const { damaged, gaps, snr, distortion, delay, delayWorst, repeated, leftOut } = heardWith(() => undefined, 0.5);
    equal(damaged, 0);
    equal(gaps, 0);
    ok(snr > 34, `${snr} dB`);
    ok(distortion < 0.5, `${distortion} dB`);
    near(delay, DELAY, 0.2);
    near(delayWorst, DELAY, 0.2);
    equal(repeated + leftOut, 0);
  });

  it("counts what is missing, once", () => {
    const whole = heardWith(() => undefined);
    let lost = 0;
    const holed = heardWith((heard) => {
      for (let at = 8000; at + 8000 < SECONDS * 8000; at += 1600, lost++) heard.fill(0, BEFORE + at, BEFORE + at + 160);
      return undefined;
    });
    // a tenth of the frames, give or take those that are pauses
    near(holed.gaps, 0.1 * (lost / (SECONDS * 5)), 0.03);
    near(holed.damaged, holed.gaps, 0.02);
    near(whole.snr - holed.snr, 45 * holed.gaps, 1);
    near(holed.delay, DELAY, 0.2);
  });

  it("follows a delay that grows and shrinks, and tells how much was repeated and left out", () => {
    const grown = heardWith((heard) => {
      const longer = new Int16Array(heard.length + 400);
      const at = BEFORE + 3 * 8000;
      longer.set(heard.subarray(0, at));
      longer.set(heard.subarray(at - 400), at); // 50 ms are said twice
      return longer;
    });
    near(grown.repeated, 50, 0.5);
    equal(grown.leftOut, 0);
    near(grown.delayWorst, DELAY + 50, 0.2);
    const shrunk = heardWith((heard) => {
      const shorter = heard.slice();
      const at = BEFORE + 3 * 8000;
      shorter.set(heard.subarray(at + 240), at);
      return shorter;
    });
    near(shrunk.leftOut, 30, 0.5);
    equal(shrunk.repeated, 0);
    ok(grown.damaged < 0.02 && shrunk.damaged < 0.02);
  });

  it("hears noise as what it is", () => {
    let random = 1;
    const noisy = heardWith((heard) => {
      let [power, count] = [0, 0];
      for (const sample of said) [power, count] = [power + sample * sample, count + 1];
      const amplitude = Math.sqrt((3 * power) / count) * 10 ** (-20 / 20);
      for (let i = 0; i < heard.length; i++) {
        random = (Math.imul(random, 1_103_515_245) + 12_345) | 0;
        heard[i] += Math.round((amplitude * random) / 2 ** 31);
      }
      return undefined;
    });
    ok(noisy.snr > 8 && noisy.snr < 20, `${noisy.snr} dB`);
    ok(noisy.distortion > 3, `${noisy.distortion} dB`);
    equal(noisy.gaps, 0);
  });

  it("takes another sound for nothing at all", () => {
    const { damaged, snr } = heardWith((heard) => heard.map((_, i) => 3000 * Math.sin(i * i * 1e-5)));
    ok(damaged > 0.95);
    ok(snr < 1);
  });

  it("tells when each click came, and which did not", () => {
    const clicked = new Int16Array(24_000);
    const clicks = [4000, 12_000, 20_000];
    for (const at of clicks) for (let i = 0; i < 80; i++) clicked[at + i] = 9000 * Math.sin(i * i * 0.01);
    const heard = new Int16Array(32_000);
    heard.set(clicked, 800);
    heard.fill(0, 12_700, 13_000);
    equal(JSON.stringify(clickDelays(clicked, heard, 50, clicks, 80)), "[150,null,150]");
  });
});

describe("the schedule of a bad network", () => {
  it("is the same for the same seed, and loses exactly what it should", () => {
    for (const row of ROWS) {
      const schedule = scheduleOf(row, 30, 5);
      equal(JSON.stringify(schedule), JSON.stringify(scheduleOf(row, 30, 5)));
      equal(schedule.lost.length, Math.round(1500 * (row.loss ?? 0)));
      equal(schedule.packets.length + schedule.lost.length, 1500);
      for (const { index, at } of schedule.packets) {
        const delay = at - index * PACKET_MS * schedule.pace;
        ok(delay > -1e-6 && (row.ordered || delay <= (row.jitter ?? 0) + 1e-6));
      }
    }
  });

  it("loses in bursts where it should", () => {
    const burst = ROWS.find(({ name }) => name === "burst3");
    ok(burst);
    const { lost } = scheduleOf(burst, 30, 5);
    const runs: number[] = [];
    for (const [i, index] of lost.entries())
      if (lost[i - 1] === index - 1) runs[runs.length - 1]++;
      else runs.push(1);
    ok(runs.slice(0, -1).every((length) => length <= 5));
    ok(runs.filter((length) => length < 3).length <= 1);
  });
});
