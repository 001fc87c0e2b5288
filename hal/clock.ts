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

export interface Clock {
  /** Milliseconds since boot; never goes back. */
  now(): number;
  /** Local time of day, or null while nobody has told the board. */
  today(): DateTime | null;
  /** Rings once, at `when` or just after. A second call replaces the first; Infinity silences. */
  alarm(when: number, ring: () => void): void;
}
