/**
 * What the telephone hears, laid over each other:
 *
 *   caller ID, or else a tone, or else the voice;  on top of it a call-waiting tone;  in place of all a DTMF digit
 */
import type { CallerIdTx } from "../callerid/caller-id-tx.js";
import { DtmfTx, type DtmfTxOptions } from "../dsp/dtmf-tx.js";
import { ToneTx } from "../dsp/tone-tx.js";
import type { Tone } from "./script.js";

export class Earpiece {
  /** On a line that is on hook; nothing else is heard then. */
  message: CallerIdTx | null = null;
  #tone: ToneTx | null = null;
  #beep: ToneTx | null = null;
  #options: DtmfTxOptions;
  /** Made for the first digit: few telephones are ever played one. */
  #digits: DtmfTx | null = null;

  constructor(digits: DtmfTxOptions) {
    this.#options = digits;
  }

  /** Digits that wait or sound are lost. */
  configure(digits: DtmfTxOptions): void {
    this.#options = digits;
    this.#digits = null;
  }

  tone(tone: Tone): void {
    this.#tone = new ToneTx(tone);
  }

  quiet(): void {
    this.#tone = null;
  }

  beep(tone: Tone): void {
    this.#beep = new ToneTx(tone);
  }

  stopBeeping(): void {
    this.#beep = null;
  }

  play(digit: string): void {
    this.#digits ??= new DtmfTx(this.#options);
    this.#digits.play(digit);
  }

  /** Everything ends. */
  stop(): void {
    this.message = null;
    this.#tone = null;
    this.#beep = null;
    this.#digits?.stop();
  }

  /** A frame of voice becomes what is heard. True when a message has just come to its end. */
  listen(frame: Int16Array): boolean {
    const message = this.message;
    if (message !== null) {
      message.fill(frame);
      if (!message.done) return false;
      this.message = null;
      return true;
    }
    this.#tone?.fill(frame);
    this.#beep?.mix(frame);
    if (this.#digits?.active) this.#digits.fill(frame);
    return false;
  }
}
