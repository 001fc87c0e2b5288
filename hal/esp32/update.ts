/** The second slot of the flash: written piece by piece, looked at by the IDF as a whole, and taken at the next start, on trial. */

import flash from "embedded:storage/flash";
import slot from "embedded:update";
import { Digest } from "crypt";
import config from "mc/config";
import type { ImageWriter, Seal, Update } from "../update.js";
import { ImageCheck, type ImageChip } from "./image.js";
import { octetsOfHex } from "./key.js";
import { system } from "./system.js";

export class BoardUpdate implements Update {
  /** The program says it. */
  readonly version = null;
  readonly onTrial = system.onTrial();
  inService = false;
  readonly #chip: ImageChip;
  /** The public key this program was built with; null for none. */
  readonly #key = octetsOfHex(config.updateKey ?? "");

  constructor(chip: ImageChip) {
    this.#chip = chip;
  }

  get signed(): boolean {
    return this.#key !== null;
  }

  seal(): Seal {
    const digest = new Digest("SHA256");
    const key = this.#key;
    let end = new Uint8Array(0);
    return {
      write: (octets) => digest.write(octets.slice().buffer as ArrayBuffer),
      end() {
        end = new Uint8Array(digest.close());
        return end;
      },
      isSignedBy: (signature) => key !== null && system.isSigned(key, end, signature),
    };
  }

  begin(length: number): ImageWriter {
    const partition = flash.open({ path: "nextota" });
    const { size } = partition.status();
    if (length > size) {
      partition.close();
      throw new Error(`the program has ${length} octets, and there is room for ${size}`);
    }
    const check = new ImageCheck(this.#chip);
    const update = slot.open({ partition, mode: "a" });
    const close = () => {
      update.close();
      partition.close();
    };
    return {
      write(octets) {
        check.push(octets);
        update.write(octets);
      },
      commit() {
        try {
          check.end(length);
          update.complete();
        } catch (error) {
          throw error instanceof Error && error.message !== "end failed" ? error : new Error("the program is damaged");
        } finally {
          close();
        }
      },
      abort: close,
    };
  }

  healthy(): void {
    system.markGood();
  }

  rollBack(): void {
    system.rollBack();
  }
}
