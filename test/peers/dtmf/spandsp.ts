/** spandsp's DTMF sender and receiver (`say.c`, `hear.c`), and ours beside them. */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { COLUMNS, KEYS, ROWS } from "../../../firmware/dsp/dtmf.js";
import { DtmfRx, PRESSED } from "../../../firmware/dsp/dtmf-rx.js";

const FRAME = 160;
const LARGEST_OUTPUT = 2 ** 30;

/** Orders for `say.c`. */
export type Scene = readonly string[];

/** Silence for so many samples. */
export const rest = (samples: number) => `rest ${samples}`;

export type Pair = {
  /** dBm0 of row and column. */
  readonly low: number;
  readonly high: number;
  /** Part of its frequency that each is off. */
  readonly lowOff?: number;
  readonly highOff?: number;
  readonly ms: number;
};

/** One key from two oscillators. */
export function pair(key: string, { low, high, lowOff = 0, highOff = 0, ms }: Pair): string {
  const place = KEYS.indexOf(key);
  const row = ROWS[place >> 2] * (1 + lowOff);
  const column = COLUMNS[place & 3] * (1 + highOff);
  return `pair ${row} ${low} ${column} ${high} ${Math.round(8 * ms)}`;
}

export class Spandsp {
  readonly #folder: string;

  /** Compiles both programs into a folder that is there already; throws what the compiler says. */
  constructor(folder: string) {
    this.#folder = folder;
    const flags = execFileSync("pkg-config", ["--cflags", "--libs", "spandsp"], { encoding: "utf8" }).trim();
    for (const name of ["say", "hear"]) {
      const source = join(import.meta.dirname, `${name}.c`);
      const options = ["-std=gnu11", "-O2", "-Wall", "-o", join(folder, name), source];
      execFileSync("cc", [...options, ...flags.split(/\s+/).filter(Boolean), "-lm"]);
    }
  }

  /** What it makes of each scene: samples, 8000 a second. */
  say(scenes: readonly Scene[]): Int16Array[] {
    const output = this.#run("say", `${scenes.map((orders) => [...orders, "."].join("\n")).join("\n")}\n`);
    const sounds: Int16Array[] = [];
    for (let at = 0; at < output.length; ) {
      const end = at + 4 + 2 * output.readInt32LE(at);
      sounds.push(new Int16Array(Uint8Array.from(output.subarray(at + 4, end)).buffer));
      at = end;
    }
    return sounds;
  }

  /** The keys it hears in each sound. */
  hear(sounds: readonly Int16Array[]): string[] {
    const input = sounds.flatMap((samples) => [
      Buffer.from(Int32Array.of(samples.length).buffer),
      Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
    ]);
    const lines = this.#run("hear", Buffer.concat(input)).toString().split("\n");
    return lines.slice(0, sounds.length).map((line) => line.replace(/@\d+ /g, ""));
  }

  #run(name: string, input: string | Buffer): Buffer {
    const { status, stdout, stderr } = spawnSync(join(this.#folder, name), { input, maxBuffer: LARGEST_OUTPUT });
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    return stdout;
  }
}

/** The keys our receiver is pressed, while the telephone is made to hear `ear`: a tone of the adapter's, or a voice. */
export function ours(samples: Int16Array, ear?: Int16Array, tone = false): string {
  const receiver = new DtmfRx();
  receiver.hearsTone = tone;
  const frame = new Int16Array(FRAME);
  let keys = "";
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    if (ear) receiver.listen(ear.slice(at, at + FRAME));
    frame.set(samples.subarray(at, at + FRAME));
    if (receiver.speak(frame) & PRESSED) keys += KEYS[receiver.key];
  }
  return keys;
}
