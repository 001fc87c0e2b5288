/**
 * Spoken words in flash, and their reader:
 *
 *   | words 2 | length in samples 4, for each | ADPCM of each, from a whole octet on …      numbers in network order
 */
import { getUint16, getUint32 } from "../base/bytes.js";
import { decodeAdpcm } from "../dsp/adpcm.js";
import { ADPCM_STATE } from "../dsp/adpcm-state.js";
import { WORDS, type Word } from "./words.js";

/** Samples between two words, and after the last one of a sentence that is said again. */
const PAUSE = 640;

export class Speech {
  readonly #octets: Uint8Array;
  readonly #state = new Int32Array(ADPCM_STATE);
  #words: readonly Word[] = [];
  /** The next word; the one that is being said, where it lies, and how much of it has been said. */
  #next = 0;
  #start = 0;
  #length = 0;
  #said = 0;
  #pause = 0;

  /** `octets` as `emitSpeech` has made them; without them every word is silence. */
  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get done(): boolean {
    return this.#next >= this.#words.length && this.#said >= this.#length && this.#pause === 0;
  }

  /** In place of whatever is being said. */
  say(words: readonly Word[]): void {
    this.#words = words;
    this.#next = 0;
    this.#length = this.#said = 0;
    this.#pause = words.length > 0 ? PAUSE : 0;
  }

  hush(): void {
    this.say([]);
  }

  /** The words in place of what was in the frame. */
  fill(frame: Int16Array): void {
    frame.fill(0);
    for (let at = 0; at < frame.length && !this.done; ) at = this.#fill(frame, at);
  }

  #fill(frame: Int16Array, at: number): number {
    if (this.#pause > 0) {
      const silent = Math.min(this.#pause, frame.length - at);
      this.#pause -= silent;
      return at + silent;
    }
    if (this.#said >= this.#length) this.#find(WORDS.indexOf(this.#words[this.#next++]));
    const end = Math.min(frame.length, at + this.#length - this.#said);
    decodeAdpcm(this.#octets, 2 * this.#start + this.#said, this.#state, frame, at, end);
    this.#said += end - at;
    if (this.#said >= this.#length) this.#pause = PAUSE;
    return end;
  }

  /** Where a word lies; one that is not there is silent. */
  #find(word: number): void {
    const octets = this.#octets;
    this.#state.fill(0);
    this.#said = this.#length = 0;
    if (octets.length < 2 || word >= getUint16(octets, 0)) return;
    let start = 2 + 4 * getUint16(octets, 0);
    for (let before = 0; before < word; before++) start += (getUint32(octets, 2 + 4 * before) + 1) >> 1;
    const length = getUint32(octets, 2 + 4 * word);
    if (start + ((length + 1) >> 1) > octets.length) return;
    this.#start = start;
    this.#length = length;
  }
}
