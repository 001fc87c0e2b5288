/**
 * The program as a command of a desktop (host.c): a word with a slash in it is the file in which settings are kept over a
 * restart, which is another run of the same command.
 */
import { SimulatedFlash } from "../../hal/simulated/flash.js";
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

export default function (words: readonly string[]): void {
  const file = words.find((word) => word.includes("/") && !word.includes("="));
  const octets = file === undefined ? undefined : host.kept(file);
  const flash = new SimulatedFlash({
    contents: contentsOf(new Uint8Array(octets ?? new ArrayBuffer(0))),
    keep: (contents) => {
      if (file !== undefined) host.keep(file, octetsOf(contents).buffer as ArrayBuffer);
    },
  });
  program(
    words.filter((word) => word !== file),
    { flash, restart: () => host.restart() },
  );
}
