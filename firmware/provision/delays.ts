/** Delays between tries: `3600`, or one for each try in a row, `30,300,1800+3600`; the last counts for all that follow. */
import { MOST_DELAYS } from "./limits.js";

/** Seconds, and up to so many more by chance. */
export type Delay = { readonly least: number; readonly spread: number };

const DELAY = /^([0-9]{1,9})(?:\+([0-9]{1,9}))?$/;
const TIME = /^([01][0-9]|2[0-3]):?([0-5][0-9])$/;

/** Empty for a text that is empty, or 0: nothing is tried again. */
export function parseDelays(text: string): readonly Delay[] | { readonly refused: string } {
  const delays: Delay[] = [];
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length > MOST_DELAYS) return { refused: `more than ${MOST_DELAYS} delays` };
  if (parts.length === 1 && (parts[0] === "" || parts[0] === "0")) return [];
  for (const part of parts) {
    const [whole, least, spread = "0"] = DELAY.exec(part) ?? [];
    if (whole === undefined)
      return { refused: `${part.slice(0, 32) || "nothing"} is no delay: seconds, or seconds+seconds` };
    delays.push({ least: Number(least), spread: Number(spread) });
  }
  return delays;
}

/** ms until try `n`, from 0, `chance` being 32 random bits; null where none follows. */
export function delayOf(delays: readonly Delay[], n: number, chance: number): number | null {
  if (delays.length === 0) return null;
  const { least, spread } = delays[Math.min(n, delays.length - 1)];
  return 1000 * (least + (spread > 0 ? chance % (spread + 1) : 0));
}

/** Minutes after midnight; null for a text that is empty, undefined for one that is no time. */
export function parseTimeOfDay(text: string): number | null | undefined {
  if (text === "") return null;
  const [, hours, minutes] = TIME.exec(text) ?? [];
  return hours === undefined ? undefined : 60 * Number(hours) + Number(minutes);
}
