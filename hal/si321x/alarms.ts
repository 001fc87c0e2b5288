/** Power alarms: the line is fed again after each, but not for ever. */

const MOST = 10;
const FORGIVEN_AFTER = 10_000;

export class Alarms {
  #count = 0;
  #since = 0;

  /** One more; false when they are too many to feed the line again. */
  add(now: number): boolean {
    const forgiven = Math.floor((now - this.#since) / FORGIVEN_AFTER);
    if (forgiven >= this.#count) {
      this.#count = 0;
      this.#since = now;
    } else {
      this.#count -= forgiven;
      this.#since += forgiven * FORGIVEN_AFTER;
    }
    this.#count++;
    return this.#count <= MOST;
  }

  /** The first of a series. */
  get fresh(): boolean {
    return this.#count === 1;
  }

  forget(): void {
    this.#count = 0;
  }
}

/** `Q1 and Q3`: the transistors that DR19 complains of. */
export function transistorsOf(status: number): string {
  const names: string[] = [];
  for (let q = 0; q < 6; q++) if (status & (4 << q)) names.push(`Q${q + 1}`);
  return names.length === 0 ? "an unnamed transistor" : names.join(" and ");
}
