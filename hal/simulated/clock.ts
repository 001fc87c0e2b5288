/** A board's clock standing on somebody else's: turned by hand in tests, by the wall in the simulator. */
import type { Clock, DateTime, Sleeper } from "../clock.js";

/** What the clock stands on: milliseconds, a call after a while that can be taken back, local time of day. */
export type Timekeeper = {
  now(): number;
  after(ms: number, call: () => void): () => void;
  today(): DateTime | null;
  /** Seconds since 1970. */
  utc?(): number;
};

export class SimulatedClock implements Clock {
  readonly #time: Timekeeper;
  readonly #boot: number;
  #silence: (() => void) | null = null;

  /** Boots now: `now()` counts from here. */
  constructor(time: Timekeeper) {
    this.#time = time;
    this.#boot = time.now();
  }

  now(): number {
    return this.#time.now() - this.#boot;
  }

  today(): DateTime | null {
    return this.#time.today();
  }

  utc(): number | null {
    return this.#time.utc?.() ?? null;
  }

  alarm(when: number, sleeper: Sleeper): void {
    this.#silence?.();
    this.#silence = null;
    if (when === Number.POSITIVE_INFINITY) return;
    this.#silence = this.#time.after(Math.max(0, when - this.now()), () => {
      this.#silence = null;
      sleeper.ring();
    });
  }

  /** The board loses its power: no alarm rings any more. */
  close(): void {
    this.#silence?.();
    this.#silence = null;
  }
}
