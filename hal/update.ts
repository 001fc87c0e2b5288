/** A second place for a firmware image, and the change to it. */

export interface ImageWriter {
  /** Throws an Error with a readable message when the image is none for this board, or does not fit. */
  write(octets: Uint8Array): void;
  /** Whole: checks length, digest and signature, and takes it at the next start. Throws an Error that says what is wrong. */
  commit(): void;
  abort(): void;
}

export interface Update {
  /** The image that runs was taken on trial: without `healthy` the board goes back to the one before at the next start. */
  readonly onTrial: boolean;
  /** `length` in octets. Throws an Error when there is no room. */
  begin(length: number): ImageWriter;
  healthy(): void;
}
