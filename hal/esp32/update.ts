/** The second slot of the flash: written piece by piece, looked at by the IDF as a whole, and taken at the next start, on trial. */
import flash from "embedded:storage/flash";
import slot from "embedded:update";
import type { ImageWriter, Update } from "../update.js";
import { ImageCheck, type ImageChip } from "./image.js";
import { system } from "./system.js";

export class BoardUpdate implements Update {
  readonly onTrial = system.onTrial();
  readonly #chip: ImageChip;

  constructor(chip: ImageChip) {
    this.#chip = chip;
  }

  begin(length: number): ImageWriter {
    const partition = flash.open({ path: "nextota" });
    const { size } = partition.status();
    if (length > size) throw new Error(`the image has ${length} octets, and there is room for ${size}`);
    const check = new ImageCheck(this.#chip);
    const update = slot.open({ partition, mode: "a" });
    const close = () => {
      update.close();
      partition.close();
    };
    return {
      write(octets) {
        check.push(octets);
        if (check.length > length) throw new Error("the image is longer than was said");
        update.write(octets);
      },
      commit() {
        try {
          check.end(length);
          update.complete();
        } catch (error) {
          throw error instanceof Error && error.message !== "end failed" ? error : new Error("the image is damaged");
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
}
