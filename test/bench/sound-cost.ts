/**
 * What 20 ms of sound cost: two talking lines with the kernels native, as a board has them, counted in the worker with empty
 * bodies in the kernels' places and in a host of our own that really calls them; and all in TypeScript.
 */
import type { Plugin } from "esbuild";
import { emptyKernels } from "../hal/native/stand-in.js";
import { bundle, Engine, type Meter } from "../xs/engine.js";
import { buildHost, has32Bits, hostKernels } from "../xs/host.js";

/** Calls are up and all is learnt that will be; then counted are FEW and FEW + FRAMES, which are as long to write. */
const WARM = 500;
const FEW = 100;
const FRAMES = 800;

/** What is to be added to and taken from the units of each command. */
const OVERHEADS = {
  frames: [
    ["frameOverhead", -1],
    ["calls", 1],
  ],
  path: [["pathOverhead", -1]],
  keys: [["keysOverhead", -1]],
} as const;

/** A tick of 20 ms, both lines: units without the bench's own, and what it took of the memory, collected or not. */
export type Cost = {
  readonly units: number;
  readonly slots: number;
  readonly slotsLeft: number;
  readonly chunkBytes: number;
};

class Bench {
  readonly #engine: Engine;

  constructor(program?: string) {
    this.#engine = new Engine(program);
  }

  async start(plugins: Plugin[]): Promise<void> {
    await this.#engine.evaluate(await bundle("test/bench/sound-entry.ts", plugins));
    const { reply } = await this.#tell("talk");
    if (reply !== '["connected","connected"]') throw new Error(`the lines are ${reply}`);
    await this.#tell("prepare");
  }

  /** Of a command, less the units of what is the bench's own. */
  async cost(command: keyof typeof OVERHEADS): Promise<Cost> {
    const all = await this.#count(command);
    let { units } = all;
    for (const [part, sign] of OVERHEADS[command]) units += sign * (await this.#count(part)).units;
    return { ...all, units };
  }

  close(): void {
    this.#engine.close();
  }

  async #count(command: string): Promise<Cost> {
    await this.#tell(command, WARM);
    const before = await this.#collected();
    const few = await this.#tell(command, FEW);
    const many = await this.#tell(command, FEW + FRAMES);
    const after = await this.#collected();
    // what a command itself leaves is in both, and goes out of the difference
    const of = (meter: Meter) => meter.chunkBytes ?? 0;
    const grown = (few: Meter, many: Meter, before: number) =>
      many.currentHeapCount - 2 * few.currentHeapCount + before;
    return {
      units: (many.compute - few.compute) / FRAMES,
      slots: grown(few, many, before.currentHeapCount) / FRAMES,
      slotsLeft: (after.currentHeapCount - before.currentHeapCount) / (2 * FEW + FRAMES),
      chunkBytes: (of(many) - 2 * of(few) + of(before)) / FRAMES,
    };
  }

  async #collected(): Promise<Meter> {
    await this.#tell("collect");
    return this.#tell("collect");
  }

  async #tell(...command: unknown[]): Promise<Meter & { reply: string }> {
    const { reply, meter } = await this.#engine.command(JSON.stringify(command));
    return { ...meter, reply };
  }
}

async function measure(
  commands: readonly (keyof typeof OVERHEADS)[],
  plugins: Plugin[],
  program?: string,
): Promise<Cost[]> {
  const bench = new Bench(program);
  try {
    await bench.start(plugins);
    const costs: Cost[] = [];
    for (const command of commands) costs.push(await bench.cost(command));
    return costs;
  } finally {
    bench.close();
  }
}

/** Both lines, the kernels' bodies empty: all of the firmware, and the bare path of sound. */
export async function measureNative(): Promise<{ all: Cost; path: Cost }> {
  const [all, path] = await measure(["frames", "path"], [emptyKernels]);
  return { all, path };
}

/** The same in a host of 32 bits that calls the kernels; null where none can be built. */
export async function measureHost(): Promise<{ all: Cost; path: Cost } | null> {
  if (!has32Bits()) return null;
  const [all, path] = await measure(["frames", "path"], [hostKernels], await buildHost(32));
  return { all, path };
}

/** Both lines in TypeScript: the path of sound without gains, detectors and canceller, and what listens for keys. */
export async function measureTypeScript(): Promise<{ path: Cost; keys: Cost }> {
  const [path, keys] = await measure(["path", "keys"], []);
  return { path, keys };
}
