/**
 * Lines of text in one piece of memory, of which the oldest make room: each by itself would take half as much again, and a
 * hundred of them would be most of what a board has to remember with.
 */
import { octetsOf, textOf } from "../base/text.js";

const END = 10;
/** By so many octets it grows. */
const STEP = 1024;

export class Annals {
  readonly #most: number;
  /** The oldest line first, each with an end of line. */
  #octets: Uint8Array | null = null;
  #length = 0;

  /** Octets that are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** A text without ends of line, such as JSON. */
  add(text: string): void {
    const line = octetsOf(text);
    const need = line.length + 1;
    if (need > this.#most) return;
    this.#drop(this.#length + need - this.#most);
    const octets = this.#room(this.#length + need);
    octets.set(line, this.#length);
    octets[this.#length + line.length] = END;
    this.#length += need;
  }

  clear(): void {
    this.#octets = null;
    this.#length = 0;
  }

  /** Oldest first. */
  get lines(): readonly string[] {
    if (this.#octets === null || this.#length === 0) return [];
    return textOf(this.#octets, 0, this.#length - 1).split("\n");
  }

  /** So many octets of the oldest lines at least. */
  #drop(count: number): void {
    if (count <= 0 || this.#octets === null) return;
    const begin = this.#octets.indexOf(END, count - 1) + 1;
    this.#octets.copyWithin(0, begin, this.#length);
    this.#length -= begin;
  }

  #room(length: number): Uint8Array {
    const before = this.#octets;
    if (before !== null && before.length >= length) return before;
    const octets = new Uint8Array(Math.min(this.#most, STEP * Math.ceil(length / STEP)));
    if (before !== null) octets.set(before);
    this.#octets = octets;
    return octets;
  }
}
