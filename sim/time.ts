/** The desk's time: one line of things to come, turned by hand here or by the wall in `node/clock.ts`. */
import type { DateTime } from "../hal/clock.js";

/** Takes back what was asked for; harmless when it has already happened. */
export type Cancel = () => void;

export interface Time {
  /** Milliseconds since the desk started; fractions allowed. */
  now(): number;
  /** Calls once, `ms` from now (0: soon, never at once), in order of time and then of asking. */
  after(ms: number, call: () => void): Cancel;
  /** Local time of day. */
  today(): DateTime;
  /** Seconds since 1970. */
  utc?(): number;
}

type Due = { readonly at: number; readonly order: number; call: (() => void) | null };

/** 2026-01-01T00:00:00Z. */
const BEGINNING = 1_767_225_600;

/** Time that stands still until it is told to pass. The day begins at 2026-01-01T00:00:00. */
export class VirtualTime implements Time {
  #now = 0;
  #order = 0;
  /** A binary heap, earliest first. */
  readonly #heap: Due[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): Cancel {
    const due: Due = { at: this.#now + Math.max(0, ms), order: this.#order++, call };
    this.#push(due);
    return () => {
      due.call = null;
    };
  }

  today(): DateTime {
    const seconds = Math.floor(this.#now / 1000);
    const days = Math.floor(seconds / 86_400);
    const { year, month, day } = dayOf(days);
    return {
      year,
      month,
      day,
      hour: Math.floor(seconds / 3600) % 24,
      minute: Math.floor(seconds / 60) % 60,
      second: seconds % 60,
    };
  }

  utc(): number {
    return BEGINNING + this.#now / 1000;
  }

  /** Lets `ms` pass, and everything that falls due in them happen. */
  advance(ms: number): void {
    const until = this.#now + ms;
    while (this.#heap.length > 0 && this.#heap[0].at <= until) {
      const due = this.#pop();
      this.#now = Math.max(this.#now, due.at);
      const call = due.call;
      due.call = null;
      call?.();
    }
    this.#now = until;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(due);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(due, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): Due {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop() as Due;
    if (heap.length > 0) {
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
        if (!before(heap[child], last)) break;
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = last;
    }
    return first;
  }
}

const before = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order);

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 2026-01-01 as a date. */
function dayOf(days: number): { year: number; month: number; day: number } {
  let year = 2026;
  let left = days;
  const leap = () => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  while (left >= (leap() ? 366 : 365)) {
    left -= leap() ? 366 : 365;
    year++;
  }
  let month = 0;
  for (;;) {
    const length = month === 1 && leap() ? 29 : MONTHS[month];
    if (left < length) return { year, month: month + 1, day: left + 1 };
    left -= length;
    month++;
  }
}
