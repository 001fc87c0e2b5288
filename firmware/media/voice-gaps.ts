/**
 * What is heard of a call where its sound does not simply come frame by frame: what was lost is made up, a longer or shorter
 * delay is joined in, and announced silence is noise (RFC 3389).
 */
import { ComfortNoise } from "../dsp/comfort-noise.js";
import { BLOCK, blend, Concealment } from "../dsp/conceal.js";
import { decodeAlaw, decodeUlaw } from "../dsp/g711.js";
import { loudnessAt, loudnessOf } from "../dsp/level.js";
import { type JitterBuffer, LOST, SOUND, SPARE } from "./jitter-buffer.js";
import type { Statistics } from "./statistics.js";

/** Samples in a frame. */
const FRAME = 160;
/** Below this the delay may change unheard, in dBm0. */
const QUIET = loudnessAt(-45);

export class VoiceGaps {
  /** The noise of the other side is heard until its voice is. */
  noisy = false;
  /** Where in the buffer the last two frames stand that were heard as they came: the concealment need not see each. */
  before = -1;
  last = -1;
  /** A frame that comes as it should ends what was made up, or a noise; to be read only. */
  open = false;
  readonly #jitter: JitterBuffer;
  readonly #statistics: Statistics;
  readonly #concealment = new Concealment();
  /** Of chance; where the noise begins. */
  readonly #seed: number;
  #noise: ComfortNoise | null = null;
  #alaw = false;
  readonly #block = new Int16Array(BLOCK);
  readonly #spare = new Int16Array(BLOCK);

  constructor(jitter: JitterBuffer, statistics: Statistics, seed: number) {
    this.#jitter = jitter;
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
    this.#concealment.good(frame);
    this.open = this.noisy = false;
  }

  /** 20 ms of what there is; `silent` while the other side has said that it says nothing. */
  fill(frame: Int16Array, silent: boolean): void {
    this.recall();
    this.listen(silent);
    frame.set(this.#block, 0);
    this.listen(silent);
    frame.set(this.#block, BLOCK);
    this.open = this.noisy || this.#concealment.missed > 0;
  }

  /** What was heard last, and what will be heard next: a word that begins is not to be touched. */
  private isQuiet(): boolean {
    if (loudnessOf(this.#block) >= QUIET) return false;
    for (let ahead = 0; ahead < 2; ahead++) {
      const at = this.#jitter.placeAhead(ahead);
      if (at < 0) continue;
      this.decode(at, this.#spare);
      if (loudnessOf(this.#spare) >= QUIET) return false;
    }
    return true;
  }

  /** The concealment learns what has been heard. The buffer keeps it for longer than from one frame to the next. */
  private recall(): void {
    if (this.last < 0) return;
    if (this.before >= 0) this.remember(this.before);
    this.remember(this.last);
    this.before = this.last = -1;
  }

  private remember(at: number): void {
    for (let end = at + FRAME, from = at; from < end; from += BLOCK) {
      this.decode(from, this.#block);
      this.#concealment.good(this.#block);
    }
  }

  private listen(silent: boolean): void {
    const jitter = this.#jitter;
    const block = this.#block;
    if (silent) this.noisy = true;
    let found = jitter.take(jitter.restless && this.isQuiet());
    if (found === SPARE) {
      this.decode(jitter.at, this.#spare);
      found = jitter.take(false);
      this.decode(jitter.at, block);
      blend(this.#spare, block, BLOCK);
      this.#concealment.good(block);
      this.noisy = false;
    } else if (found === SOUND) {
      this.decode(jitter.at, block);
      this.#concealment.good(block);
      this.noisy = false;
    } else if (found === LOST && !this.noisy) {
      this.#concealment.lost(block);
      this.#statistics.concealed++;
    } else {
      if (this.noisy && this.#noise !== null) this.#noise.fill(block);
      else block.fill(0);
      this.#concealment.rest();
    }
  }

  private decode(at: number, samples: Int16Array): void {
    if (this.#alaw) decodeAlaw(this.#jitter.octets, at, samples);
    else decodeUlaw(this.#jitter.octets, at, samples);
  }
}
