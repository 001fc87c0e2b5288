/** Samples first in, first out, as the DMA ring of a board holds them: four frames. */
const CAPACITY = 640;

export class Fifo {
  readonly #samples = new Int16Array(CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Takes as many as there is room for; returns how many. */
  push(samples: Int16Array): number {
    const taken = Math.min(samples.length, CAPACITY - this.#length);
    for (let i = 0; i < taken; i++) this.#samples[this.#length + i] = samples[i];
    this.#length += taken;
    return taken;
  }

  /** Gives as many as there are; returns how many. The rest of `into` stays as it was. */
  shift(into: Int16Array): number {
    const given = Math.min(into.length, this.#length);
    for (let i = 0; i < given; i++) into[i] = this.#samples[i];
    this.drop(given);
    return given;
  }

  drop(count: number): void {
    this.#samples.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  clear(): void {
    this.#length = 0;
  }
}
