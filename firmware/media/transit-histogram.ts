/**
 * How long the last 200 packets were under way, to the next 10 ms: the least, the most, and what all but the outliers
 * keep within.
 * While there have been fewer than 400, the later half of them counts: first packets are often slow.
 */
import { BLOCK } from "../dsp/conceal.js";

/** Packets remembered. */
const WINDOW = 200;

/**
 * Octets of what is known: how many packets took so many blocks, modulo 256, for those in the window lie less than 256 blocks
 * apart; and the blocks of each packet.
 */
const RECENT = 256;
const END = RECENT + WINDOW;

export class TransitHistogram {
  /** In samples, multiples of BLOCK; 0 at first. To be read only. */
  least = 0;
  usual = 0;
  most = 0;
  /** Most packets took as long as the usual one, or longer: those that will be late will be many. */
  crowded = false;
  readonly #known = new Uint8Array(END);
  /** Where the next packet comes. */
  #at = RECENT;
  #length = 0;
  #odd = false;
  readonly #outliers: number;

  /** One packet in so many may take longer than usual. */
  constructor(outliers: number) {
    this.#outliers = outliers;
  }

  clear(): void {
    this.#known.fill(0, 0, RECENT);
    this.#odd = false;
    this.#at = RECENT;
    this.#length = this.least = this.usual = this.most = 0;
    this.crowded = false;
  }

  /** Adds a transit that takes the place of its like: nothing changes. False, and nothing has happened, for any other. */
  repeat(transit: number): boolean {
    const at = this.#at;
    if (this.#known[at] !== ((Math.ceil(transit / BLOCK) | 0) & 0xff) || this.#length < WINDOW) return false;
    this.#at = at + 1 === END ? RECENT : at + 1;
    return true;
  }

  /** Transit in samples; any origin will do. False when nothing has changed by it. */
  add(transit: number): boolean {
    const known = this.#known;
    const blocks = Math.ceil(transit / BLOCK) | 0; // never -0
    const at = this.#at;
    this.#at = at + 1 === END ? RECENT : at + 1;
    if (known[at] === (blocks & 0xff) && this.#length === WINDOW) return false;
    this.#odd = !this.#odd;
    if (this.#odd && this.#length < WINDOW) this.#length++;
    else {
      const oldest = at - this.#length;
      known[known[oldest < RECENT ? oldest + WINDOW : oldest]]--;
    }
    known[at] = blocks;
    known[blocks & 0xff]++;

    const first = this.#length === 1;
    let lowest = first ? blocks : Math.min(this.least / BLOCK, blocks);
    let highest = first ? blocks : Math.max(this.most / BLOCK, blocks);
    while (known[lowest & 0xff] === 0) lowest++;
    while (known[highest & 0xff] === 0) highest--;

    const allowed = Math.floor(this.#length / this.#outliers);
    let usual = highest;
    let longer = known[usual & 0xff];
    while (longer <= allowed) longer += known[--usual & 0xff];
    this.least = lowest * BLOCK;
    this.usual = usual * BLOCK;
    this.most = highest * BLOCK;
    this.crowded = 2 * longer > this.#length;
    return true;
  }
}
