import { deepEqual, equal, ok } from "node:assert/strict";
import { Statistics } from "../../../firmware/media/statistics.js";

const hear = (statistics: Statistics, sequences: number[]) =>
  sequences.map((one) => statistics.hear(one & 0xffff, 160));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe("statistics", () => {
  it("counts what is missing across the wrap (RFC 3550 A.1, A.3)", () => {
    const statistics = new Statistics();
    hear(
      statistics,
      range(65530, 65550).filter((n) => n % 5 !== 0),
    );
    equal(statistics.highest, 65549);
    equal(statistics.received, 16);
    equal(statistics.lost, 3, "65530 is before the first one heard");
    equal(statistics.reportedLost, 3);
  });

  it("does not take duplicates for what is missing, although a report does", () => {
    const statistics = new Statistics();
    deepEqual(hear(statistics, [1, 2, 2, 4]), [true, true, false, true]);
    deepEqual([statistics.lost, statistics.reportedLost, statistics.duplicates], [1, 0, 1]);
  });

  it("tells the fraction lost since it was asked last, in 1/256", () => {
    const statistics = new Statistics();
    hear(
      statistics,
      range(0, 100).filter((n) => n % 4 !== 1),
    );
    equal(statistics.takeFractionLost(), 64);
    hear(statistics, range(100, 200));
    equal(statistics.takeFractionLost(), 0);
    equal(statistics.takeFractionLost(), 0);
    hear(statistics, [200, 399]);
    equal(statistics.takeFractionLost(), Math.floor((256 * 198) / 200));
  });

  it("takes a packet that came after all back from the lost, but not from a second that is told", () => {
    const statistics = new Statistics();
    hear(statistics, [1, 2, 4]);
    equal(statistics.second().lost, 1);
    hear(statistics, [3, 5]);
    equal(statistics.lost, 0);
    equal(statistics.second().lost, 0);
    hear(statistics, [7, 9]);
    equal(statistics.second().lost, 1, "two more are missing now; one of them has been told already");
  });

  it("believes a jump of sequence numbers only when a second packet follows", () => {
    const statistics = new Statistics();
    hear(statistics, [1, 2, 3]);
    deepEqual(hear(statistics, [40_000, 4]), [false, true]);
    equal(statistics.lost, 0);
    deepEqual(hear(statistics, [50_000, 50_001, 50_003]), [false, true, true]);
    equal(statistics.lost, 1);
  });

  it("goes on counting over another stream", () => {
    const statistics = new Statistics();
    hear(statistics, [1, 3]);
    statistics.restart();
    hear(statistics, [60_000, 60_003]);
    deepEqual([statistics.lost, statistics.reportedLost, statistics.received], [3, 2, 4]);
  });

  it("measures jitter as RFC 3550 A.8 does", () => {
    const statistics = new Statistics();
    for (let n = 0; n < 500; n++) statistics.arrive(((2 ** 32 - 4000 + 160 * n) | 0) >>> 0, 1e9 + 20 * n);
    equal(statistics.jitter, 0);
    for (let n = 500; n < 1000; n++) statistics.arrive((2 ** 32 - 4000 + 160 * n) >>> 0, 1e9 + 20 * n + 4 * (n % 2));
    ok(Math.abs(statistics.jitter - 4) < 0.2, `${statistics.jitter}`);
    equal(statistics.jitterUnits >= 30 && statistics.jitterUnits <= 32, true);
  });

  it("does not take a jump of timestamps for jitter", () => {
    const statistics = new Statistics();
    statistics.arrive(0, 0);
    statistics.arrive(1_000_000, 20);
    statistics.arrive(1_000_160, 40);
    equal(statistics.jitter, 0);
  });

  it("tells one second at a time", () => {
    const statistics = new Statistics();
    statistics.sent = 50;
    statistics.delay = 29.6;
    for (const late of [7, 9]) statistics.drop(late, true);
    hear(
      statistics,
      range(0, 40).filter((n) => n !== 20),
    );
    deepEqual(statistics.second(), { sent: 50, received: 39, lost: 1, late: 2, jitter: 0, delay: 30 });
    deepEqual(statistics.second(), { sent: 0, received: 0, lost: 0, late: 0, jitter: 0, delay: 30 });
  });
});
