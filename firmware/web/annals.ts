/**
 * Lines of text in one piece of memory, of which the oldest make room: each by itself would take half as much again, and a
 * hundred of them would be most of what a board has to remember with.
 */
import { octetsOf } from "../base/text.js";

const END = 10;
const COMMA = 44;
const TAIL = octetsOf("]}");
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

  /** Lines of JSON as the list of this name, the oldest first or the newest: octets, as no string of it has to be made. */
  list(name: string, newestFirst = false): Uint8Array {
    const head = octetsOf(`{"${name}":[`);
    const list = new Uint8Array(head.length + Math.max(this.#length - 1, 0) + TAIL.length);
    list.set(head);
    list.set(TAIL, list.length - TAIL.length);
    const first = head.length;
    const last = list.length - TAIL.length;
    for (let begin = 0; this.#octets !== null && begin < this.#length; ) {
      const end = this.#octets.indexOf(END, begin);
      const at = newestFirst ? last - end : first + begin;
      list.set(this.#octets.subarray(begin, end), at);
      if (newestFirst ? at > first : at + end - begin < last) list[newestFirst ? at - 1 : at + end - begin] = COMMA;
      begin = end + 1;
    }
    return list;
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
