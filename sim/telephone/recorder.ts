/** Sound kept on the desk's own time line: what was not recorded is silence, and takes no room. */

/** Samples in a millisecond. */
const RATE = 8;
/** One second in samples; seconds are kept whole. */
const BLOCK = 8000;
/** How many seconds are kept: a recording of 60 s that ended a minute ago can still be had. */
const KEPT = 122;

export class Recorder {
  /** The second in each place, counted from the start of the desk. */
  readonly #seconds: number[] = new Array(KEPT).fill(-1);
  readonly #blocks: Int16Array[] = [];

  /** A frame that ended at `end`, ms since the desk started. */
  add(frame: Int16Array, end: number): void {
    const from = Math.round(end * RATE) - frame.length;
    for (let i = Math.max(0, -from); i < frame.length; ) {
      const second = Math.floor((from + i) / BLOCK);
      const into = from + i - second * BLOCK;
      const length = Math.min(frame.length - i, BLOCK - into);
      this.#block(second).set(length === frame.length ? frame : frame.subarray(i, i + length), into);
      i += length;
    }
  }

  /** Exactly `seconds` that end at `end`. */
  take(seconds: number, end: number): Int16Array {
    const samples = new Int16Array(Math.round(seconds * BLOCK));
    const from = Math.round(end * RATE) - samples.length;
    for (let i = 0; i < samples.length; ) {
      const at = from + i;
      const second = Math.floor(at / BLOCK);
      const into = at - second * BLOCK;
      const length = Math.min(samples.length - i, BLOCK - into);
      const place = second % KEPT;
      if (second >= 0 && this.#seconds[place] === second)
        samples.set(this.#blocks[place].subarray(into, into + length), i);
      i += length;
    }
    return samples;
  }

  #block(second: number): Int16Array {
    const place = second % KEPT;
    if (this.#seconds[place] !== second) {
      this.#seconds[place] = second;
      if (this.#blocks[place]) this.#blocks[place].fill(0);
      else this.#blocks[place] = new Int16Array(BLOCK);
    }
    return this.#blocks[place];
  }
}
