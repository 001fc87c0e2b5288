/** A second place for a firmware image, and the change to it. What an image is wrapped in is none of the board's business. */

export interface ImageWriter {
  /** Throws an Error with a readable message when this is no program for this board, or cannot be written. */
  write(octets: Uint8Array): void;
  /** All of it has been written, and found good: it is taken at the next start, on trial. Throws an Error that says what is wrong. */
  commit(): void;
  abort(): void;
}

/** What is counted over an image as it comes, and by whom it was signed. */
export interface Seal {
  write(octets: Uint8Array): void;
  /** SHA-256 of all that was written. */
  end(): Uint8Array;
  /** After `end`: an ECDSA signature on P-256 over the same octets, r and s of 32 octets each, by the key of this program. */
  isSignedBy(signature: Uint8Array): boolean;
}

export interface Update {
  /** Of the image that runs; null where the program itself says which it is. */
  readonly version: string | null;
  /** The image that runs was taken on trial: without `healthy` the board goes back to the one before at the next start. */
  readonly onTrial: boolean;
  /** A line is in service, as far as the board can tell. */
  readonly inService: boolean;
  /** Only signed images are taken: this program was built with a key. */
  readonly signed: boolean;
  seal(): Seal;
  /** A program of so many octets. Throws an Error when there is no room. */
  begin(length: number, version: string): ImageWriter;
  healthy(): void;
  /** The image before this one is taken: it is started at once, or at the restart that is asked for next. */
  rollBack(): void;
}
