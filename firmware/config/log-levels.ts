/** Which rooms may say how much to a log server: `sip=debug, media=warning, *=info`. */
import { frozen } from "../base/frozen.js";

export const ROOMS = frozen(["adapter", "line", "phone", "sip", "media", "net", "page", "provision"] as const);

/** From the least that is told to the most. */
export const LEVELS = frozen(["none", "error", "warning", "info", "debug"] as const);

export type LogLevel = (typeof LEVELS)[number];

const EVERY = "*";
const FALLBACK: LogLevel = "info";

const isLevel = (text: string): text is LogLevel => LEVELS.includes(text as LogLevel);
const isRoom = (text: string) => text === EVERY || ROOMS.includes(text as (typeof ROOMS)[number]);

export class LogLevels {
  readonly #levels: ReadonlyMap<string, LogLevel>;

  /** Of a text that is not refused. */
  constructor(text: string) {
    this.#levels = new Map(pairsOf(text).map(([room, level]) => [room, level as LogLevel]));
  }

  lets(room: string, level: LogLevel): boolean {
    const most = this.#levels.get(room) ?? this.#levels.get(EVERY) ?? FALLBACK;
    return LEVELS.indexOf(level) <= LEVELS.indexOf(most);
  }
}

/** Why a text says nothing about levels, or null. */
export function refuseLevels(text: string): string | null {
  for (const [room, level] of pairsOf(text)) {
    if (!isRoom(room)) return `${room || "nothing"} is none of ${EVERY}, ${ROOMS.join(", ")}`;
    if (!isLevel(level)) return `${level || "nothing"} is none of ${LEVELS.join(", ")}`;
  }
  return null;
}

/** A level alone is that of all rooms. */
function pairsOf(text: string): (readonly [room: string, level: string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (const part of text.split(",")) {
    const pair = part.trim().toLowerCase();
    if (pair === "") continue;
    const at = pair.indexOf("=");
    pairs.push(at < 0 ? [EVERY, pair] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]);
  }
  return pairs;
}
