/**
 * Local time of day by `Time_Zone` and `Daylight_Saving_Time_Rule`, as a PAP2T understands them:
 *
 *   start=3/-1/7/2;end=10/-1/7/3;save=1      month/day/weekday/HH:mm:ss, hours:minutes:seconds to add
 *
 * The weekday is 1 for Monday to 7 for Sunday, the first of them on that day or after it; 0 is the day itself, a negative one
 * the last on it or before. Day -1 is the last of the month. Both times are those the clock on the wall shows just before.
 */
import { DAY, dateOf, daysIn, daysOf, secondsOf, weekdayOf } from "../base/calendar.js";
import type { DateTime } from "../base/date-time.js";

/** Day -1 is the last of its month; weekday 0 is any. Seconds after midnight. */
type Turn = { readonly month: number; readonly day: number; readonly weekday: number; readonly time: number };

export type DaylightRule = { readonly start: Turn; readonly end: Turn; readonly save: number };

/** Seconds that local time is ahead of UTC, in winter. */
export type Zone = { readonly offset: number; readonly daylight: DaylightRule | null };

const ZONE = /^GMT(?:([+-])([0-9]{2}):([0-9]{2}))?$/;
const FIELD = /^(start|end|save)=(.*)$/;
const TURN = /^([0-9]{1,2})\/(-1|[0-9]{1,2})\/(-?[0-9])(?:\/([0-9:]{1,8}))?$/;
const TIME = /^([0-9]{1,2})(?::([0-9]{1,2}))?(?::([0-9]{1,2}))?$/;
/** mm/dd, or mm/dd/yyyy. */
const DATE = /^([0-9]{1,2})\/([0-9]{1,2})(?:\/(20[0-9]{2}))?$/;
const LONGEST_RULE = 128;
const LONGEST_SAVE = 7200;

/** Seconds of `GMT-08:00`; undefined for what is no zone. */
export function parseZone(text: string): number | undefined {
  const [whole, sign, hours = "0", minutes = "0"] = ZONE.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const seconds = 3600 * Number(hours) + 60 * Number(minutes);
  return sign === "-" ? -seconds : seconds;
}

/** Null for an empty rule: there is no summer time. */
export function parseDaylight(text: string): DaylightRule | null | { readonly refused: string } {
  if (text.trim() === "") return null;
  if (text.length > LONGEST_RULE) return { refused: `a rule has at most ${LONGEST_RULE} characters` };
  const fields = new Map<string, string>();
  for (const part of text.split(";")) {
    const field = part.trim();
    if (field === "") continue;
    const [, name, value] = FIELD.exec(field) ?? [];
    if (name === undefined) return { refused: `${field.slice(0, 32)} is none of start=, end=, save=` };
    fields.set(name, value.trim());
  }
  const start = parseTurn(fields.get("start") ?? "");
  if (!start) return { refused: "start= wants month/day/weekday/HH:mm:ss" };
  const end = parseTurn(fields.get("end") ?? "");
  if (!end) return { refused: "end= wants month/day/weekday/HH:mm:ss" };
  const save = parseSave(fields.get("save") ?? "");
  if (save === undefined) return { refused: "save= wants up to 2 hours, as in 1 or 0:30" };
  return { start, end, save };
}

/** Local time of `utc`, seconds since 1970. */
export function localTime(utc: number, zone: Zone): DateTime {
  return dateOf(utc + offsetAt(utc, zone));
}

/** Seconds since 1970 of a local date; of an hour that comes twice, the first, in summer time. */
export function utcOf(date: DateTime, zone: Zone): number {
  const wall = secondsOf(date);
  const summer = wall - zone.offset - (zone.daylight?.save ?? 0);
  return offsetAt(summer, zone) === wall - summer ? summer : wall - zone.offset;
}

export type LocalDate = { readonly year: number | null; readonly month: number; readonly day: number };

/** `mm/dd` or `mm/dd/yyyy`; null when empty, undefined for what is no date. */
export function parseLocalDate(text: string): LocalDate | null | undefined {
  if (text === "") return null;
  const [whole, months, days, years] = DATE.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const year = years === undefined ? null : Number(years);
  const [month, day] = [Number(months), Number(days)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year ?? 2000, month)) return undefined;
  return { year, month, day };
}

function offsetAt(utc: number, { offset, daylight }: Zone): number {
  if (daylight === null) return offset;
  const { start, end, save } = daylight;
  // As the wall would show it without summer time: the end of it is told by a clock that is ahead.
  const winter = utc + offset;
  const { year } = dateOf(winter);
  const from = turnIn(year, start);
  const until = turnIn(year, end) - save;
  const summer = from <= until ? winter >= from && winter < until : winter >= from || winter < until;
  return summer ? offset + save : offset;
}

/** Seconds since 1970, as the wall shows them. */
function turnIn(year: number, { month, day, weekday, time }: Turn): number {
  const last = daysIn(year, month);
  const on = daysOf(year, month, day < 0 ? last : Math.min(day, last));
  return DAY * onWeekday(on, weekday, day < 0) + time;
}

/** The first of its weekday on that day or after it, or the last before. */
function onWeekday(days: number, weekday: number, isLast: boolean): number {
  if (weekday === 0) return days;
  const wanted = Math.abs(weekday);
  const there = weekdayOf(days);
  if (weekday < 0 || isLast) return days - ((there - wanted + 7) % 7);
  return days + ((wanted - there + 7) % 7);
}

function parseTurn(text: string): Turn | undefined {
  const [whole, months, days, weekdays, at = "0"] = TURN.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const [month, day, weekday] = [Number(months), Number(days), Number(weekdays)];
  const time = parseSeconds(at);
  if (time === undefined || time > DAY || month < 1 || month > 12 || day === 0 || day > daysIn(2000, month))
    return undefined;
  return Math.abs(weekday) > 7 ? undefined : { month, day, weekday, time };
}

function parseSave(text: string): number | undefined {
  const isNegative = text.startsWith("-");
  const seconds = parseSeconds(isNegative ? text.slice(1) : text);
  if (seconds === undefined || seconds > LONGEST_SAVE) return undefined;
  return isNegative ? -seconds : seconds;
}

/** Of `2`, `2:30` and `2:30:15`. */
function parseSeconds(text: string): number | undefined {
  const [whole, hours, minutes = "0", seconds = "0"] = TIME.exec(text) ?? [];
  if (whole === undefined || Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}
