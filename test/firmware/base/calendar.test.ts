import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { dateOf, daysIn, daysOf, secondsOf, weekdayOf } from "../../../firmware/base/calendar.js";

describe("the calendar", () => {
  it("is that of the language", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_000_000_000, max: 250_000_000_000 }), (seconds) => {
        const date = new Date(1000 * seconds);
        const told = dateOf(seconds);
        deepEqual(told, {
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          hour: date.getUTCHours(),
          minute: date.getUTCMinutes(),
          second: date.getUTCSeconds(),
        });
        equal(secondsOf(told), seconds);
        equal(weekdayOf(daysOf(told.year, told.month, told.day)), date.getUTCDay() || 7);
      }),
    );
  });

  it("knows how long a month is", () => {
    for (const [year, month, days] of [
      ...[[2024, 2, 29] as const, [2025, 2, 28] as const, [2000, 2, 29] as const, [2100, 2, 28] as const],
      ...[[2026, 1, 31] as const, [2026, 4, 30] as const, [2026, 12, 31] as const],
    ])
      equal(daysIn(year, month), days);
  });
});
