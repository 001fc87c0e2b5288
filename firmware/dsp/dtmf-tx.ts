/** Keys as sound: two tones each, one after the other (ITU-T Q.23, Q.24). */
import { COLUMNS, KEYS, ROWS } from "./dtmf.js";
import { OSCILLATOR, PEAK, PHASE, peakOf, RATE, STEP, stepOf } from "./oscillator.js";
import { addSine } from "./sine.js";

/** Keys that wait for their turn, at most. */
const QUEUE = 32;

export type DtmfTxOptions = {
  /** dBm of each tone, on average. */
  readonly level: number;
  /** dB by which the column is louder than the row, because a line dampens it more. */
  readonly twist: number;
  /** ms of tone, and of silence after it. */
  readonly on: number;
  readonly off: number;
};

export class DtmfTx {
  readonly #oscillators = new Int32Array(2 * OSCILLATOR);
  readonly #on: number;
  readonly #off: number;
  #queue = "";
  #onLeft = 0;
  #offLeft = 0;

  constructor({ level, twist, on, off }: DtmfTxOptions) {
    this.#oscillators[PEAK] = peakOf(level - twist / 2);
    this.#oscillators[OSCILLATOR + PEAK] = peakOf(level + twist / 2);
    this.#on = Math.round((on * RATE) / 1000);
    this.#off = Math.round((off * RATE) / 1000);
  }

  /** Something sounds, or its pause, or waits for its turn. */
  get active(): boolean {
    // Not its length: for a property of a text the engine makes an object, and this is asked for every frame.
    return this.#onLeft > 0 || this.#offLeft > 0 || this.#queue !== "";
  }

  /** After those that wait already; nothing happens when it is no key or too many wait. */
  play(digit: string): void {
    if (digit.length === 1 && KEYS.includes(digit) && this.#queue.length < QUEUE) this.#queue += digit;
  }

  stop(): void {
    this.#queue = "";
    this.#onLeft = 0;
    this.#offLeft = 0;
  }

  /** Tones and pauses in place of what was in the frame; where there is nothing to play it stays as it was. */
  fill(frame: Int16Array): void {
    let at = 0;
    while (at < frame.length && this.active) {
      if (this.#onLeft === 0 && this.#offLeft === 0) this.#begin();
      const sounding = this.#onLeft > 0;
      const left = sounding ? this.#onLeft : this.#offLeft;
      const end = Math.min(at + left, frame.length);
      frame.fill(0, at, end);
      if (sounding) {
        addSine(frame, at, end, this.#oscillators, 0);
        addSine(frame, at, end, this.#oscillators, OSCILLATOR);
        this.#onLeft -= end - at;
      } else this.#offLeft -= end - at;
      at = end;
    }
  }

  #begin(): void {
    const key = KEYS.indexOf(this.#queue[0]);
    this.#queue = this.#queue.slice(1);
    this.#oscillators[PHASE] = 0;
    this.#oscillators[OSCILLATOR + PHASE] = 0;
    this.#oscillators[STEP] = stepOf(ROWS[key >> 2]);
    this.#oscillators[OSCILLATOR + STEP] = stepOf(COLUMNS[key & 3]);
    this.#onLeft = this.#on;
    this.#offLeft = this.#off;
  }
}
