/**
 * How packets were lost: one by one, or in bursts (RFC 3611 section 4.7.2, Gmin 16).
 * A burst begins and ends with a loss and has fewer than 16 packets in a row that came; a loss alone is of the gap.
 *
 *   came |‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾| |‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾|  |‾|   |‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾
 *   lost                   | |                 |__| |___|
 *                gap                              burst          gap
 */

/** So many in a row that came end a burst. */
export const GAP_LEAST = 16;

/**
 * What is counted, as places in an array, for as many fields would take far more of a board's memory: packets that were
 * played before the last loss, that never came, that came in vain, and how often losses began.
 */
const GOOD = 0;
const MISSING = 1;
const DISCARDED = 2;
const RUNS = 3;
/** Packets that came since the last loss. */
const CAME = 4;
/** Losses since the last gap, and packets from the first of them to the last. */
const LOST = 5;
const LENGTH = 6;
/** Of all gaps and bursts that are over. */
const GAP_PACKETS = 7;
const GAP_LOST = 8;
const BURSTS = 9;
const BURST_PACKETS = 10;
const BURST_LOST = 11;
export const LOSS_PATTERN = 12;

export class LossPattern {
  readonly #counts: Int32Array;

  /** `counts` begins with `LOSS_PATTERN` zeros, which are its own. */
  constructor(counts = new Int32Array(LOSS_PATTERN)) {
    this.#counts = counts;
  }

  came(): void {
    this.#counts[CAME]++;
  }

  lost(discarded: boolean): void {
    const counts = this.#counts;
    counts[discarded ? DISCARDED : MISSING]++;
    const came = counts[CAME];
    if (came > 0 || counts[LOST] === 0) counts[RUNS]++;
    if (came >= GAP_LEAST || counts[LOST] === 0) {
      this.#close();
      counts[GAP_PACKETS] += came;
      counts[LOST] = counts[LENGTH] = 1;
    } else {
      counts[LOST]++;
      counts[LENGTH] += came + 1;
    }
    counts[GOOD] += came;
    counts[CAME] = 0;
  }

  get good(): number {
    return this.#counts[GOOD] + this.#counts[CAME];
  }

  get missing(): number {
    return this.#counts[MISSING];
  }

  get discarded(): number {
    return this.#counts[DISCARDED];
  }

  get runs(): number {
    return this.#counts[RUNS];
  }

  get packets(): number {
    return this.good + this.missing + this.discarded;
  }

  /** Part of the packets that was not played. */
  get ratio(): number {
    const lost = this.missing + this.discarded;
    return lost === 0 ? 0 : lost / this.packets;
  }

  /** How much longer losses last than chance alone would make them: 1 for chance (ITU-T G.107 section 7.2). */
  get burstRatio(): number {
    const lost = this.missing + this.discarded;
    return this.runs === 0 ? 1 : Math.max(1, (lost / this.runs) * (1 - this.ratio));
  }

  /** Part of the packets in bursts, and between them, that was not played. */
  get burstDensity(): number {
    const counts = this.#counts;
    const packets = this.#allBurstPackets;
    return packets === 0 ? 0 : (counts[BURST_LOST] + (counts[LOST] > 1 ? counts[LOST] : 0)) / packets;
  }

  get gapDensity(): number {
    const counts = this.#counts;
    const packets = this.#allGapPackets;
    return packets === 0 ? 0 : (counts[GAP_LOST] + (counts[LOST] === 1 ? 1 : 0)) / packets;
  }

  /** Packets in a burst, and in a gap, on the average. */
  get burstLength(): number {
    const bursts = this.#allBursts;
    return bursts === 0 ? 0 : this.#allBurstPackets / bursts;
  }

  get gapLength(): number {
    // a gap before each burst, and the one that lasts
    return this.#allGapPackets / (this.#allBursts + 1);
  }

  // With what is not over.

  get #allBursts(): number {
    const counts = this.#counts;
    return counts[BURSTS] + (counts[LOST] > 1 ? 1 : 0);
  }

  get #allBurstPackets(): number {
    const counts = this.#counts;
    return counts[BURST_PACKETS] + (counts[LOST] > 1 ? counts[LENGTH] : 0);
  }

  get #allGapPackets(): number {
    const counts = this.#counts;
    return counts[GAP_PACKETS] + counts[CAME] + (counts[LOST] === 1 ? 1 : 0);
  }

  #close(): void {
    const counts = this.#counts;
    if (counts[LOST] === 1) {
      counts[GAP_PACKETS]++;
      counts[GAP_LOST]++;
    } else if (counts[LOST] > 1) {
      counts[BURSTS]++;
      counts[BURST_PACKETS] += counts[LENGTH];
      counts[BURST_LOST] += counts[LOST];
    }
  }
}
