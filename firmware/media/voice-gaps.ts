/**
 * What is heard of a call where its sound does not simply come frame by frame: what was lost is made up, a longer or shorter
 * delay is joined in, and announced silence is noise (RFC 3389).
 */
import { ComfortNoise } from "../dsp/comfort-noise.js";
import { BLOCK, blend, Concealment } from "../dsp/conceal.js";
import { decodeAlaw, decodeUlaw } from "../dsp/g711.js";
import { loudnessAt, loudnessOf } from "../dsp/level.js";
import { EMPTY, type Hearer, type JitterBuffer, LOST, SOUND, SPARE } from "./jitter-buffer.js";
import type { Statistics } from "./statistics.js";

/** Samples in a frame. */
const FRAME = 160;
/** Below this the delay may change unheard, in dBm0. */
const QUIET = loudnessAt(-45);

/** What mends a gap, the block that was heard last, and room for another: made for the first gap, which many calls never have. */
type Repair = { readonly concealment: Concealment; readonly block: Int16Array; readonly spare: Int16Array };

export class VoiceGaps implements Hearer {
  /** The noise of the other side is heard until its voice is. */
  noisy = false;
  /** Where in the buffer the last two frames stand that were heard as they came: the concealment need not see each. */
  before = -1;
  last = -1;
  /** A frame that comes as it should ends what was made up, or a noise; to be read only. */
  open = false;
  readonly #jitter: JitterBuffer;
  readonly #statistics: Statistics;
  #made: Repair | null = null;
  /** Of chance; where the noise begins. */
  readonly #seed: number;
  #noise: ComfortNoise | null = null;
  #alaw = false;

  constructor(jitter: JitterBuffer, statistics: Statistics, seed: number) {
    this.#jitter = jitter;
    jitter.hearer = this;
    this.#statistics = statistics;
    this.#seed = seed;
  }

  /** The law of what comes from now on; what has come so far is not lost. */
  hearBy(alaw: boolean): void {
    this.recall();
    this.#alaw = alaw;
  }

  /** The other side describes the noise that stands for its silence. */
  hearNoise(octets: Uint8Array, start: number, length: number): void {
    this.#noise ??= new ComfortNoise(this.#seed);
    this.#noise.hear(octets, start, length);
  }

  /** The frame that ends it: its beginning is joined to what was made up. */
  close(frame: Int16Array): void {
    this.#repair.concealment.good(frame);
    this.open = this.noisy = false;
  }

  /** 20 ms of what there is; `silent` while the other side has said that it says nothing. */
  fill(frame: Int16Array, silent: boolean): void {
    this.recall();
    this.#listen(frame, 0, silent);
    this.#listen(frame, BLOCK, silent);
    this.open = this.noisy || (this.#made !== null && this.#made.concealment.missed > 0);
  }

  /** The concealment learns what has been heard. The buffer keeps it for longer than from one frame to the next. */
  recall(): void {
    if (this.last < 0) return;
    if (this.before >= 0) this.#remember(this.before);
    this.#remember(this.last);
    this.before = this.last = -1;
  }

  get #repair(): Repair {
    this.#made ??= {
      concealment: new Concealment(),
      block: new Int16Array(BLOCK),
      spare: new Int16Array(BLOCK),
    };
    return this.#made;
  }

  /** What was heard last, and what will be heard next: a word that begins is not to be touched. */
  #isQuiet(): boolean {
    const { block, spare } = this.#repair;
    if (loudnessOf(block) >= QUIET) return false;
    for (let ahead = 0; ahead < 2; ahead++) {
      const at = this.#jitter.placeAhead(ahead);
      if (at < 0) continue;
      this.#decode(at, spare);
      if (loudnessOf(spare) >= QUIET) return false;
    }
    return true;
  }

  #remember(at: number): void {
    const { concealment, block } = this.#repair;
    for (let end = at + FRAME, from = at; from < end; from += BLOCK) {
      this.#decode(from, block);
      concealment.good(block);
    }
  }

  /** A block, from `start` on in a frame. */
  #listen(frame: Int16Array, start: number, silent: boolean): void {
    const jitter = this.#jitter;
    if (silent) this.noisy = true;
    const found = jitter.take(jitter.restless && this.#isQuiet());
    if (found === EMPTY && !this.noisy && this.#made === null) {
      frame.fill(0, start, start + BLOCK);
      return;
    }
    const { concealment, block, spare } = this.#repair;
    if (found === SPARE) {
      this.#decode(jitter.at, spare);
      jitter.take(false);
      this.#decode(jitter.at, block);
      blend(spare, block, BLOCK);
      concealment.good(block);
      this.noisy = false;
    } else if (found === SOUND) {
      this.#decode(jitter.at, block);
      concealment.good(block);
      this.noisy = false;
    } else if (found === LOST && !this.noisy) {
      concealment.lost(block);
      this.#statistics.conceal();
    } else {
      if (this.noisy && this.#noise !== null) this.#noise.fill(block);
      else block.fill(0);
      concealment.rest();
    }
    frame.set(block, start);
  }

  #decode(at: number, samples: Int16Array): void {
    if (this.#alaw) decodeAlaw(this.#jitter.octets, at, samples);
    else decodeUlaw(this.#jitter.octets, at, samples);
  }
}
