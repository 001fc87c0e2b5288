/** Seconds as headers count them (RFC 3261 section 25.1, `delta-seconds`). */
import { SECONDS_LIMIT } from "./text-limits.js";

const DIGITS = /^\s*\d+\s*$/;

/** A time past 2^32 - 1 is read as that (section 20.19). */
export function parseDeltaSeconds(text: string): number | undefined {
  return DIGITS.test(text) ? Math.min(Number(text), SECONDS_LIMIT) : undefined;
}
