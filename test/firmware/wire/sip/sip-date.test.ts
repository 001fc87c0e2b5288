import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitSipDate, parseSipDate } from "../../../../firmware/wire/sip/sip-date.js";

const NOVEMBER = { year: 2010, month: 11, day: 13, hour: 23, minute: 29, second: 0 };

describe("dates in headers", () => {
  it("are read", () => {
    deepEqual(parseSipDate("Sat, 13 Nov 2010 23:29:00 GMT"), NOVEMBER);
    deepEqual(parseSipDate(" sat,13 NOV 2010  23:29:00 gmt "), NOVEMBER);
    equal(parseSipDate("Thu, 1 Feb 2024 00:00:00 GMT")?.day, 1);
    equal(parseSipDate("Thu, 29 Feb 2024 00:00:00 GMT")?.day, 29);
    equal(parseSipDate("Tue, 29 Feb 2000 00:00:00 GMT")?.day, 29);
  });

  it("are refused when there is no such day or time", () => {
    for (const text of [
      "",
      "13 Nov 2010 23:29:00 GMT",
      "Sat, 13 Nov 2010 23:29:00",
      "Sat, 13 Nov 2010 23:29:00 CET",
      "Sat, 13 Nov 10 23:29:00 GMT",
      "Sat, 13 ovD 2010 23:29:00 GMT",
      "Sat, 13 Foo 2010 23:29:00 GMT",
      "Sat, 00 Nov 2010 23:29:00 GMT",
      "Sat, 31 Nov 2010 23:29:00 GMT",
      "Sat, 29 Feb 2023 23:29:00 GMT",
      "Sat, 29 Feb 1900 23:29:00 GMT",
      "Sat, 13 Nov 2010 24:00:00 GMT",
      "Sat, 13 Nov 2010 23:60:00 GMT",
      "Sat, 13 Nov 2010 23:29:60 GMT",
    ])
      equal(parseSipDate(text), undefined, text);
  });

  it("are written as everyone writes them, and read again", () => {
    equal(emitSipDate(NOVEMBER), "Sat, 13 Nov 2010 23:29:00 GMT");
    const dates = fc.date({ min: new Date("1600-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const parts = {
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          hour: date.getUTCHours(),
          minute: date.getUTCMinutes(),
          second: date.getUTCSeconds(),
        };
        equal(emitSipDate(parts), date.toUTCString());
        deepEqual(parseSipDate(date.toUTCString()), parts);
      }),
      { examples: [[new Date("2000-02-29")], [new Date("2100-03-01")], [new Date("2024-12-31")]] },
    );
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(Sat, |13 |Nov |2010 |23:|29|:00| GMT|x){0,8}$/), (text) =>
        ok(parseSipDate(text) !== null),
      ),
    );
  });
});
