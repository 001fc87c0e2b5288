/** What has changed takes effect when nobody is disturbed: a line is made anew when it has been idle for a while, all of them when all have. */
import { type Instant, NEVER } from "../base/instant.js";
import type { Deadlined } from "./loop.js";

/** Who is made anew. `line` counts from 1. */
export type Renewed = {
  readonly lines: number;
  /** Since when nobody has used it; NEVER while somebody does. */
  restedAt(line: number): Instant;
  /** This line alone. */
  renew(line: number, now: Instant): void;
  /** All of them, and what they share. */
  renewAll(now: Instant): void;
};

/** ms in which the last words of a call have been said. */
const REST = 1000;

export class Renewal implements Deadlined {
  readonly #renewed: Renewed;
  readonly #stale = new Set<number>();
  #whole = false;

  constructor(renewed: Renewed) {
    this.#renewed = renewed;
  }

  /** What touches one line, or with null each of them. */
  mark(line: number | null): void {
    if (line !== null) this.#stale.add(line);
    else for (const one of this.#all()) this.#stale.add(one);
  }

  /** What the lines share has changed. */
  markWhole(): void {
    this.#whole = true;
  }

  /** The lines that do not know yet of what has changed. */
  get waiting(): readonly number[] {
    return this.#whole ? this.#all() : [...this.#stale].sort((a, b) => a - b);
  }

  get deadline(): Instant {
    if (!this.#whole && this.#stale.size === 0) return NEVER;
    let deadline = this.#whole ? 0 : NEVER;
    for (const line of this.#whole ? this.#all() : this.#stale) {
      const rested = this.#renewed.restedAt(line) + REST;
      deadline = this.#whole ? Math.max(deadline, rested) : Math.min(deadline, rested);
    }
    return deadline;
  }

  poll(now: Instant): void {
    if (this.#whole) {
      this.#whole = false;
      this.#stale.clear();
      this.#renewed.renewAll(now);
      return;
    }
    for (const line of [...this.#stale]) {
      if (this.#renewed.restedAt(line) + REST > now) continue;
      this.#stale.delete(line);
      this.#renewed.renew(line, now);
    }
  }

  #all(): readonly number[] {
    return Array.from({ length: this.#renewed.lines }, (_, at) => at + 1);
  }
}
