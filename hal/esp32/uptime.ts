/** Milliseconds since boot that never go back, from a counter of 32 bits that starts again after seven weeks. */
const WRAP = 2 ** 32;

export class Uptime {
  readonly #ticks: () => number;
  #last: number;
  #passed = 0;

  /** Has to be asked once in seven weeks; every alarm does. */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
    this.#last = ticks() >>> 0;
  }

  now(): number {
    const ticks = this.#ticks() >>> 0;
    this.#passed += (ticks - this.#last + WRAP) % WRAP;
    this.#last = ticks;
    return this.#passed;
  }
}
