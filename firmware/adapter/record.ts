/**
 * A text in flash that outlives a power cut at any moment, and one bad cell: two copies, written in turn, each with a number
 * that grows, the version of its form, and a check.
 *
 *   | version 1 | number 4 | CRC-32 4 | text …      numbers in network order; the check is over all but itself
 */
import type { Flash } from "../../hal/flash.js";
import { getUint32, putUint32 } from "../base/bytes.js";
import { crc32 } from "../base/crc32.js";
import { frozen } from "../base/frozen.js";
import { octetsOf, textOf } from "../base/text.js";

const NUMBER = 1;
const CHECK = 5;
const TEXT = 9;

const SLOTS: readonly number[] = frozen([0, 1]);

/** The form of what is written now. */
export const VERSION = 1;

type Copy = { readonly slot: number; readonly version: number; readonly number: number; readonly text: string };

export type Kept = { readonly version: number; readonly text: string };

/** Nothing of it stays in memory: whoever wants it again has it read again. */
export class TextRecord {
  readonly #flash: Flash;
  readonly #name: string;

  constructor(flash: Flash, name: string) {
    this.#flash = flash;
    this.#name = name;
  }

  /** The last that was kept whole; null when there is none. */
  get kept(): Kept | null {
    return this.#newest;
  }

  /** At least one copy is no record: a cut came in between, or a cell is bad. */
  get damaged(): boolean {
    return SLOTS.some((slot) => this.#read(slot) === null);
  }

  /** Writes nothing that is kept already. Throws an Error when it cannot be kept: what was kept before still is. */
  keep(text: string): void {
    const before = this.#newest;
    if (before?.text === text && before.version === VERSION) return;
    const slot = before === null ? 0 : 1 - before.slot;
    const number = before === null ? 0 : (before.number + 1) >>> 0;
    this.#flash.write(this.#key(slot), write(number, text));
  }

  erase(): void {
    // the older first: what is left by a cut in between is what counted
    const newest = this.#newest?.slot ?? 0;
    this.#flash.erase(this.#key(1 - newest));
    this.#flash.erase(this.#key(newest));
  }

  get #newest(): Copy | null {
    let newest: Copy | null = null;
    for (const slot of SLOTS) {
      const copy = this.#read(slot);
      if (copy && (newest === null || isLater(copy.number, newest.number))) newest = copy;
    }
    return newest;
  }

  /** Undefined where nothing has been written, null where that is no record. */
  #read(slot: number): Copy | null | undefined {
    const octets = this.#flash.read(this.#key(slot));
    return octets && read(octets, slot);
  }

  #key(slot: number): string {
    return `${this.#name}.${slot}`;
  }
}

function write(number: number, text: string): Uint8Array {
  const body = octetsOf(text);
  const octets = new Uint8Array(TEXT + body.length);
  octets[0] = VERSION;
  putUint32(octets, NUMBER, number);
  octets.set(body, TEXT);
  putUint32(octets, CHECK, crc32(octets));
  return octets;
}

function read(octets: Uint8Array, slot: number): Copy | null {
  if (octets.length < TEXT) return null;
  const check = getUint32(octets, CHECK);
  const plain = octets.slice();
  putUint32(plain, CHECK, 0);
  if (crc32(plain) !== check) return null;
  return { slot, version: octets[0], number: getUint32(octets, NUMBER), text: textOf(octets.subarray(TEXT)) };
}

/** In serial number arithmetic (RFC 1982), though no flash lives to see it wrap. */
const isLater = (number: number, other: number) => ((number - other) | 0) > 0;
