/** Flash of a simulated board: what was written is kept at once, so that a power cut loses nothing else. */
import type { Flash } from "../flash.js";

/** As a small chip: more is refused, as a full one refuses. */
export const MAX_VALUE = 256 * 1024;
export const MAX_KEYS = 64;

export type FlashContents = ReadonlyMap<string, Uint8Array>;

export type SimulatedFlashOptions = {
  /** What is in it already. */
  readonly contents?: FlashContents;
  /** Called with all of it after each change, before the change counts; throws an Error when it cannot be kept. */
  keep?(contents: FlashContents): void;
};

export class SimulatedFlash implements Flash {
  #contents: Map<string, Uint8Array>;
  readonly #options: SimulatedFlashOptions | null;

  constructor(options: SimulatedFlashOptions | null = null) {
    this.#contents = new Map(options?.contents ?? []);
    this.#options = options;
  }

  /** Nothing has ever been written, or all of it has been erased. */
  get isNew(): boolean {
    return this.#contents.size === 0;
  }

  read(key: string): Uint8Array | undefined {
    return this.#contents.get(key)?.slice();
  }

  write(key: string, value: Uint8Array): void {
    if (value.length > MAX_VALUE) throw new Error(`flash: ${value.length} octets are too many for ${key}`);
    const next = new Map(this.#contents).set(key, value.slice());
    if (next.size > MAX_KEYS) throw new Error("flash: full");
    this.#options?.keep?.(next);
    this.#contents = next;
  }

  erase(key: string): void {
    if (!this.#contents.has(key)) return;
    const next = new Map(this.#contents);
    next.delete(key);
    this.#options?.keep?.(next);
    this.#contents = next;
  }
}
