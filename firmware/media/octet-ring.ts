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
  /** Which of its cells each block has; behind the octets, in the same memory. */
  readonly #cells: Uint16Array;

  /** An even number of blocks. Where it does not unpack, only usual packets can be kept that fall on an even block. */
  constructor(blocks: number, unpacks = true) {
    this.blocks = blocks;
    // other packets are unpacked behind the blocks: octets that are moved inside one array make no garbage
    const length = (blocks / 2) * PLACE + (unpacks ? LONGEST_PACKET : 0);
    const memory = new ArrayBuffer(length + 2 * blocks);
    this.octets = new Uint8Array(memory, 0, length);
    this.#cells = new Uint16Array(memory, length, blocks);
  }

  /** Takes over what waits in a ring at most half as large, from `block` on, and says which block that is here. */
  inherit(ring: OctetRing, block: number): number {
    const { blocks } = ring;
    const added = this.blocks - blocks;
    const pair = block & ~1;
    this.octets.set(ring.octets);
    this.octets.copyWithin(((pair + added) / 2) * PLACE, (pair / 2) * PLACE, (blocks / 2) * PLACE);
    const cells = this.#cells;
    cells.set(ring.#cells);
    cells.copyWithin(pair + added, pair, blocks);
    cells.fill(0, pair, pair + added);
    return block + added;
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

  /** Nothing waits in so many blocks before this one. */
  isClearBefore(block: number, count: number): boolean {
    const { blocks } = this;
    for (let i = 1; i <= count; i++) if (this.#cells[(block - i + blocks) % blocks] !== 0) return false;
    return true;
  }

  clear(): void {
    this.#cells.fill(0);
  }

  /**
   * Copies `length` octets of a packet, from `start` on, to `ahead` octets after the beginning of `block`. False when it would
   * have to be unpacked, and cannot be.
   */
  keep(packet: Uint8Array, start: number, length: number, block: number, ahead: number): boolean {
    if (packet.length === PLACE && length === PAIR && ahead % BLOCK === 0) {
      let first = block + ahead / BLOCK;
      if (first >= this.blocks) first -= this.blocks;
      if ((first & 1) === 0) {
        const cells = this.#cells;
        this.octets.set(packet, (first >> 1) * PLACE);
        cells[first] = WHOLE;
        cells[first + 1] = WHOLE;
        return true;
      }
    }
    const blocks = this.blocks;
    const staging = (blocks / 2) * PLACE;
    if (this.octets.length === staging) return false;
    this.octets.set(packet, staging);
    let from = staging + start;
    const end = from + length;
    let at = ahead;
    while (from < end) {
      const inside = at % BLOCK;
      const count = Math.min(BLOCK - inside, end - from);
      this.#keepPart(from, count, (block + (at - inside) / BLOCK) % blocks, inside);
      from += count;
      at += count;
    }
    return true;
  }

  /** Copies within a block. A cell that is begun or ended by nobody else is filled with the octet nearest to it. */
  #keepPart(from: number, count: number, block: number, inside: number): void {
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
