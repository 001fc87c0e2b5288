/** minimodem, to and from memory. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "../lab.js";
import { readWav, writeWav } from "../wav.js";

/** As its command line names them: a rate, and whose tones. */
export type Rate = readonly string[];
export const BELL_202: Rate = ["1200"];
/** The one that calls, and the one that answers: 300 bit/s both ways at once. */
export const BELL_103_CALLING: Rate = ["300"];
export const BELL_103_ANSWERING: Rate = ["-M", "2225", "-S", "2025", "300"];

const file = join(runFolder, `minimodem-${process.pid}.wav`);

/** Text as sound, with silence before and after; `dbm0` is the level of the carrier. */
export function modulated(text: string, rate: Rate, dbm0: number): Int16Array {
  execFileSync("minimodem", ["--tx", "-q", "-R", "8000", "-f", file, ...rate], { input: text });
  const scale = 10 ** ((dbm0 - 3.14) / 20);
  return readWav(readFileSync(file)).map((sample) => Math.round(scale * sample));
}

/** The text in some sound. */
export function demodulated(samples: Int16Array, rate: Rate): string {
  writeFileSync(file, writeWav(samples));
  return execFileSync("minimodem", ["--rx", "-q", "-f", file, ...rate], { encoding: "utf8" });
}
