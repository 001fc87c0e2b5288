/**
 * Some tenths of a second of sound as octets, in blocks of 10 ms, and which of its milliseconds are there.
 *
 *   | header | block 0 | block 1 | header | block 2 | block 3 | ... | staging |
 *
 * Two blocks stand behind room for an RTP header, so that the usual packet is put down with one copy.
 */
import { BLOCK } from "../dsp/conceal.js";
import { RTP_HEADER_LENGTH } from "../wire/rtp/rtp.js";

/** Longest packet, header and padding included: 60 ms, and room for extensions. */
export const LONGEST_PACKET = 600;

/** Samples of a mark: 1 ms. */
const CELL = 8;
const CELLS = BLOCK / CELL;
const WHOLE = (1 << CELLS) - 1;
const PAIR = 2 * BLOCK;
const PLACE = RTP_HEADER_LENGTH + PAIR;

export class OctetRing {
  readonly octets: Uint8Array;
  readonly blocks: number;
  /** Other packets are unpacked here: octets that are moved inside one array make no garbage. */
  readonly #staging: number;
  /** Which of its cells each block has. */
  readonly #cells: Uint16Array;

  /** An even number of blocks. */
  constructor(blocks: number) {
    this.blocks = blocks;
    this.#staging = (blocks / 2) * PLACE;
    this.octets = new Uint8Array(this.#staging + LONGEST_PACKET);
    this.#cells = new Uint16Array(blocks);
  }

  /** Where the octets of a block begin. */
  placeOf(block: number): number {
    return (block >> 1) * PLACE + RTP_HEADER_LENGTH + (block & 1) * BLOCK;
  }

  whole(block: number): boolean {
    return this.#cells[block] === WHOLE;
  }

  /** Where an even block begins and the one after it goes on, when both are whole; then they are empty. Else -1. */
  takePair(block: number): number {
    const cells = this.#cells;
    if (cells[block] !== WHOLE || cells[block + 1] !== WHOLE) return -1;
    cells[block] = 0;
    cells[block + 1] = 0;
    return (block >> 1) * PLACE + RTP_HEADER_LENGTH;
  }

  empty(block: number): void {
    this.#cells[block] = 0;
  }

  clear(): void {
    this.#cells.fill(0);
  }

  /** Copies `length` octets of a packet, from `start` on, to `ahead` octets after the beginning of `block`. */
  keep(packet: Uint8Array, start: number, length: number, block: number, ahead: number): void {
    if (packet.length === PLACE && length === PAIR && ahead % BLOCK === 0) {
      let first = block + ahead / BLOCK;
      if (first >= this.blocks) first -= this.blocks;
      if ((first & 1) === 0) {
        const cells = this.#cells;
        this.octets.set(packet, (first >> 1) * PLACE);
        cells[first] = WHOLE;
        cells[first + 1] = WHOLE;
        return;
      }
    }
    const staging = this.#staging;
    const blocks = this.blocks;
    this.octets.set(packet, staging);
    let from = staging + start;
    const end = from + length;
    let at = ahead;
    while (from < end) {
      const inside = at % BLOCK;
      const count = Math.min(BLOCK - inside, end - from);
      this.keepPart(from, count, (block + (at - inside) / BLOCK) % blocks, inside);
      from += count;
      at += count;
    }
  }

  /** Copies within a block. A cell that is begun or ended by nobody else is filled with the octet nearest to it. */
  private keepPart(from: number, count: number, block: number, inside: number): void {
    const octets = this.octets;
    const has = this.#cells[block];
    const to = this.placeOf(block) + inside;
    octets.copyWithin(to, from, from + count);
    const end = inside + count;
    const head = inside % CELL;
    if (head > 0 && (has & (1 << ((inside - head) / CELL))) === 0) octets.fill(octets[to], to - head, to);
    const tail = end % CELL;
    if (tail > 0 && (has & (1 << ((end - tail) / CELL))) === 0)
      octets.fill(octets[to + count - 1], to + count, to + count - tail + CELL);
    this.#cells[block] = has | ((1 << Math.ceil(end / CELL)) - (1 << ((inside - head) / CELL)));
  }
}
