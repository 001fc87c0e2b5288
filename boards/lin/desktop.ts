/**
 * The program as a command of a desktop (host.c): a word with a slash in it is the file in which settings are kept over a
 * restart, which is another run of the same command.
 */
import { type FlashContents, SimulatedFlash, type SimulatedFlashOptions } from "../../hal/simulated/flash.js";
import type { Surroundings } from "./board.js";
import { contentsOf, octetsOf } from "./flash-file.js";
import program from "./main.js";

/** xsc binds methods of this very form to C. */
const host = Object.freeze({
  /** Undefined when there is no such file. */
  kept(file: string): ArrayBuffer | undefined {
    return native("xs_lin_kept").call(this, file);
  },
  /** All of it or nothing. Throws an Error when it cannot be written. */
  keep(file: string, octets: ArrayBuffer): void {
    native("xs_lin_keep").call(this, file, octets);
  },
  restart(): void {
    native("xs_lin_restart").call(this);
  },
});

/** The flash of a board, in a file. */
class FlashFile implements SimulatedFlashOptions {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get contents(): FlashContents {
    return contentsOf(new Uint8Array(host.kept(this.#name) ?? new ArrayBuffer(0)));
  }

  keep(contents: FlashContents): void {
    host.keep(this.#name, octetsOf(contents).buffer as ArrayBuffer);
  }
}

class Desktop implements Surroundings {
  readonly flash: SimulatedFlash;

  constructor(flash: SimulatedFlash) {
    this.flash = flash;
  }

  restart(): void {
    host.restart();
  }
}

export default function (words: readonly string[]): void {
  const file = words.find((word) => word.includes("/") && !word.includes("="));
  program(
    words.filter((word) => word !== file),
    new Desktop(new SimulatedFlash(file === undefined ? null : new FlashFile(file))),
  );
}
