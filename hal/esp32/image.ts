/** An ESP32's image as it comes in: is it one, is it for this chip, is it whole? (IDF, "App Image Format") */

/** In the first octets: the magic number, and the chip it is for. */
const MAGIC = 0xe9;
const CHIP_AT = 12;
const CHIPS: { readonly [chip in "esp32" | "esp32s3"]: number } = Object.freeze({ esp32: 0, esp32s3: 9 });
/** The digest at its end, which the bootloader checks too, and the flag that says it is there. */
const DIGESTED_AT = 23;
const HEAD = 24;

export type ImageChip = keyof typeof CHIPS;

export class ImageCheck {
  readonly #chip: ImageChip;
  readonly #head = new Uint8Array(HEAD);
  #length = 0;

  constructor(chip: ImageChip) {
    this.#chip = chip;
  }

  get length(): number {
    return this.#length;
  }

  /** Throws an Error with a readable message as soon as it is none. */
  push(octets: Uint8Array): void {
    const had = this.#length;
    for (let i = 0; had + i < HEAD && i < octets.length; i++) this.#head[had + i] = octets[i];
    this.#length += octets.length;
    if (had >= HEAD || this.#length < HEAD) return;
    if (this.#head[0] !== MAGIC) throw new Error("this is no firmware image");
    const chip = this.#head[CHIP_AT] | (this.#head[CHIP_AT + 1] << 8);
    if (chip !== CHIPS[this.#chip]) throw new Error(`this image is for another chip than an ${this.#chip}`);
    if (this.#head[DIGESTED_AT] !== 1) throw new Error("this image has no digest");
  }

  /** Throws an Error when it is not as long as was said. */
  end(length: number): void {
    if (this.#length !== length || length < HEAD) throw new Error(`${this.#length} of ${length} octets have come`);
  }
}
