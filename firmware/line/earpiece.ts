/**
 * What the telephone hears, laid over each other:
 *
 *   caller ID, or else a tone or spoken words, or else the voice;  on top of it a call-waiting tone;  in place of all a DTMF digit
 */
import type { CallerIdTx } from "../callerid/caller-id-tx.js";
import { DtmfTx, type DtmfTxOptions } from "../dsp/dtmf-tx.js";
import { ToneTx } from "../dsp/tone-tx.js";
import { Speech } from "../menu/speech.js";
import type { Word } from "../menu/words.js";
import type { Tone } from "./script.js";

const NO_WORDS = new Uint8Array(0);

export class Earpiece {
  /** On a line that is on hook; nothing else is heard then. */
  message: CallerIdTx | null = null;
  /** A tone, or words. */
  #tone: ToneTx | Speech | null = null;
  #beep: ToneTx | null = null;
  /** Made for the first word: few telephones ever hear one. */
  #speech: Speech | null = null;
  readonly #words: Uint8Array;
  #options: DtmfTxOptions;
  /** Made for the first digit: few telephones are ever played one. */
  #digits: DtmfTx | null = null;

  /** `words` as they lie in flash (`menu/speech.ts`). */
  constructor(digits: DtmfTxOptions, words: Uint8Array = NO_WORDS) {
    this.#options = digits;
    this.#words = words;
  }

  /** Digits that wait or sound are lost. */
  configure(digits: DtmfTxOptions): void {
    this.#options = digits;
    this.#digits = null;
  }

  tone(tone: Tone): void {
    this.#tone = new ToneTx(tone);
  }

  say(words: readonly Word[]): void {
    this.#speech ??= new Speech(this.#words);
    this.#speech.say(words);
    this.#tone = this.#speech;
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
    this.quiet();
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
