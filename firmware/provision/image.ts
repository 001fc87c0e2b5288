/**
 * A firmware image as it travels, numbers in network order:
 *
 *   | "ATAIMAGE" 8 | form 1 | board b 1 | version v 1 | 0 1 | length n 4 | board b | version v |    head
 *   | program n | SHA-256 of all before 32 | ECDSA P-256 with SHA-256 of all but the digest 64 |
 *
 * The signature (r and s) is missing in an image that nobody has signed.
 */
import { getUint32 } from "../base/bytes.js";
import { textOf } from "../base/text.js";
import { isVersion } from "./condition.js";
import { LONGEST_IMAGE, LONGEST_IMAGE_NAME } from "./limits.js";

const MAGIC = "ATAIMAGE";
const FORM_AT = 8;
const BOARD_AT = 9;
const VERSION_AT = 10;
const LENGTH_AT = 12;
const NAMES_AT = 16;
const FORM = 1;
const DIGEST = 32;
const SIGNATURE = 64;
const NAME = /^[ -~]+$/;

export type ImageHead = {
  /** What the board it is for is called. */
  readonly board: string;
  readonly version: string;
  /** Octets of the program. */
  readonly length: number;
};

/** The shape of `hal/update.ts`. */
export interface Seal {
  write(octets: Uint8Array): void;
  end(): Uint8Array;
  isSignedBy(signature: Uint8Array): boolean;
}

/** Who takes the image; each answers why it does not want (more of) it, or null. */
export interface ImageTaker {
  head(head: ImageHead): string | null;
  write(program: Uint8Array): string | null;
}

export type ImageReaderOptions = {
  readonly board: string;
  /** Without a signature it is not taken. */
  readonly signed: boolean;
  readonly seal: Seal;
  readonly taker: ImageTaker;
};

/** Reads an image piece by piece, however it is cut. What it answers is why it is refused, or null; that is final. */
export class ImageReader {
  readonly #options: ImageReaderOptions;
  /** The head, and later what stands behind the program. */
  #held = new Uint8Array(NAMES_AT);
  #count = 0;
  #head: ImageHead | null = null;
  /** Octets of the program that are still to come. */
  #left = 0;
  #refusal: string | null = null;

  constructor(options: ImageReaderOptions) {
    this.#options = options;
  }

  /** Null until it has come. */
  get head(): ImageHead | null {
    return this.#head;
  }

  /** Percent of the program that have come. */
  get percent(): number {
    return this.#head ? Math.floor((100 * (this.#head.length - this.#left)) / this.#head.length) : 0;
  }

  push(octets: Uint8Array): string | null {
    let at = 0;
    while (at < octets.length && this.#refusal === null) {
      if (this.#head && this.#left > 0) at += this.#program(octets, at);
      else at += this.#hold(octets, at);
    }
    return this.#refusal;
  }

  /** Nothing more comes. */
  end(): string | null {
    this.#refusal ??= this.#judge();
    return this.#refusal;
  }

  #hold(octets: Uint8Array, at: number): number {
    const held = this.#held;
    const count = Math.min(octets.length - at, held.length - this.#count);
    if (count === 0) {
      this.#refusal = "something follows the image";
      return 0;
    }
    held.set(octets.subarray(at, at + count), this.#count);
    this.#count += count;
    if (this.#count === held.length && this.#head === null) this.#headPart();
    return count;
  }

  #headPart(): void {
    const held = this.#held;
    if (textOf(held, 0, FORM_AT) !== MAGIC) this.#refusal = "this is no firmware image";
    else if (held[FORM_AT] !== FORM) this.#refusal = "this image is of a form that is not known here";
    else {
      const length = NAMES_AT + held[BOARD_AT] + held[VERSION_AT];
      if (held.length < length) {
        this.#held = new Uint8Array(length);
        this.#held.set(held);
      } else this.#wholeHead();
    }
  }

  #wholeHead(): void {
    const held = this.#held;
    const versionAt = NAMES_AT + held[BOARD_AT];
    const board = textOf(held, NAMES_AT, versionAt);
    const version = textOf(held, versionAt, held.length);
    const length = getUint32(held, LENGTH_AT);
    const isNamed = NAME.test(board) && board.length <= LONGEST_IMAGE_NAME && version.length <= LONGEST_IMAGE_NAME;
    if (!isNamed || !isVersion(version) || length === 0 || length > LONGEST_IMAGE || held[VERSION_AT + 1] !== 0) {
      this.#refusal = "the head of this image makes no sense";
      return;
    }
    if (board !== this.#options.board) {
      this.#refusal = `this image is for another board: ${board}`;
      return;
    }
    const head = { board, version, length };
    this.#refusal = this.#options.taker.head(head);
    if (this.#refusal !== null) return;
    this.#options.seal.write(held);
    this.#head = head;
    this.#left = length;
    this.#held = new Uint8Array(DIGEST + SIGNATURE);
    this.#count = 0;
  }

  #program(octets: Uint8Array, at: number): number {
    const piece = octets.subarray(at, at + this.#left);
    this.#refusal = this.#options.taker.write(piece);
    if (this.#refusal === null) this.#options.seal.write(piece);
    this.#left -= piece.length;
    return piece.length;
  }

  #judge(): string | null {
    const { seal, signed } = this.#options;
    if (this.#head === null || this.#left > 0 || this.#count < DIGEST) return "the image is not whole";
    const digest = seal.end();
    for (let i = 0; i < DIGEST; i++) if (digest[i] !== this.#held[i]) return "the image is damaged";
    if (this.#count === DIGEST) return signed ? "nobody has signed this image" : null;
    if (this.#count < DIGEST + SIGNATURE) return "the image is not whole";
    if (!signed) return null;
    return seal.isSignedBy(this.#held.slice(DIGEST)) ? null : "the signature is not by the key of this adapter";
  }
}
