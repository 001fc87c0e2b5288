import { deepEqual, equal, ok } from "node:assert/strict";
import { WallTime } from "../../../sim/node/clock.js";

const passed = (time: WallTime, ms: number) => new Promise<void>((resolve) => time.after(ms, resolve));

describe("time by the wall", () => {
  it("lets things happen in order of time, then of asking, and never early", async () => {
    const time = new WallTime();
    const seen: string[] = [];
    const note = (name: string, ms: number) => {
      const due = time.now() + ms;
      time.after(ms, () => {
        ok(time.now() >= due, name);
        seen.push(name);
      });
    };
    note("c", 6);
    note("b", 3.2);
    note("a", 0);
    note("a2", 0);
    time.after(1, () => seen.push("taken back"))();
    deepEqual(seen, []);
    await passed(time, 15);
    deepEqual(seen, ["a", "a2", "b", "c"]);
  });

  it("lets what happens ask for more, and keeps on after a mistake", async () => {
    const time = new WallTime();
    let turns = 0;
    const again = () => {
      turns++;
      if (turns < 5) time.after(0, again);
    };
    again();
    equal(turns, 1);
    await passed(time, 5);
    equal(turns, 5);
  });

  it("knows the day", () => {
    const time = new WallTime();
    const date = new Date();
    const { year, month, day, hour } = time.today();
    deepEqual([year, month, day, hour], [date.getFullYear(), date.getMonth() + 1, date.getDate(), date.getHours()]);
    ok(Math.abs(time.epoch + time.now() - Date.now()) < 1000);
  });
});
