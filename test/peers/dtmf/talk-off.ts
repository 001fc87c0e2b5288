/** Who takes speech for keys, our receiver or spandsp's, on the same speech. */
import { KEYS } from "../../../firmware/dsp/dtmf.js";
import { DtmfRx, PRESSED } from "../../../firmware/dsp/dtmf-rx.js";
import { ours as heardBy, pair, rest, type Spandsp } from "./spandsp.js";
import type { Talk } from "./talk.js";

const RATE = 8000;
const FRAME = 160;

export class TalkOff {
  seconds = 0;
  /** Keys that nobody pressed. */
  ours = 0;
  theirs = 0;
  /** Frames of 20 ms that ours would silence for what may become a key. */
  silenced = 0;
  /** Keys of ours while somebody else speaks in the ear, of whom nothing comes back. */
  busy = 0;
  /** Who was misunderstood, and how. */
  readonly remarks: string[] = [];
  readonly #spandsp: Spandsp;
  readonly #key: Int16Array;
  #ear: Int16Array = new Int16Array(0);

  constructor(spandsp: Spandsp) {
    this.#spandsp = spandsp;
    [this.#key] = spandsp.say([[rest(800), pair("5", { low: -10, high: -10, ms: 60 }), rest(800)]]);
  }

  /** A key at the end of it proves that both have listened; throws when one of them has not. */
  hear({ who, samples }: Talk): void {
    const all = new Int16Array(samples.length + this.#key.length);
    all.set(samples);
    all.set(this.#key, samples.length);
    const theirs = this.#spandsp.hear([all])[0];
    const ours = this.#ours(all, samples.length);
    this.busy += heardBy(samples, this.#ear).length;
    this.#ear = samples;
    if (!ours.endsWith("5") || !theirs.endsWith("5")) throw new Error(`${who}: heard ${ours} and ${theirs}, and no 5`);
    this.seconds += samples.length / RATE;
    this.ours += ours.length - 1;
    this.theirs += theirs.length - 1;
    if (ours.length + theirs.length > 2) this.remarks.push(`${who}: ours ${ours}, spandsp ${theirs}`);
  }

  /** Hits an hour. */
  get told(): string {
    const hours = this.seconds / 3600;
    const rate = (count: number) => (count / hours).toFixed(1);
    const figures = `ours ${rate(this.ours)}, spandsp ${rate(this.theirs)} keys an hour`;
    const more = `${rate(this.silenced)} frames an hour silenced; ours ${rate(this.busy)} with a voice in the ear`;
    return `${(this.seconds / 60).toFixed(0)} min of speech: ${figures}; ${more}`;
  }

  #ours(samples: Int16Array, spoken: number): string {
    const receiver = new DtmfRx();
    const frame = new Int16Array(FRAME);
    let keys = "";
    for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
      frame.set(samples.subarray(at, at + FRAME));
      if (receiver.speak(frame) & PRESSED) keys += KEYS[receiver.key];
      if (receiver.suspicious && at + FRAME <= spoken) this.silenced++;
    }
    return keys;
  }
}
