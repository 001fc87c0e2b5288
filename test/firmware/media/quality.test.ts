import { equal, ok } from "node:assert/strict";
import { oneWayDelay, opinionOf, qualityOf, ratingOf } from "../../../firmware/media/quality.js";
import { Statistics } from "../../../firmware/media/statistics.js";

const near = (value: number, expected: number, within: number, what = "") =>
  ok(Math.abs(value - expected) <= within, `${what} ${value}, not ${expected}`);

describe("quality", () => {
  it("gives the scores of G.107 annex B", () => {
    // table B.1 gives them to one decimal
    for (const [rating, opinion] of [
      [90, 4.34],
      [80, 4.03],
      [70, 3.6],
      [60, 3.1],
      [50, 2.58],
    ])
      near(opinionOf(rating), opinion, 0.01, `R ${rating}`);
    equal(opinionOf(-5), 1);
    equal(opinionOf(0), 1);
    equal(opinionOf(120), 4.5);
    ok(opinionOf(3) >= 1);
  });

  it("is toll quality where nothing is wrong, and pays nothing for 100 ms", () => {
    const clean = { loss: 0, burstRatio: 1, delay: 0 };
    equal(ratingOf(clean), 93.2);
    equal(ratingOf({ ...clean, delay: 100 }), 93.2);
    near(opinionOf(93.2), 4.41, 0.005);
  });

  it("falls with delay as G.107's own curve does", () => {
    const loss = { loss: 0, burstRatio: 1 };
    for (const [delay, impairment] of [
      [150, 0.2],
      [200, 3],
      [300, 14.1],
      [400, 23.2],
    ])
      near(93.2 - ratingOf({ ...loss, delay }), impairment, 1, `${delay} ms`);
  });

  it("falls with loss, and faster when it comes in bursts", () => {
    const delay = 50;
    near(ratingOf({ loss: 0.01, burstRatio: 1, delay }), 93.2 - 95 / 26.1, 1e-9);
    near(ratingOf({ loss: 0.1, burstRatio: 1, delay }), 93.2 - 950 / 35.1, 1e-9);
    near(ratingOf({ loss: 0.1, burstRatio: 4, delay }), 93.2 - 950 / 27.6, 1e-9);
    equal(ratingOf({ loss: 1, burstRatio: 1000, delay: 3000 }), 0);
    let before = 100;
    for (let loss = 0; loss <= 0.4; loss += 0.01) {
      const rating = ratingOf({ loss, burstRatio: 2, delay });
      ok(rating < before);
      before = rating;
    }
  });

  it("of a call: what it heard, and the whole way", () => {
    const statistics = new Statistics();
    equal(qualityOf(statistics), null);
    for (let n = 0; n < 1000; n++) if (n % 20 !== 7) statistics.hear(n, 160);
    statistics.packetTime = 20;
    statistics.delay = 30;
    statistics.roundTrip = 200;
    equal(oneWayDelay(statistics), 160);
    const quality = qualityOf(statistics);
    ok(quality);
    near(quality.listening, opinionOf(93.2 - (95 * 5) / 30.1), 0.05);
    ok(quality.conversational < quality.listening && quality.rating < 78.5 && quality.rating > 75);
  });
});
