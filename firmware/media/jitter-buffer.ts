/**
 * Packets in any order at any moment, sound in blocks of 10 ms at the line's own pace.
 *
 * Octets wait in a ring by timestamp. Time is what has been taken: a packet's transit is the samples taken since the
 * stream began less the samples it is into the stream, and the delay is how far the reading lags behind in the same
 * measure. A packet is late when its transit exceeds the delay.
 *
 *              #timestamp: the next block                        reach
 *   behind |‾‾‾‾‾‾‾‾|‾‾‾‾‾‾‾‾|        |‾‾‾‾‾‾‾‾|          |         ring
 *                    slack ≥ one frame  a hole is concealed
 *
 * The delay is the least transit of the last 200 packets, and a depth. Where the adjustment lets it, the depth aims at
 * the usual transit (their 98 % quantile, or another) and one frame (20 ms): frames are taken whole, so a packet that
 * comes just before its frame today comes just after it when the clocks have drifted a little. Where packets are spread
 * over several frames only a few of them would, and the longest transit is enough. The least transit is
 * followed: its change is no jitter, but clocks that drift or another way through the network. A delay that must change
 * neither way follows only where it has to: when packets come too late for it, or wait longer than any may.
 */
import { BLOCK } from "../dsp/conceal.js";
import type { RtpHeader } from "../wire/rtp/rtp.js";
import type { JitterOptions } from "./jitter-level.js";
import { LONGEST_PACKET, OctetRing } from "./octet-ring.js";
import { TransitHistogram } from "./transit-histogram.js";

/** Answers of `put`. */
export const KEPT = 0;
/** Its turn had come; what can still be played of it will be. */
export const LATE = 1;
/** Too long, empty, or too far ahead. */
export const REFUSED = 2;

/** Answers of `take`. */
/** A block stands in `octets` at `at`. */
export const SOUND = 0;
/** A block is missing, or made up so that the delay can grow. */
export const LOST = 1;
/** Nothing is expected: the stream has not begun, or has stopped. */
export const EMPTY = 2;
/** A block stands there that should be blended into the next one, to be taken at once: the delay shrinks. */
export const SPARE = 3;

const SAMPLES_PER_MS = 8;
/** Largest depth, and how far beyond it packets may be ahead, in blocks. */
const DEEPEST = 30;
const AHEAD = 20;
/** Blocks before the reading that are left as they are: in all but the last of them are the two frames that were heard last. */
const BEHIND = 6;
/** Somebody who looks at what was heard last: now or never, for it is about to move. */
export type Hearer = { recall(): void };

/**
 * Most calls never need more blocks than so many, nor anything but packets of 20 ms: the ring is as large as it may have to
 * be from the first packet on that asks for it.
 */
const USUAL = 18;
/** Depth of a frozen buffer, at least and at most, and how much deeper it becomes: a fax must not be cut later. */
const FROZEN_LEAST = 100 * SAMPLES_PER_MS;
const FROZEN_MOST = 200 * SAMPLES_PER_MS;
const FROZEN_MARGIN = 40 * SAMPLES_PER_MS;

/** One frame, see above. */
const SLACK = 2 * BLOCK;
/** Transits this far apart are spread over frames. */
const WIDE = 4 * BLOCK;
/** A timestamp this far from its turn begins another stream. */
const JUMP = 1000 * SAMPLES_PER_MS;
/** So does a stream that keeps missing the ring for this many blocks. */
const PATIENCE = 10;
/** Concealment has faded away after this many blocks. */
const FADED = 6;

/** Blocks to wait for a quiet moment before the delay grows or shrinks in any. */
const GROW_LOUD = 200;
const SHRINK_LOUD = 300;
/** Blocks between two steps down: 10 ms a second at most. More than a frame too long, it goes down in any moment. */
const SHRINK = 100;

export class JitterBuffer {
  #ring = new OctetRing(USUAL, false);
  #blocks = USUAL;
  /** How far ahead a packet may end, so that room is left behind the reading for the delay to grow into; and in this ring. */
  readonly #reach: number;
  #room = (USUAL - BEHIND) * BLOCK;
  octets = this.#ring.octets;
  hearer: Hearer | null = null;
  /** Where the block just taken begins. */
  at = 0;

  readonly #transits: TransitHistogram;
  readonly #least: number;
  readonly #most: number;
  #first: number;
  #grows: boolean;
  #shrinks: boolean;
  #frozen = false;

  #begun = false;
  /** Delay aimed at less the least transit, where it does not simply follow. */
  #depth = 0;
  /** The next block: its place in the ring, its timestamp. */
  #block = 0;
  #timestamp = 0;
  /** Highest sequence number put. */
  #sequence = 0;
  #delay = 0;
  #target = 0;
  /** A longer delay shrinks. */
  #longest = 0;
  /** Samples to be made up at once, for the sake of a late packet. */
  #short = 0;
  /** Samples are to be made up when it is quiet. */
  #growing = false;
  /** Blocks since the delay changed, or has been too long. */
  #since = 0;
  /** Blocks stepped over since the last sound: the reading may go back over them. */
  #hollow = 0;
  /** Blocks played without sound. */
  #dry = FADED;
  #taken = 0;
  /** `#taken` when packets began to miss the ring; -1 when the last one did not. */
  #astray = -1;
  /** Samples a packet waits, smoothed, in Q4; to be read only, see `delay`. */
  wait = 0;

  constructor(options: JitterOptions) {
    const bounded = (ms: number, most: number) => Math.min(most, Math.max(SLACK, roundUp(ms * SAMPLES_PER_MS)));
    this.#most = bounded(options.most, DEEPEST * BLOCK);
    this.#least = bounded(options.least, this.#most);
    this.#first = Math.max(this.#least, bounded(options.first, this.#most));
    this.#reach = this.#deepest + (AHEAD - 2) * BLOCK;
    this.#transits = new TransitHistogram(options.outliers);
    this.#grows = options.adjustment === "up and down" || options.adjustment === "up only";
    this.#shrinks = options.adjustment === "up and down" || options.adjustment === "down only";
  }

  /** How long a packet waits here, in ms. */
  get delay(): number {
    // on the average it comes in the middle of a frame
    return this.#begun ? (this.wait / 16 + BLOCK) / SAMPLES_PER_MS : 0;
  }

  /** The delay wants to change: `take` would like to know whether it is quiet. */
  get restless(): boolean {
    return this.#growing || (this.#delay > this.#longest && this.#since >= SHRINK);
  }

  /** Where a block that comes `ahead` blocks after the next begins in `octets`; -1 while it is not there. */
  placeAhead(ahead: number): number {
    const block = (this.#block + ahead) % this.#blocks;
    return this.#begun && this.#ring.whole(block) ? this.#ring.placeOf(block) : -1;
  }

  /**
   * For a modem or a fax: the delay becomes so long that it need not change any more, and does not, whatever the
   * network does, until the call is over. What it takes to get there is made up at once.
   */
  freeze(): void {
    if (this.#frozen) return;
    this.#frozen = true;
    this.#grows = this.#shrinks = this.#growing = false;
    const { least, usual } = this.#transits;
    const depth = roundUp(Math.max(this.#delay, usual + SLACK) - least + FROZEN_MARGIN);
    this.#first = Math.min(FROZEN_MOST, Math.max(FROZEN_LEAST, depth));
    const delay = Math.max(this.#delay, least + this.#first);
    this.#target = this.#longest = delay;
    this.#short = this.#begun ? delay - this.#delay : 0;
  }

  /** Forgets the stream; the next packet begins another. */
  reset(): void {
    this.#begun = false;
    this.#dry = FADED;
  }

  /** Keeps a packet's sound until its turn. Duplicates do no harm: what has been played is not played again. */
  put(header: RtpHeader, packet: Uint8Array): number {
    const length = header.payloadEnd - header.payloadStart;
    if (length <= 0 || packet.length > LONGEST_PACKET) return REFUSED;
    const sequence = header.sequence;
    const timestamp = header.timestamp;
    let newer = true;
    if (this.#begun)
      newer = ((sequence - this.#sequence) << 16) >> 16 > 0; // distance16, without a call
    else this.#begin(timestamp);
    if (newer) this.#sequence = sequence;

    let ahead = (timestamp - this.#timestamp) | 0;
    let end = ahead + length;
    const late = ahead < 0;
    const reach = this.#reach;
    if (end <= reach && ahead >= -JUMP && (late || !this.#transits.repeat(this.#delay - ahead))) {
      this.#weigh(this.#delay - ahead);
      ahead = (timestamp - this.#timestamp) | 0; // the reading may have gone back
      end = ahead + length;
    }
    if (end <= 0 || end > reach) {
      if (this.#astray < 0) this.#astray = this.#taken;
      const jump = newer && (ahead > JUMP || ahead < -JUMP);
      if (!jump && this.#taken - this.#astray < PATIENCE) return late ? LATE : REFUSED;
      this.#begin(timestamp);
      this.#sequence = sequence;
      ahead = this.#delay;
      end = ahead + length;
    }
    if (end > this.#room) this.#widen();
    this.#astray = -1;
    const skip = ahead < 0 ? -ahead : 0;
    this.wait += (16 * (ahead + skip) - this.wait) >> 4;
    const start = header.payloadStart + skip;
    if (!this.#ring.keep(packet, start, length - skip, this.#block, ahead + skip)) {
      this.#widen();
      this.#ring.keep(packet, start, length - skip, this.#block, ahead + skip);
    }
    return late ? LATE : KEPT;
  }

  /**
   * The two blocks that are due, when both are there, stand side by side, and the delay is right: from `at` on in
   * `octets`. Otherwise false, and nothing has happened: ask for one block after the other.
   */
  takePair(): boolean {
    const block = this.#block;
    if ((block & 1) !== 0 || !this.#begun || this.#short > 0 || this.#growing) return false;
    if (this.#delay > this.#longest && this.#since >= SHRINK) return false; // restless
    const at = this.#ring.takePair(block);
    if (at < 0) return false;
    this.at = at;
    this.#block = block + 2 === this.#blocks ? 0 : block + 2;
    this.#timestamp = (this.#timestamp + 2 * BLOCK) | 0;
    this.#taken += 2;
    this.#since += 2;
    this.#hollow = 0;
    this.#dry = 0;
    return true;
  }

  /** The block that is due. `quiet`: what is heard is so soft that a change of the delay passes unnoticed. */
  take(quiet: boolean): number {
    this.#taken++;
    if (!this.#begun) return EMPTY;
    const since = ++this.#since;
    if (this.#short > 0 || (this.#growing && (quiet || since >= GROW_LOUD))) {
      this.#change(BLOCK);
      return this.#dried();
    }
    const ring = this.#ring;
    const excess = this.#delay - this.#target;
    if (this.#delay > this.#longest && since >= (quiet || excess > SLACK ? SHRINK : SHRINK_LOUD)) {
      const next = this.#block + 1;
      if (ring.whole(next === this.#blocks ? 0 : next)) {
        const whole = ring.whole(this.#block);
        this.#change(-BLOCK);
        this.#step();
        if (whole) return SPARE;
      }
    }
    const whole = ring.whole(this.#block);
    this.#step();
    if (!whole) {
      this.#hollow++;
      return this.#dried();
    }
    this.#hollow = 0;
    this.#dry = 0;
    return SOUND;
  }

  /** The first packet is played when the first depth has passed. */
  #begin(timestamp: number): void {
    const first = this.#first;
    this.#begun = true;
    this.#ring.clear();
    // The first packet falls on an even block; what has just been played stands where it stood.
    if (((this.#block ^ (first / BLOCK)) & 1) !== 0)
      this.#block = this.#block + 1 === this.#blocks ? 0 : this.#block + 1;
    this.#timestamp = (timestamp - first) | 0;
    this.#delay = this.#target = this.#longest = this.#depth = first;
    this.#transits.clear();
    this.#growing = false;
    this.#short = 0;
    this.#since = 0;
    this.#hollow = 0;
    this.#astray = -1;
    this.wait = 16 * first;
  }

  /** In samples: no delay ever is longer. */
  get #deepest(): number {
    return Math.max(this.#most, FROZEN_MOST);
  }

  /** The ring becomes as large as it may have to be; what waits in it keeps its distance from the reading. */
  #widen(): void {
    const blocks = 2 * (this.#deepest / BLOCK) + AHEAD;
    if (blocks === this.#blocks) return;
    this.hearer?.recall();
    const ring = new OctetRing(blocks);
    this.#block = ring.inherit(this.#ring, this.#block);
    this.#ring = ring;
    this.#blocks = blocks;
    this.#room = this.#reach;
    this.octets = ring.octets;
  }

  /** Goes on past a block, and leaves its place empty. */
  #step(): void {
    const block = this.#block;
    this.at = this.#ring.placeOf(block);
    this.#ring.empty(block);
    this.#block = block + 1 === this.#blocks ? 0 : block + 1;
    this.#timestamp = (this.#timestamp + BLOCK) | 0;
  }

  #dried(): number {
    return ++this.#dry > FADED ? EMPTY : LOST;
  }

  #change(samples: number): void {
    this.#delay += samples;
    if (samples > 0) this.#short = Math.max(0, this.#short - samples);
    this.#since = 0;
    if (this.#delay >= this.#target) this.#growing = false;
  }

  /** Learns from a transit; for a late packet that a longer delay can help, the delay grows at once. */
  #weigh(transit: number): void {
    const transits = this.#transits;
    if (transit > transits.least + this.#most) {
      transits.add(transits.usual);
      return;
    }
    const changed = transits.add(transit);
    if (transit > this.#delay && this.#grows) this.#growTo(roundUp(transit));
    if (changed && !this.#frozen) this.#aim();
  }

  /** Back over what was only concealed, so that nothing is lost; what is still short is made up by `take`. */
  #growTo(delay: number): void {
    const blocks = Math.min((delay - this.#delay) / BLOCK, this.#hollow);
    if (!this.#ring.isClearBefore(this.#block, blocks + BEHIND)) this.#widen();
    this.#short = delay - this.#delay;
    this.#hollow -= blocks;
    this.#block -= blocks;
    if (this.#block < 0) this.#block += this.#blocks;
    this.#timestamp = (this.#timestamp - blocks * BLOCK) | 0;
    this.#change(blocks * BLOCK);
  }

  /** Where the delay should be, and whether it must go there. */
  #aim(): void {
    const transits = this.#transits;
    const usual = transits.usual;
    const least = transits.least;
    const { most } = transits;
    const spread = this.#grows && this.#shrinks && most - least >= WIDE && !transits.crowded;
    const enough = spread ? Math.min(usual + SLACK, most) : usual + SLACK;
    const depth = Math.min(Math.max(enough - least, this.#least), this.#most);
    if (depth > this.#depth ? this.#grows : this.#shrinks) this.#depth = depth;
    let target = least + this.#depth;
    if (!this.#grows && !this.#shrinks && !this.#growing) {
      const deepest = least + this.#most;
      if (this.#delay > deepest) target = deepest;
      else if (this.#delay >= usual + BLOCK || this.#delay > target) target = this.#delay;
    }
    if (this.#delay <= this.#target) this.#since = 0;
    this.#target = target;
    // the least transit wavers by a frame, and so does the longest: a depth that must not shrink is not to do so for that,
    // and one that can need not follow
    this.#longest = this.#shrinks && !spread ? target : target + SLACK;
    if (this.#delay >= target) this.#growing = false;
    else if (!this.#growing && (!this.#grows || this.#delay < usual + BLOCK)) {
      this.#growing = true;
      this.#since = 0;
    }
  }
}

/** To whole blocks. */
function roundUp(samples: number): number {
  return Math.ceil(samples / BLOCK) * BLOCK;
}
