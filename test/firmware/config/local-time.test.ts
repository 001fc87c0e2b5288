import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { DateTime } from "../../../firmware/base/date-time.js";
import { countries } from "../../../firmware/config/countries.js";
import {
  localTime,
  parseDaylight,
  parseLocalDate,
  parseZone,
  utcOf,
  type Zone,
} from "../../../firmware/config/local-time.js";

const zoneOf = (zone: string, rule: string): Zone => {
  const offset = parseZone(zone);
  const daylight = parseDaylight(rule);
  ok(offset !== undefined);
  ok(daylight === null || !("refused" in daylight), JSON.stringify(daylight));
  return { offset, daylight };
};

/** What the language's own tables say. */
function wallOf(name: string): (utc: number) => DateTime {
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: name, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  return (utc) => {
    const parts = Object.fromEntries(format.formatToParts(1000 * utc).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day, hour, minute, second } = parts;
    return { year, month, day, hour, minute, second };
  };
}

const seconds = (iso: string) => Date.parse(iso) / 1000;
const within2024To2030 = fc.integer({ min: seconds("2024-01-01T00:00:00Z"), max: seconds("2030-12-31T23:59:59Z") });

const ZONES: readonly (readonly [name: string, zone: Zone])[] = [
  ["America/Los_Angeles", zoneOf("GMT-08:00", "start=3/8/7/2;end=11/1/7/2;save=1")],
  ["Europe/Berlin", zoneOf("GMT+01:00", "start=3/-1/7/2;end=10/-1/7/3;save=1")],
  ["Europe/London", zoneOf("GMT", "start=3/-1/7/1;end=10/-1/7/2;save=1")],
  ["Australia/Sydney", zoneOf("GMT+10:00", "start=10/1/7/2;end=4/1/7/3;save=1")],
  ["Australia/Lord_Howe", zoneOf("GMT+10:30", "start=10/1/7/2:00:00;end=4/1/7/2;save=0:30")],
  ["Asia/Kolkata", zoneOf("GMT+05:30", "")],
];

describe("local time", () => {
  for (const [name, zone] of ZONES) {
    const wall = wallOf(name);

    it(`is that of ${name} from 2024 to 2030`, () => {
      fc.assert(fc.property(within2024To2030, (utc) => deepEqual(localTime(utc, zone), wall(utc))));
    });

    it(`turns in the same second as that of ${name}`, () => {
      const hours = Array.from({ length: 7 * 366 * 24 }, (_, hour) => seconds("2024-01-01T00:30:00Z") + 3600 * hour);
      const offset = (utc: number) => seconds(`${iso(localTime(utc, zone))}Z`) - utc;
      const turns = hours.filter((utc, at) => at > 0 && offset(utc) !== offset(hours[at - 1]));
      equal(turns.length, zone.daylight ? 14 : 0);
      for (const utc of turns)
        for (let at = utc - 3600; at <= utc; at += 60)
          for (const near of [at - 1, at]) deepEqual(localTime(near, zone), wall(near));
    });

    it(`of ${name} is UTC again`, () => {
      fc.assert(
        fc.property(within2024To2030, (utc) => {
          const again = utcOf(localTime(utc, zone), zone);
          deepEqual(localTime(again, zone), localTime(utc, zone));
          ok(again === utc || again === utc - (zone.daylight?.save ?? 0));
        }),
      );
    });
  }

  it("of countries is theirs", () => {
    for (const { settings } of countries) zoneOf(settings.Time_Zone, settings.Daylight_Saving_Time_Rule);
    const named: readonly (readonly [id: string, zone: string])[] = [
      ["us", "America/New_York"],
      ["gb", "Europe/London"],
      ["de", "Europe/Berlin"],
      ["fi", "Europe/Helsinki"],
      ["nz", "Pacific/Auckland"],
      ["za", "Africa/Johannesburg"],
    ];
    for (const [id, zoneName] of named) {
      const country = countries.find((one) => one.id === id);
      ok(country, id);
      const zone = zoneOf(country.settings.Time_Zone, country.settings.Daylight_Saving_Time_Rule);
      const wall = wallOf(zoneName);
      fc.assert(fc.property(within2024To2030, (utc) => deepEqual(localTime(utc, zone), wall(utc))));
    }
  });

  it("may begin before a day, on any weekday, or by night", () => {
    // the Friday before the last Sunday of March, as in Israel
    const zone = zoneOf("GMT+02:00", "start=3/23/5/2;end=10/31/-7/2;save=1");
    const wall = wallOf("Asia/Jerusalem");
    for (const utc of ["2026-03-26T23:59:59Z", "2026-03-27T00:00:00Z", "2026-10-24T22:59:59Z", "2026-10-24T23:00:00Z"])
      deepEqual(localTime(seconds(utc), zone), wall(seconds(utc)));
    const exact = zoneOf("GMT", "start=6/1/0;end=6/2/0/24;save=-1");
    deepEqual(localTime(seconds("2026-06-01T00:00:00Z"), exact).hour, 23);
  });
});

const iso = ({ year, month, day, hour, minute, second }: DateTime) =>
  `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
const two = (number: number) => String(number).padStart(2, "0");

describe("a rule of summer time", () => {
  it("is empty where there is none", () => {
    equal(parseDaylight(""), null);
    equal(parseZone("GMT"), 0);
    equal(parseZone("GMT-03:30"), -12_600);
    for (const wrong of ["", "UTC", "GMT+1", "GMT+01:00 ", "gmt"]) equal(parseZone(wrong), undefined, wrong);
  });

  it("is refused with what it lacks", () => {
    for (const [rule, refused] of [
      ["start=4/1/7", "end= wants month/day/weekday/HH:mm:ss"],
      ["end=4/1/7;save=1", "start= wants month/day/weekday/HH:mm:ss"],
      ["start=4/1/7;end=10/-1/7", "save= wants up to 2 hours, as in 1 or 0:30"],
      ["start=4/1/7;end=10/-1/7;save=3", "save= wants up to 2 hours, as in 1 or 0:30"],
      ["start=13/1/7;end=10/-1/7;save=1", "start= wants month/day/weekday/HH:mm:ss"],
      ["start=4/31/7;end=10/-1/7;save=1", "start= wants month/day/weekday/HH:mm:ss"],
      ["start=4/1/8;end=10/-1/7;save=1", "start= wants month/day/weekday/HH:mm:ss"],
      ["start=4/1/7/25;end=10/-1/7;save=1", "start= wants month/day/weekday/HH:mm:ss"],
      ["begin=4/1/7", "begin=4/1/7 is none of start=, end=, save="],
    ])
      deepEqual(parseDaylight(rule), { refused }, rule);
  });

  it("is a rule or refused, whatever it is", () => {
    const near = fc.string({ unit: fc.constantFrom(..."start=end;save/0123456789-:") });
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), within2024To2030, (text, utc) => {
        const daylight = parseDaylight(text);
        if (daylight === null || "refused" in daylight) return;
        ok(localTime(utc, { offset: 0, daylight }).year >= 2023);
      }),
    );
  });
});

describe("a date that somebody types", () => {
  it("is written as on a PAP2T", () => {
    deepEqual(parseLocalDate("11/21"), { year: null, month: 11, day: 21 });
    deepEqual(parseLocalDate("2/29/2028"), { year: 2028, month: 2, day: 29 });
    equal(parseLocalDate(""), null);
    for (const wrong of ["13/1", "0/1", "4/31", "2/29/2027", "11-21", "11/21/26"])
      equal(parseLocalDate(wrong), undefined);
  });
});
