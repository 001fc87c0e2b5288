/** The desk's time by the wall: everything to come in one list, one timer of Node behind it. */
import type { DateTime } from "../../hal/clock.js";
import type { Cancel, Time } from "../time.js";

type Due = { readonly at: number; readonly call: () => void };

export class WallTime implements Time {
  readonly #start = performance.now();
  /** Wall clock at time 0: milliseconds since 1970. */
  readonly epoch = performance.timeOrigin + this.#start;
  /** Earliest first, then in order of asking. */
  readonly #due: Due[] = [];
  #disarm = () => {};
  #armedFor = Number.POSITIVE_INFINITY;

  now(): number {
    return performance.now() - this.#start;
  }

  after(ms: number, call: () => void): Cancel {
    const list = this.#due;
    const due: Due = { at: this.now() + Math.max(0, ms), call };
    // The list is short, and most of what is asked for comes after what is in it.
    let place = list.length;
    while (place > 0 && list[place - 1].at > due.at) place--;
    list.splice(place, 0, due);
    this.#arm();
    return () => {
      const place = list.indexOf(due);
      if (place >= 0) list.splice(place, 1);
    };
  }

  today(): DateTime {
    const date = new Date();
    return {
      year: date.getFullYear(),
      month: date.getMonth() + 1,
      day: date.getDate(),
      hour: date.getHours(),
      minute: date.getMinutes(),
      second: date.getSeconds(),
    };
  }

  utc(): number {
    return Date.now() / 1000;
  }

  /** Asks Node for the earliest; a timer left over from something taken back finds nothing to do. */
  #arm(): void {
    const next = this.#due[0]?.at ?? Number.POSITIVE_INFINITY;
    if (next >= this.#armedFor) return;
    this.#disarm();
    this.#armedFor = next;
    const wait = next - this.now();
    if (wait <= 0) {
      const immediate = setImmediate(() => this.#run());
      this.#disarm = () => clearImmediate(immediate);
    } else {
      // Node cuts off fractions, and takes 1 ms for anything above its longest.
      const timer = setTimeout(() => this.#run(), Math.min(Math.ceil(wait), LONGEST_TIMEOUT));
      this.#disarm = () => clearTimeout(timer);
    }
  }

  #run(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    const now = this.now();
    try {
      while (this.#due.length > 0 && this.#due[0].at <= now) this.#due.shift()?.call();
    } finally {
      this.#arm();
    }
  }
}

const LONGEST_TIMEOUT = 0x7fff_ffff;
