/** The time of day in headers, always GMT: SIP-date (RFC 3261 section 20.17). */
import type { DateTime } from "../../base/date-time.js";

const DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s*(\d{1,2})\s+([a-z]{3})\s+(\d{4})\s+(\d\d):(\d\d):(\d\d)\s+GMT$/i;
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const LOWERED_MONTHS = MONTHS.toLowerCase();
const WEEKDAYS = "SunMonTueWedThuFriSat";
const LENGTHS = "303232332323"; // days past 28, February's in a common year

/** UTC. The day of the week is not compared with the date; a leap second is refused. */
export function parseSipDate(text: string): DateTime | undefined {
  const parts = DATE.exec(text.trim());
  if (!parts) return undefined;
  const at = LOWERED_MONTHS.indexOf(parts[2].toLowerCase());
  if (at < 0 || at % 3 !== 0) return undefined;
  const date = {
    year: Number(parts[3]),
    month: at / 3 + 1,
    day: Number(parts[1]),
    hour: Number(parts[4]),
    minute: Number(parts[5]),
    second: Number(parts[6]),
  };
  const { year, month, day, hour, minute, second } = date;
  const fits = day > 0 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60;
  return fits ? date : undefined;
}

export function emitSipDate({ year, month, day, hour, minute, second }: DateTime): string {
  const weekday = 3 * weekdayOf(year, month, day);
  const name = MONTHS.slice(3 * month - 3, 3 * month);
  const years = String(year).padStart(4, "0");
  return `${WEEKDAYS.slice(weekday, weekday + 3)}, ${two(day)} ${name} ${years} ${two(hour)}:${two(minute)}:${two(second)} GMT`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return 28 + Number(LENGTHS[month - 1]) + (leap ? 1 : 0);
}

/** 0 is Sunday. Zeller's congruence: the year begins in March, so that the leap day is its last. */
function weekdayOf(year: number, month: number, day: number): number {
  const shifted = month < 3 ? month + 12 : month;
  const y = month < 3 ? year - 1 : year;
  const days =
    day + Math.floor((13 * (shifted + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return (((days + 6) % 7) + 7) % 7;
}
