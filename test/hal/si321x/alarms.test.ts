import { deepEqual, equal } from "node:assert/strict";
import { Alarms, transistorsOf } from "../../../hal/si321x/alarms.js";

describe("power alarms", () => {
  it("are too many with the eleventh in a row", () => {
    const alarms = new Alarms();
    const fed = Array.from({ length: 11 }, (_, i) => alarms.add(i * 100));
    deepEqual(fed, [...Array(10).fill(true), false]);
  });

  it("are forgiven, one in 10 s, so that one a quarter of a minute is never too many", () => {
    const alarms = new Alarms();
    for (let i = 0; i < 1000; i++) equal(alarms.add(i * 15_000), true);
    const often = new Alarms();
    let count = 0;
    for (let now = 0; often.add(now); now += 5000) count++;
    equal(count > 10 && count < 30, true);
  });

  it("are a new series after a while", () => {
    const alarms = new Alarms();
    alarms.add(0);
    equal(alarms.fresh, true);
    alarms.add(1);
    equal(alarms.fresh, false);
    alarms.add(60_000);
    equal(alarms.fresh, true);
    alarms.add(60_001);
    alarms.forget();
    alarms.add(60_002);
    equal(alarms.fresh, true);
  });

  it("name their transistors", () => {
    equal(transistorsOf(0x04), "Q1");
    equal(transistorsOf(0x80 | 0x10 | 3), "Q3 and Q6");
    equal(transistorsOf(3), "an unnamed transistor");
  });
});
