/** The clock of a board, local time being that of the zone its owner has set. */
import type { Clock, Sleeper } from "../../hal/clock.js";
import { secondsOf } from "../base/calendar.js";
import type { DateTime } from "../base/date-time.js";
import type { Config } from "../config/config.js";
import { localTime, utcOf, type Zone } from "../config/local-time.js";
import { timeByHand, zoneOf } from "../config/network-options.js";

/** Where nobody knows better. */
const THIS_YEAR = 2026;

export class ZonedClock implements Clock {
  readonly suggest?: (seconds: number) => void;
  readonly #board: Clock;
  readonly #zone: Zone;

  /** `board` knows UTC. */
  constructor(board: Clock, zone: Zone) {
    this.#board = board;
    this.#zone = zone;
    if (board.suggest) this.suggest = (seconds) => board.suggest?.(seconds);
  }

  now(): number {
    return this.#board.now();
  }

  today(): DateTime | null {
    const utc = this.utc();
    return utc === null ? null : localTime(utc, this.#zone);
  }

  utc(): number | null {
    return this.#board.utc?.() ?? null;
  }

  alarm(when: number, sleeper: Sleeper): void {
    this.#board.alarm(when, sleeper);
  }
}

/** The board's own clock where its owner has set no zone, or where it does not know UTC. */
export function clockIn(board: Clock, zone: Zone | null): Clock {
  return zone === null || board.utc === undefined ? board : new ZonedClock(board, zone);
}

/** A server has said, by the way, what time it is (UTC): true if the board did not know it. */
export function overhearTime(clock: Clock, date: DateTime): boolean {
  if (clock.suggest === undefined || clock.utc?.() !== null) return false;
  clock.suggest(secondsOf(date));
  return true;
}

/** The owner has set the clock. False on a board that does not let him. */
export function setByHand(clock: Clock, config: Config): boolean {
  const set = timeByHand(config);
  if (set === null) return true;
  if (clock.suggest === undefined) return false;
  const { year, month, day, minutes } = set;
  const today = clock.today();
  const hour = Math.floor(minutes / 60);
  const wall = { year: year ?? today?.year ?? THIS_YEAR, month, day, hour, minute: minutes % 60, second: 0 };
  const zone = zoneOf(config);
  clock.suggest(zone ? utcOf(wall, zone) : secondsOf(wall) - ahead(clock, today));
  return true;
}

/** Seconds that what the board takes for local time is ahead of UTC; 0 while it knows neither. */
function ahead(clock: Clock, today: DateTime | null): number {
  const utc = clock.utc?.() ?? null;
  return today === null || utc === null ? 0 : 60 * Math.round((secondsOf(today) - utc) / 60);
}
