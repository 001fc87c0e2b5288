/**
 * The line echo canceller (ITU-T G.168): what the hybrid returns of the sound to the telephone is taken out of the
 * sound from it.
 *
 *   sent ─┬──────────→ telephone     two models of the path (`echo-path.ts`), judged every 5 ms: the learning one
 *     ┌───┴───┐            │         becomes the trusted one when it has done better for a while, and is set back
 *     │ model │            │         when it does worse. Both ends speaking at once, tones, a path that is gone or
 *     └───┬───┘            │         another: they spoil the learning one alone.
 *   ←────(−)────── received┘         What is left while only the far end speaks gives way to noise.
 */
import { autocorrelate } from "./autocorrelation.js";
import { cancelBlock, flatten } from "./echo-path.js";
import {
  ECHO_BLOCK,
  LEARNER_LEFT,
  LEFT,
  PATH_STATE,
  RECEIVED,
  SOUND_LEFT,
  SOUND_SENT,
  TAPS,
  UNDER_TAPS,
} from "./echo-state.js";
import { EchoSuppressor } from "./echo-suppressor.js";
import { reflectionsOf } from "./linear-prediction.js";
import { RATE } from "./oscillator.js";
import { SPAN } from "./span.js";

const FRAME = 160;

/** ms that an echo lasts. */
const LEAST_TAIL = 4;
export const MOST_TAIL = 32;
/** Samples until it begins. */
export const MOST_DELAY = 1600;

export type EchoCancellerOptions = {
  /** ms that an echo lasts after `delay`: 4 to `MOST_TAIL`, whole. */
  readonly tail: number;
  /** Samples that are surely not in the echo yet: queues of the hardware. Up to `MOST_DELAY`; 0 unless given. */
  readonly delay?: number;
  /** Goes on learning the path. */
  readonly adapt: boolean;
  /** What is left of an echo gives way to noise. */
  readonly suppress: boolean;
};

/** Energies are followed over so many blocks. */
const MEMORY = 8;
/** The learning path must leave this part of what the trusted one leaves, for so many blocks; then ... */
const BETTER = 0.75;
const BETTER_FOR = 4;
/** ... so many more standing still, and at most this part of what was received, if the trusted one is good already. */
const EXAM = 8;
const GOOD = 1 / 8;
/** It is set back when it leaves so many times as much for as many blocks; and the trusted one is given up likewise. */
const WORSE = 2;
const USELESS = 1.5;
const WORSE_FOR = 6;

/** Something is under the taps if each sees this, in 1/256: -51 dBm0, flattened. */
const AUDIBLE = 8;

/**
 * Order of prediction, and more than it leaves of one or two tones, which tell next to nothing of the path: of DTMF it
 * leaves -24 dB, of speech -20 at the least.
 */
const ORDER = 4;
const NARROW = 1 / 170;
/** Frames after one in which nothing is learnt; and sounds that are too weak to be one, as `autocorrelate` sums them. */
const NARROW_FOR = 3;
const TONE = 64;

/** 2^-HALF of an error is corrected with each sample. */
const HALF = 1;
/** Less of it when a tap sees little, in 1/256; much less with a good path (-37 dBm0, flattened): it would learn noise. */
const EAGER = 4;
const CAREFUL = 190;

export class EchoCanceller {
  /** Goes on learning the path. */
  adapt: boolean;
  /** What is left of an echo gives way to noise. */
  suppress: boolean;
  readonly #taps: number;
  readonly #delay: number;
  readonly #state = new Int32Array(PATH_STATE);
  readonly #trusted: Int16Array;
  readonly #learning: Int32Array;
  readonly #sent: Int16Array;
  readonly #flat: Int16Array;
  readonly #suppressor = new EchoSuppressor();
  readonly #room = new Int16Array(SPAN);
  readonly #sums = new Int32Array(ORDER + 1);
  readonly #reflections = new Float64Array(ORDER);
  readonly #predictor = new Float64Array(ORDER);
  #bypassed = false;
  #lastSent = 0;
  /** Energies over the last blocks: received, left by the trusted path, by the learning one. */
  #received = 0;
  #left = 0;
  #learnt = 0;
  /** Blocks in a row: the learning path better, it worse, the trusted one useless. */
  #better = 0;
  #worse = 0;
  #useless = 0;
  /** Blocks of an examination that are still to come, and the energies of those that were. */
  #exam = 0;
  #examReceived = 0;
  #examLeft = 0;
  #examLearnt = 0;
  /** The trusted path has been found good. */
  #good = false;
  /** Frames for which nothing is learnt because of tones. */
  #narrow = 0;

  constructor({ tail, delay = 0, adapt, suppress }: EchoCancellerOptions) {
    const taps = (clamp(tail, LEAST_TAIL, MOST_TAIL) * RATE) / 1000;
    const past = clamp(delay, 0, MOST_DELAY) + taps;
    this.adapt = adapt;
    this.suppress = suppress;
    this.#taps = taps;
    this.#delay = past - taps;
    this.#state[TAPS] = taps;
    this.#trusted = new Int16Array(taps);
    this.#learning = new Int32Array(taps);
    this.#sent = new Int16Array(past + FRAME);
    this.#flat = new Int16Array(past + FRAME);
  }

  /** While it is, what is received is left as it is, and the path is kept. */
  get bypassed(): boolean {
    return this.#bypassed;
  }

  set bypassed(bypassed: boolean) {
    if (bypassed === this.#bypassed) return;
    this.#bypassed = bypassed;
    this.#sent.fill(0);
    this.#flat.fill(0);
    this.#lastSent = 0;
    this.#state[UNDER_TAPS] = 0;
  }

  /** Another line, another path: nothing is known of it. */
  reset(): void {
    this.#forget();
    this.#setBack();
  }

  /**
   * One frame. `sent` is what the telephone was made to hear from the moment on in which it began to say what is in
   * `received`, or up to `delay` samples before; it is left as it is. `received` is cleaned in place.
   */
  cancel(sent: Int16Array, received: Int16Array): void {
    if (this.#bypassed) return;
    const past = this.#delay + this.#taps;
    this.#sent.copyWithin(0, FRAME);
    this.#flat.copyWithin(0, FRAME);
    this.#sent.set(sent, past);
    this.#lastSent = flatten(sent, this.#lastSent, this.#flat, past);
    this.#watchTones();
    const state = this.#state;
    const suppressor = this.#suppressor;
    for (let at = 0; at < FRAME; at += ECHO_BLOCK) {
      const before = state[UNDER_TAPS];
      const learns = this.adapt && this.#narrow === 0 && this.#exam === 0;
      const step = learns ? HALF : 0;
      const least = this.#good ? CAREFUL : EAGER;
      cancelBlock(state, this.#trusted, this.#learning, this.#sent, this.#flat, received, at, step, least);
      if (this.adapt) this.#judge(Math.max(before, state[UNDER_TAPS]) > AUDIBLE * this.#taps && this.#narrow === 0);
      const closed = suppressor.judge(state[SOUND_SENT], state[SOUND_LEFT], this.#good);
      suppressor.shade(received, at, closed && this.suppress);
    }
  }

  #watchTones(): void {
    if (this.#narrow > 0) this.#narrow--;
    autocorrelate(this.#flat, this.#taps, ORDER, this.#room, this.#sums);
    if (this.#sums[0] < TONE) return;
    if (reflectionsOf(this.#sums, ORDER, this.#reflections, this.#predictor) < NARROW) this.#narrow = NARROW_FOR;
  }

  /** Which of the two paths did better? `clear`: there was an echo to cancel. */
  #judge(clear: boolean): void {
    const state = this.#state;
    this.#received += (state[RECEIVED] - this.#received) / MEMORY;
    this.#left += (state[LEFT] - this.#left) / MEMORY;
    this.#learnt += (state[LEARNER_LEFT] - this.#learnt) / MEMORY;
    const left = this.#left;
    const learnt = this.#learnt;
    if (left <= USELESS * this.#received || state[LEFT] <= USELESS * state[RECEIVED]) this.#useless = 0;
    else if (++this.#useless >= WORSE_FOR) this.#forget();
    if (this.#exam > 0) {
      if (clear) this.#examine();
    } else if (!clear || learnt >= BETTER * left || state[LEARNER_LEFT] >= state[LEFT]) this.#better = 0;
    else if (++this.#better >= BETTER_FOR) this.#enter();
    if (learnt <= WORSE * left) this.#worse = 0;
    else if (++this.#worse >= WORSE_FOR) this.#setBack();
  }

  #enter(): void {
    this.#better = 0;
    if (!this.#good) this.#trust(this.#learnt < GOOD * this.#received);
    else {
      this.#exam = EXAM;
      this.#examReceived = 0;
      this.#examLeft = 0;
      this.#examLearnt = 0;
    }
  }

  /** What has only followed the near end does no better than before when it stands still. */
  #examine(): void {
    const state = this.#state;
    this.#examReceived += state[RECEIVED];
    this.#examLeft += state[LEFT];
    this.#examLearnt += state[LEARNER_LEFT];
    if (--this.#exam > 0) return;
    const learnt = this.#examLearnt;
    if (learnt < BETTER * this.#examLeft && learnt < GOOD * this.#examReceived) this.#trust(true);
  }

  #trust(good: boolean): void {
    const trusted = this.#trusted;
    const learning = this.#learning;
    for (let k = 0; k < trusted.length; k++) trusted[k] = Math.min(32767, (learning[k] + 0x8000) >> 16);
    this.#left = this.#learnt;
    this.#good = good;
  }

  #setBack(): void {
    const trusted = this.#trusted;
    const learning = this.#learning;
    for (let k = 0; k < trusted.length; k++) learning[k] = trusted[k] << 16;
    this.#learnt = this.#left;
    this.#exam = 0;
    this.#worse = 0;
  }

  #forget(): void {
    this.#trusted.fill(0);
    this.#left = this.#received;
    this.#good = false;
    this.#useless = 0;
  }
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
