/** One event as it is told: an object in JSON of bounded length. docs/events.md shows every kind. */
import { dateOf } from "../base/calendar.js";
import { jsonText } from "../base/json-text.js";
import { LONGEST_TEXT, LONGEST_WORD } from "./limits.js";

/** What has happened. `line` counts from 1; a number that is withheld is null. */
export type Happened =
  | { readonly event: "start"; readonly product: string; readonly version: string }
  | { readonly event: "hook"; readonly line: number; readonly state: "off" | "on" }
  | {
      readonly event: "ring";
      readonly line: number;
      readonly from: string | null;
      readonly name: string;
      readonly waiting: boolean;
    }
  | { readonly event: "dial"; readonly line: number; readonly to: string | null }
  | ({ readonly event: "answer" } & WithWhom)
  | ({
      readonly event: "end";
      readonly answered: boolean;
      readonly seconds: number;
      readonly reason: string;
    } & WithWhom)
  | { readonly event: "registration"; readonly line: number; readonly state: string; readonly code: number | null }
  | { readonly event: "messages"; readonly line: number; readonly waiting: boolean; readonly fresh: number | null }
  | { readonly event: "fault"; readonly line: number; readonly text: string };

type WithWhom = {
  readonly line: number;
  readonly direction: "in" | "out";
  readonly number: string | null;
  readonly name: string;
};

/** What every event has besides. */
export type Stamp = {
  /** Counts from 1 at each start. */
  readonly id: number;
  /** MAC address. */
  readonly device: string;
  /** Seconds since 1970; null while nobody knows. */
  readonly seconds: number | null;
};

export function emitEvent({ event, ...rest }: Happened, { id, device, seconds }: Stamp): string {
  const told: { [field: string]: unknown } = { event, id, device, time: seconds === null ? null : timeText(seconds) };
  for (const [field, value] of Object.entries(rest))
    told[field] = typeof value === "string" ? value.slice(0, field === "text" ? LONGEST_TEXT : LONGEST_WORD) : value;
  return jsonText(told);
}

/** `2026-11-21T04:00:00Z` (RFC 3339). */
export function timeText(seconds: number): string {
  const { year, month, day, hour, minute, second } = dateOf(Math.floor(seconds));
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}

const two = (value: number) => String(value).padStart(2, "0");
