/** Bits as sound: frequency shift keying whose phase never jumps (Bell 202, ITU-T V.23 mode 2). */
import { frozen } from "../base/frozen.js";
import { modulate } from "./fsk-modulator.js";
import { BAUD, CARRIER, COUNT, FSK_STATE, MARK, SENT, SPACE } from "./fsk-state.js";
import { PEAK, peakOf, stepOf } from "./oscillator.js";

/** A mark is a 1, a space is a 0. */
export type Modem = { readonly mark: number; readonly space: number; readonly baud: number };

export const BELL_202: Modem = frozen({ mark: 1200, space: 2200, baud: 1200 });
export const V23: Modem = frozen({ mark: 1300, space: 2100, baud: 1200 });

export class FskTx {
  readonly #state = new Int32Array(FSK_STATE);
  readonly #bits: Uint8Array;

  /** Sends the first `count` bits of `bits`, least significant bit of each octet first. */
  constructor(modem: Modem, dbm: number, bits: Uint8Array, count: number) {
    const state = this.#state;
    state[MARK] = stepOf(modem.mark);
    state[SPACE] = stepOf(modem.space);
    state[BAUD] = modem.baud;
    state[COUNT] = count;
    state[CARRIER + PEAK] = peakOf(dbm);
    this.#bits = bits;
  }

  get done(): boolean {
    return this.#state[SENT] >= this.#state[COUNT];
  }

  /** Adds to the frame from `start` on; returns where the carrier stopped, or the frame's length. */
  add(frame: Int16Array, start: number): number {
    return modulate(frame, start, this.#bits, this.#state);
  }
}
