/** Dates and seconds since 1970, in the Gregorian calendar. Neither knows of a time zone. */
import type { DateTime } from "./date-time.js";

export const DAY = 86_400;

/** Days from 1 March of the year 0 to 1 January 1970, and in 400 years. */
const EPOCH = 719_468;
const ERA = 146_097;

/** `date` as though it were Greenwich's. */
export function secondsOf({ year, month, day, hour, minute, second }: DateTime): number {
  return DAY * daysOf(year, month, day) + 3600 * hour + 60 * minute + second;
}

/** Days since 1970-01-01; `day` may lie outside of its month. */
export function daysOf(year: number, month: number, day: number): number {
  // Years begin in March here, so that the leap day is the last of its year.
  const y = month <= 2 ? year - 1 : year;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1 - EPOCH;
}

export function dateOf(seconds: number): DateTime {
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  const from = days + EPOCH;
  const era = Math.floor(from / ERA);
  const ofEra = from - era * ERA;
  const leaps = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const yearOfEra = Math.floor((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * march + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: Math.floor(rest) % 60,
  };
}

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (days: number) => ((((days + 3) % 7) + 7) % 7) + 1;

/** `month` from 1 to 12. */
export const daysIn = (year: number, month: number) =>
  month === 12 ? 31 : daysOf(year, month + 1, 1) - daysOf(year, month, 1);
