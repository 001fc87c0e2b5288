/**
 * What to play for a block of 10 ms that was lost: the last pitch period over and over, fading away.
 * Times and lags are those of ITU-T G.711 Appendix I; unlike there nothing is delayed, so the first joint is
 * smoothed after the loss instead of before it, and the way back is always short: what is real is not to be spoilt.
 */
import { blend, cutPeriod, repeatPeriod, smoothJoint } from "./period.js";
import { HISTORY, LONGEST_LAG } from "./pitch.js";

export { blend, pitchOf } from "./period.js";

/** Samples in a block. */
export const BLOCK = 80;

/** The fade begins after the first block and is over at 60 ms: 20 % in 10 ms, in Q15 a sample. */
const FADE_STEP = 82;

export class Concealment {
  /** The last 35 ms heard, concealed ones included. All of these are views of one piece of memory. */
  readonly #history: Int16Array;
  readonly #period: Int16Array;
  /** Rooms for what lasts no longer than a block: each begins where the other does. */
  readonly #scaled: Int16Array;
  readonly #joint: Int16Array;
  /** Blocks since the last good one; to be read only. */
  missed = 0;
  #lag = LONGEST_LAG;
  #at = 0;
  #gain = 0x8000;
  #still = true;

  constructor() {
    const { buffer } = new Int16Array(HISTORY + LONGEST_LAG + HISTORY);
    this.#history = new Int16Array(buffer, 0, HISTORY);
    this.#period = new Int16Array(buffer, 2 * HISTORY, LONGEST_LAG);
    this.#scaled = new Int16Array(buffer, 2 * (HISTORY + LONGEST_LAG), HISTORY);
    this.#joint = new Int16Array(buffer, 2 * (HISTORY + LONGEST_LAG), BLOCK);
  }

  /** One or two blocks that arrived; their beginning is blended with what was made up before. */
  good(samples: Int16Array): void {
    if (this.missed > 0) {
      const joint = this.#joint;
      this.#continue(joint);
      blend(joint, samples, this.#lag >> 2);
      this.missed = 0;
    }
    this.#remember(samples);
    this.#still = false;
  }

  /** Fills a block that did not. */
  lost(block: Int16Array): void {
    if (this.missed === 0) {
      this.#lag = cutPeriod(this.#history, this.#scaled, this.#period);
      this.#at = 0;
      this.#gain = 0x8000;
      this.#continue(block);
      smoothJoint(this.#history, this.#lag, block);
    } else this.#continue(block);
    this.missed++;
    this.#remember(block);
    this.#still = false;
  }

  /** Silence is played, and nothing is missed. */
  rest(): void {
    if (this.#still) return;
    this.#history.fill(0);
    this.missed = 0;
    this.#still = true;
  }

  #remember(samples: Int16Array): void {
    this.#history.copyWithin(0, samples.length);
    this.#history.set(samples, HISTORY - samples.length);
  }

  /** The next samples of the repeated period; the first block at full level, then ever softer. */
  #continue(block: Int16Array): void {
    const step = this.missed === 0 ? 0 : FADE_STEP;
    repeatPeriod(this.#period, this.#lag, this.#at, this.#gain, step, block);
    this.#at = (this.#at + BLOCK) % this.#lag;
    this.#gain = Math.max(0, this.#gain - BLOCK * step);
  }
}
