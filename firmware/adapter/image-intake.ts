/** One firmware image on its way in: read, judged, and written into the second slot, which is taken only when all of it was good. */
import type { ImageWriter, Update } from "../../hal/update.js";
import { type ImageHead, ImageReader } from "../provision/image.js";

export type IntakeOptions = {
  readonly update: Update;
  /** What the board is called. */
  readonly board: string;
  /** Why this version is not wanted, or null. */
  judge(version: string): string | null;
};

/** What it answers is why the image is not taken, or null; nothing is left of it then. */
export class ImageIntake {
  readonly #options: IntakeOptions;
  readonly #reader: ImageReader;
  #writer: ImageWriter | null = null;
  #isOver = false;

  constructor(options: IntakeOptions) {
    const { update, board } = options;
    this.#options = options;
    this.#reader = new ImageReader({ board, signed: update.signed, seal: update.seal(), taker: this });
  }

  get version(): string | null {
    return this.#reader.head?.version ?? null;
  }

  get percent(): number {
    return this.#reader.percent;
  }

  push(octets: Uint8Array): string | null {
    if (this.#isOver) return OVER;
    const refusal = this.#reader.push(octets);
    if (refusal !== null) this.abort();
    return refusal;
  }

  /** All of it has come. */
  end(): string | null {
    if (this.#isOver) return OVER;
    const refusal = this.#reader.end();
    if (refusal !== null) {
      this.abort();
      return refusal;
    }
    this.#isOver = true;
    return this.#tried(() => this.#writer?.commit());
  }

  abort(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#writer?.abort();
  }

  /** Of the reader. */
  head({ version, length }: ImageHead): string | null {
    const { update, judge } = this.#options;
    return (
      judge(version) ??
      this.#tried(() => {
        this.#writer = update.begin(length, version);
      })
    );
  }

  /** Of the reader. */
  write(program: Uint8Array): string | null {
    return this.#tried(() => this.#writer?.write(program));
  }

  #tried(act: () => void): string | null {
    try {
      act();
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** Its owner wanted no more of it, or something else has come in between. */
export const OVER = "it has been broken off";
