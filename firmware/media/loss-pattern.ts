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

export class LossPattern {
  /** Packets that were played, that never came, that came in vain, and how often losses began. */
  good = 0;
  missing = 0;
  discarded = 0;
  runs = 0;

  /** Since the last loss. */
  #came = 0;
  /** Losses since the last gap, and packets from the first of them to the last. */
  #lost = 0;
  #length = 0;
  #gapPackets = 0;
  #gapLost = 0;
  #bursts = 0;
  #burstPackets = 0;
  #burstLost = 0;

  came(): void {
    this.good++;
    this.#came++;
  }

  lost(discarded: boolean): void {
    if (discarded) this.discarded++;
    else this.missing++;
    const came = this.#came;
    if (came > 0 || this.#lost === 0) this.runs++;
    if (came >= GAP_LEAST || this.#lost === 0) {
      this.#close();
      this.#gapPackets += came;
      this.#lost = this.#length = 1;
    } else {
      this.#lost++;
      this.#length += came + 1;
    }
    this.#came = 0;
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
    const burst = this.#lost > 1;
    const packets = this.#burstPackets + (burst ? this.#length : 0);
    return packets === 0 ? 0 : (this.#burstLost + (burst ? this.#lost : 0)) / packets;
  }

  get gapDensity(): number {
    const packets = this.#allGapPackets;
    return packets === 0 ? 0 : (this.#gapLost + (this.#lost === 1 ? 1 : 0)) / packets;
  }

  /** Packets in a burst, and in a gap, on the average. */
  get burstLength(): number {
    const burst = this.#lost > 1;
    const bursts = this.#bursts + (burst ? 1 : 0);
    return bursts === 0 ? 0 : (this.#burstPackets + (burst ? this.#length : 0)) / bursts;
  }

  get gapLength(): number {
    // a gap before each burst, and the one that lasts
    const bursts = this.#bursts + (this.#lost > 1 ? 1 : 0);
    return this.#allGapPackets / (bursts + 1);
  }

  get #allGapPackets(): number {
    return this.#gapPackets + this.#came + (this.#lost === 1 ? 1 : 0);
  }

  #close(): void {
    if (this.#lost === 1) {
      this.#gapPackets++;
      this.#gapLost++;
    } else if (this.#lost > 1) {
      this.#bursts++;
      this.#burstPackets += this.#length;
      this.#burstLost += this.#lost;
    }
  }
}
