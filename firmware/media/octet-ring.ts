/** Half a second of sound as octets, in blocks of 10 ms, and which of its milliseconds are there. */
import { BLOCK } from "../dsp/conceal.js";

/** Longest packet, header and padding included: 60 ms, and room for extensions. */
export const LONGEST_PACKET = 600;
export const BLOCKS = 60;
/** Octets in the ring. */
export const RING = BLOCKS * BLOCK;

/** Samples of a mark: 1 ms. */
const CELL = 8;
const CELLS = BLOCK / CELL;
const WHOLE = (1 << CELLS) - 1;

export class OctetRing {
  /** Behind the ring is the place where packets are unpacked: octets that are moved inside one array make no garbage. */
  readonly octets = new Uint8Array(RING + LONGEST_PACKET);
  /** Which of its cells each block has. */
  readonly #cells = new Uint16Array(BLOCKS);

  whole(block: number): boolean {
    return this.#cells[block] === WHOLE;
  }

  empty(block: number): void {
    this.#cells[block] = 0;
  }

  clear(): void {
    this.#cells.fill(0);
  }

  /** Copies `length` octets of a packet, from `start` on, to `ahead` octets after the beginning of `block`. */
  keep(packet: Uint8Array, start: number, length: number, block: number, ahead: number): void {
    const octets = this.octets;
    octets.set(packet, RING);
    const from = RING + start;
    const to = (block * BLOCK + ahead) % RING;
    const before = Math.min(length, RING - to);
    octets.copyWithin(to, from, from + before);
    if (before < length) octets.copyWithin(0, from + before, from + length);
    if (ahead % CELL !== 0 || length % CELL !== 0) this.#roundOff(to, length);
    this.#mark(block, Math.floor(ahead / CELL), Math.ceil((ahead + length) / CELL));
  }

  #mark(block: number, first: number, end: number): void {
    let cell = first;
    while (cell < end) {
      const blocks = Math.floor(cell / CELLS);
      const inside = cell - blocks * CELLS;
      const count = Math.min(CELLS - inside, end - cell);
      this.#cells[(block + blocks) % BLOCKS] |= ((1 << count) - 1) << inside;
      cell += count;
    }
  }

  /** A packet that begins or ends inside a cell: its neighbour fills the rest, or else its own outermost octet does. */
  #roundOff(to: number, length: number): void {
    const octets = this.octets;
    const head = to % CELL;
    if (head > 0 && !this.#has(to)) octets.fill(octets[to], to - head, to);
    const end = (to + length) % RING;
    const tail = end % CELL;
    if (tail > 0 && !this.#has(end)) octets.fill(octets[end - 1], end, end - tail + CELL);
  }

  #has(place: number): boolean {
    const cell = Math.floor(place / CELL);
    const block = Math.floor(cell / CELLS);
    return (this.#cells[block] & (1 << (cell - block * CELLS))) !== 0;
  }
}
