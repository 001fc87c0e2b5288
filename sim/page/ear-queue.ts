/** What an earpiece hears, between a network that is seldom in time and a loudspeaker that always is. */

export class EarQueue {
  readonly #begin: number;
  readonly #most: number;
  #pieces: Float64Array[] = [];
  /** Samples in it, and how many of the first piece have been heard. */
  #length = 0;
  #heard = 0;
  #flows = false;

  /** Samples there must be before any is heard, also after it has run dry; and how many there may be. */
  constructor(begin: number, most: number) {
    this.#begin = begin;
    this.#most = most;
  }

  /** What is too much is lost, the oldest first, down to where it would begin. */
  push(samples: Float64Array): void {
    this.#pieces.push(samples);
    this.#length += samples.length;
    if (this.#length > this.#most) this.#drop(this.#length - this.#begin);
    if (this.#length >= this.#begin) this.#flows = true;
  }

  /** Fills `frame` with what comes next, and silence behind it. */
  pull(frame: Float32Array): void {
    let filled = 0;
    while (this.#flows && filled < frame.length) {
      const [piece] = this.#pieces;
      if (piece === undefined) {
        this.#flows = false;
        break;
      }
      const length = Math.min(frame.length - filled, piece.length - this.#heard);
      frame.set(piece.subarray(this.#heard, this.#heard + length), filled);
      filled += length;
      this.#drop(length);
    }
    frame.fill(0, filled);
  }

  #drop(samples: number): void {
    this.#length -= samples;
    this.#heard += samples;
    while (this.#pieces.length > 0 && this.#heard >= this.#pieces[0].length) {
      this.#heard -= this.#pieces[0].length;
      this.#pieces.shift();
    }
  }
}
