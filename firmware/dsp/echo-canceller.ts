/**
 * The line echo canceller (ITU-T G.168): what the hybrid returns of the sound to the telephone is taken out of the
 * sound from it.
 *
 *   sent ─┬──────────→ telephone     two models of the path (`echo-path.ts`), judged every 5 ms: the learning one
 *     ┌───┴───┐            │         becomes the trusted one when it has done better for a while, and is set back
 *     │ model │            │         when it does worse. Both ends speaking at once, tones, a path that is gone or
 *     └───┬───┘            │         another: they spoil the learning one alone.
 *   ←────(−)────── received┘         What is left while only the far end speaks gives way to noise.
 *
 * It does nothing where there is no echo: what is louder than an echo can be teaches nothing (`echo-guard.ts`), and until a
 * path has stood its trial (`echo-judge.ts`) all that is received goes on as it is, to the bit.
 */
import { frozen } from "../base/frozen.js";
import { cancelFrame } from "./echo-frame.js";
import {
  ADAPT,
  CHANCE,
  DELAY,
  FIRST_FLOOR,
  FIRST_LEAK,
  FLOOR,
  GAIN,
  LEAK,
  OPEN,
  SUPPRESS,
  soundLength,
  stateLength,
  TAPS,
  UNDER_TAPS,
} from "./echo-state.js";
import { RATE } from "./oscillator.js";

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
  readonly suppress: Suppression;
};

/**
 * `normal` while the far end speaks and nothing is left that is louder than the path leaves; `more` while nothing is left
 * that is 6 dB louder still, and sooner after somebody at the telephone has spoken: an echo of a path that is not linear is
 * gone then, and so are soft words over the far end.
 */
export type Suppression = "none" | "normal" | "more";
const SUPPRESSIONS: readonly Suppression[] = frozen(["none", "normal", "more"]);

export class EchoCanceller {
  readonly #state: Int32Array;
  readonly #sound: Int16Array;
  #bypassed = false;

  constructor({ tail, delay = 0, adapt, suppress }: EchoCancellerOptions) {
    const taps = (clamp(tail, LEAST_TAIL, MOST_TAIL) * RATE) / 1000;
    const late = clamp(delay, 0, MOST_DELAY);
    this.#state = new Int32Array(stateLength(taps));
    this.#sound = new Int16Array(soundLength(taps, late));
    this.#state[TAPS] = taps;
    this.#state[DELAY] = late;
    this.adapt = adapt;
    this.suppress = suppress;
    this.reset();
  }

  /** Goes on learning the path. */
  get adapt(): boolean {
    return this.#state[ADAPT] !== 0;
  }

  set adapt(adapt: boolean) {
    this.#state[ADAPT] = adapt ? 1 : 0;
  }

  /** What is left of an echo gives way to noise. */
  get suppress(): Suppression {
    return SUPPRESSIONS[this.#state[SUPPRESS]];
  }

  set suppress(suppress: Suppression) {
    this.#state[SUPPRESS] = SUPPRESSIONS.indexOf(suppress);
  }

  /** While it is, what is received is left as it is, and the path is kept. */
  get bypassed(): boolean {
    return this.#bypassed;
  }

  set bypassed(bypassed: boolean) {
    if (bypassed === this.#bypassed) return;
    this.#bypassed = bypassed;
    this.#sound.fill(0, this.#state[TAPS]);
    this.#state[UNDER_TAPS] = 0;
  }

  /** Another line, another path: nothing is known of it. */
  reset(): void {
    const state = this.#state;
    this.#sound.fill(0);
    // what comes before are settings
    state.fill(0, UNDER_TAPS);
    state[FLOOR] = FIRST_FLOOR;
    state[LEAK] = FIRST_LEAK;
    state[GAIN] = OPEN;
    state[CHANCE] = 1;
  }

  /**
   * One frame. `sent` is what the telephone was made to hear from the moment on in which it began to say what is in
   * `received`, or up to `delay` samples before; it is left as it is. `received` is cleaned in place.
   */
  cancel(sent: Int16Array, received: Int16Array): void {
    if (!this.#bypassed) cancelFrame(this.#state, this.#sound, sent, received);
  }
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
