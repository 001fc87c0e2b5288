/**
 * How long the last 200 packets were under way, to the next 10 ms: the least, the most, and what all but the outliers
 * keep within.
 * While there have been fewer than 400, the later half of them counts: first packets are often slow.
 */
import { BLOCK } from "../dsp/conceal.js";

/** Packets remembered. */
const WINDOW = 200;

export class TransitHistogram {
  /** In samples, multiples of BLOCK; 0 at first. To be read only. */
  least = 0;
  usual = 0;
  most = 0;
  /** Most packets took as long as the usual one, or longer: those that will be late will be many. */
  crowded = false;
  /** Transits in blocks, modulo 256; those in the window lie less than 256 blocks apart. */
  readonly #recent = new Uint8Array(WINDOW);
  readonly #counts = new Uint8Array(256);
  #at = 0;
  #length = 0;
  #odd = false;
  #lowest = 0;
  #highest = 0;
  readonly #outliers: number;

  /** One packet in so many may take longer than usual. */
  constructor(outliers: number) {
    this.#outliers = outliers;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#odd = false;
    this.#at = this.#length = this.#lowest = this.#highest = this.least = this.usual = this.most = 0;
    this.crowded = false;
  }

  /** Adds a transit that takes the place of its like: nothing changes. False, and nothing has happened, for any other. */
  repeat(transit: number): boolean {
    const at = this.#at;
    if (this.#recent[at] !== ((Math.ceil(transit / BLOCK) | 0) & 0xff) || this.#length < WINDOW) return false;
    this.#at = at + 1 === WINDOW ? 0 : at + 1;
    return true;
  }

  /** Transit in samples; any origin will do. False when nothing has changed by it. */
  add(transit: number): boolean {
    const recent = this.#recent;
    const blocks = Math.ceil(transit / BLOCK) | 0; // never -0
    const at = this.#at;
    if (recent[at] === (blocks & 0xff) && this.#length === WINDOW) {
      this.#at = at + 1 === WINDOW ? 0 : at + 1;
      return false;
    }
    const counts = this.#counts;
    this.#odd = !this.#odd;
    if (this.#odd && this.#length < WINDOW) this.#length++;
    else {
      const oldest = at - this.#length;
      counts[recent[oldest < 0 ? oldest + WINDOW : oldest]]--;
    }
    recent[at] = blocks;
    counts[blocks & 0xff]++;
    this.#at = at + 1 === WINDOW ? 0 : at + 1;

    let lowest = this.#length === 1 ? blocks : Math.min(this.#lowest, blocks);
    let highest = this.#length === 1 ? blocks : Math.max(this.#highest, blocks);
    while (counts[lowest & 0xff] === 0) lowest++;
    while (counts[highest & 0xff] === 0) highest--;
    this.#lowest = lowest;
    this.#highest = highest;

    const allowed = Math.floor(this.#length / this.#outliers);
    let usual = highest;
    let longer = counts[usual & 0xff];
    while (longer <= allowed) longer += counts[--usual & 0xff];
    this.least = lowest * BLOCK;
    this.usual = usual * BLOCK;
    this.most = highest * BLOCK;
    this.crowded = 2 * longer > this.#length;
    return true;
  }
}
