/** Says that something was dropped: at once the first time, then once a minute, however much there is. */
import type { Instant } from "../base/instant.js";

const MINUTE = 60_000;

export class Dropped {
  readonly #where: string;
  #told = 0;
  #silentUntil: Instant = 0;

  /** `where` is the port that heard it, as its owner would call it. */
  constructor(where: string) {
    this.#where = where;
  }

  /** What is to be said of it now, or null; `total` counts since the beginning. */
  note(total: number, now: Instant): string | null {
    const count = total - this.#told;
    if (count === 0 || now < this.#silentUntil) return null;
    this.#told = total;
    this.#silentUntil = now + MINUTE;
    const packets = count === 1 ? "1 packet was" : `${count} packets were`;
    return `${packets} dropped at the ${this.#where} port: not understood, or from a stranger`;
  }
}
