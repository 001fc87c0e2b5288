/** Bits as sound: frequency shift keying whose phase never jumps (Bell 202, ITU-T V.23 mode 2). */
import { frozen } from "../base/frozen.js";
import { addSine, OSCILLATOR, PEAK, peakOf, RATE, STEP, stepOf } from "./sine.js";

/** A mark is a 1, a space is a 0. */
export type Modem = { readonly mark: number; readonly space: number; readonly baud: number };

export const BELL_202: Modem = frozen({ mark: 1200, space: 2200, baud: 1200 });
export const V23: Modem = frozen({ mark: 1300, space: 2100, baud: 1200 });

export class FskTx {
  readonly #oscillator = new Int32Array(OSCILLATOR);
  readonly #mark: number;
  readonly #space: number;
  readonly #baud: number;
  readonly #bits: Uint8Array;
  readonly #count: number;
  #at = 0;
  /** How far the next sample is into its bit, in 1/RATE of a bit. */
  #clock = 0;

  /** Sends the first `count` bits of `bits`, least significant bit of each octet first. */
  constructor(modem: Modem, dbm: number, bits: Uint8Array, count: number) {
    this.#mark = stepOf(modem.mark);
    this.#space = stepOf(modem.space);
    this.#baud = modem.baud;
    this.#oscillator[PEAK] = peakOf(dbm);
    this.#bits = bits;
    this.#count = count;
  }

  get done(): boolean {
    return this.#at >= this.#count;
  }

  /** Adds to the frame from `start` on; returns where the carrier stopped, or the frame's length. */
  add(frame: Int16Array, start: number): number {
    const oscillator = this.#oscillator;
    const length = frame.length;
    let at = start;
    while (at < length && this.#at < this.#count) {
      const bit = (this.#bits[this.#at >> 3] >> (this.#at & 7)) & 1;
      oscillator[STEP] = bit ? this.#mark : this.#space;
      // the samples that begin within this bit: a bit need not be a whole number of them
      const rest = Math.ceil((RATE - this.#clock) / this.#baud);
      const end = Math.min(at + rest, length);
      addSine(frame, at, end, oscillator, 0);
      this.#clock += (end - at) * this.#baud;
      at = end;
      if (this.#clock >= RATE) {
        this.#clock -= RATE;
        this.#at++;
      }
    }
    return at;
  }
}
