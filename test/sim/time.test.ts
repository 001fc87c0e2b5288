import { deepEqual, equal } from "node:assert/strict";
import { VirtualTime } from "../../sim/time.js";

describe("virtual time", () => {
  it("lets things happen in order of time, then of asking", () => {
    const time = new VirtualTime();
    const seen: string[] = [];
    time.after(20, () => seen.push(`c${time.now()}`));
    time.after(10, () => seen.push(`a${time.now()}`));
    time.after(10, () => {
      seen.push(`b${time.now()}`);
      time.after(5, () => seen.push(`x${time.now()}`));
    });
    time.advance(12);
    deepEqual(seen, ["a10", "b10"]);
    equal(time.now(), 12);
    time.advance(100);
    deepEqual(seen, ["a10", "b10", "x15", "c20"]);
  });

  it("forgets what was taken back", () => {
    const time = new VirtualTime();
    let rung = 0;
    const cancel = time.after(5, () => rung++);
    time.after(1, cancel);
    time.advance(10);
    equal(rung, 0);
  });

  it("is Greenwich's", () => {
    const time = new VirtualTime();
    equal(time.utc(), Date.UTC(2026, 0, 1) / 1000);
    time.advance(90_061_500);
    equal(time.utc(), Date.UTC(2026, 0, 2, 1, 1, 1, 500) / 1000);
  });

  it("keeps the calendar", () => {
    const time = new VirtualTime();
    deepEqual(time.today(), { year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0 });
    time.advance(((31 + 28) * 24 * 60 + 61) * 60_000 + 5_000);
    deepEqual(time.today(), { year: 2026, month: 3, day: 1, hour: 1, minute: 1, second: 5 });
    time.advance(2 * 365 * 86_400_000);
    deepEqual(time.today(), { year: 2028, month: 2, day: 29, hour: 1, minute: 1, second: 5 });
  });
});
