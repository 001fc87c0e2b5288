/** Milliseconds since boot that never go back, from a counter of 32 bits that starts again after seven weeks. */
const WRAP = 2 ** 32;

export class Uptime {
  #last: number;
  #passed = 0;

  /** `ticks` are those of the counter now, always. */
  constructor(ticks: number) {
    this.#last = ticks >>> 0;
  }

  /** Has to be asked once in seven weeks; every alarm does. */
  at(ticks: number): number {
    const last = ticks >>> 0;
    this.#passed += (last - this.#last + WRAP) % WRAP;
    this.#last = last;
    return this.#passed;
  }
}
