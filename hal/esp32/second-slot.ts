/** The slot of the flash that does not run: written piece by piece, looked at by the IDF as a whole, and taken at the next start, on trial. */
import type { ImageWriter, Seal, Update } from "../update.js";
import { ImageCheck, type ImageChip } from "./image.js";

/** What the platform does. */
export type SlotPlatform = {
  /** Of the image that runs. */
  readonly onTrial: boolean;
  /** The public key the program was built with, 65 octets; null for none. */
  readonly key: Uint8Array | null;
  /** The slot, to be written from its begin on. Throws an Error when it cannot be had. */
  open(): Slot;
  sha256(): { write(octets: ArrayBuffer): void; close(): ArrayBuffer };
  isSigned(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean;
  markGood(): void;
  rollBack(): void;
};

export type Slot = {
  /** Octets there is room for. */
  readonly size: number;
  write(octets: Uint8Array): void;
  /** The IDF has found it good, and starts it next. Throws an Error that says little. */
  complete(): void;
  close(): void;
};

export class SecondSlot implements Update {
  /** The program says it. */
  readonly version = null;
  readonly onTrial: boolean;
  readonly signed: boolean;
  inService = false;
  readonly #chip: ImageChip;
  readonly #platform: SlotPlatform;

  constructor(chip: ImageChip, platform: SlotPlatform) {
    this.#chip = chip;
    this.#platform = platform;
    this.onTrial = platform.onTrial;
    this.signed = platform.key !== null;
  }

  seal(): Seal {
    const { key, isSigned, sha256 } = this.#platform;
    const digest = sha256();
    let end = new Uint8Array(0);
    return {
      write: (octets) => digest.write(octets.slice().buffer as ArrayBuffer),
      end() {
        end = new Uint8Array(digest.close());
        return end;
      },
      isSignedBy: (signature) => key !== null && isSigned(key, end, signature),
    };
  }

  begin(length: number): ImageWriter {
    const check = new ImageCheck(this.#chip);
    const slot = this.#platform.open();
    if (length > slot.size) {
      slot.close();
      throw new Error(`the program has ${length} octets, and there is room for ${slot.size}`);
    }
    return {
      write(octets) {
        check.push(octets);
        slot.write(octets);
      },
      commit() {
        try {
          check.end(length);
          complete(slot);
        } finally {
          slot.close();
        }
      },
      abort: () => slot.close(),
    };
  }

  healthy(): void {
    this.#platform.markGood();
  }

  rollBack(): void {
    this.#platform.rollBack();
  }
}

/** What the platform says of it is for its makers. */
function complete(slot: Slot): void {
  try {
    slot.complete();
  } catch {
    throw new Error("the program is damaged");
  }
}
