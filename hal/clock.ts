/** Time as a board tells it: since boot, of day, and the one alarm. */

/** Local time of day. `month` is 1 to 12. */
export type DateTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

/** Whom an alarm wakes. */
export type Sleeper = { ring(): void };

export interface Clock {
  /** Milliseconds since boot; never goes back. */
  now(): number;
  /** Local time of day, or null while nobody has told the board. */
  today(): DateTime | null;
  /** Seconds since 1970, by Greenwich, or null while nobody has told the board; missing where it never knows. */
  utc?(): number | null;
  /** The time, in seconds since 1970, as somebody has said it who is no time server: taken while no such has. */
  suggest?(seconds: number): void;
  /** Whom to ask for it (SNTP), names or addresses in their order; none: whom the board chooses. Missing where nobody is asked. */
  ask?(servers: readonly string[]): void;
  /** Rings once, at `when` or just after. A second call replaces the first; Infinity silences. */
  alarm(when: number, sleeper: Sleeper): void;
}
