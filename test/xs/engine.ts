/** The real engine: an `xsnap-worker` of the npm package, fed with bundles and commands in netstrings, no SES. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { build, type Plugin } from "esbuild";
import { withoutPrivateNames } from "../../boards/private-names.mjs";

/** What the engine counted for one command; `compute` is the same on every run and every machine. */
export type Meter = {
  readonly compute: number;
  readonly currentHeapCount: number;
  readonly allocate: number;
  /** Told by our own host alone (`host.ts`): bytes of chunks that are used or not yet collected, and octets of a slot. */
  readonly chunkBytes?: number;
  readonly slotSize?: number;
};

const packageFolder = dirname(createRequire(import.meta.url).resolve("@agoric/xsnap/package.json"));
const worker = join(packageFolder, "xsnap-native/xsnap/build/bin/lin/release/xsnap-worker");

/** Builds XS from the sources in the package, once, where nobody has yet (about 20 s). */
export function buildEngine(): void {
  if (existsSync(worker)) return;
  process.stderr.write("building the XS engine, once\n");
  execFileSync("npm", ["rebuild", "@agoric/xsnap", "--ignore-scripts=false"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** As modules are in an image. */
const asInImage: Plugin = {
  name: "as in an image",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: withoutPrivateNames(readFileSync(path, "utf8")),
      loader: "ts",
    }));
  },
};

/** One TypeScript entry with all it imports, as a script the engine can evaluate. */
export async function bundle(entry: string, plugins: Plugin[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    platform: "neutral",
    plugins: [...plugins, asInImage],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

export class Engine {
  readonly #to: Writable;
  readonly #from: Readable;
  readonly #kill: () => void;
  #buffer = Buffer.alloc(0);
  #waiting: { resolve(answer: { reply: string; meter: Meter }): void; reject(error: Error): void } | null = null;

  /** The worker of the package, or another program that speaks as it does. */
  constructor(program = worker) {
    if (program === worker) buildEngine();
    const child = spawn(program, ["adapter", "-l", "0"], {
      stdio: ["ignore", "ignore", "inherit", "pipe", "pipe", "ignore", "ignore", "ignore", "ignore"],
    });
    this.#kill = () => child.kill();
    this.#to = child.stdio[3] as Writable;
    this.#from = child.stdio[4] as Readable;
    this.#from.on("data", (chunk: Buffer) => this.#hear(chunk));
    child.on("exit", (code, signal) => {
      this.#waiting?.reject(new Error(`the engine has ended (${signal ?? code})`));
      this.#waiting = null;
    });
    this.#to.on("error", () => {});
  }

  evaluate(source: string): Promise<{ reply: string; meter: Meter }> {
    return this.#say(`e${source}`);
  }

  /** Calls the global `handleCommand` with `text`, and gives what it answered. */
  command(text: string): Promise<{ reply: string; meter: Meter }> {
    return this.#say(`?${text}`);
  }

  close(): void {
    this.#waiting = null;
    this.#kill();
  }

  #say(message: string): Promise<{ reply: string; meter: Meter }> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#send(message);
    });
  }

  #send(message: string): void {
    const octets = Buffer.from(message);
    this.#to.write(`${octets.length}:`);
    this.#to.write(octets);
    this.#to.write(",");
  }

  #hear(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const colon = this.#buffer.indexOf(":");
      if (colon < 0) return;
      const length = Number(this.#buffer.subarray(0, colon).toString());
      if (this.#buffer.length < colon + length + 2) return;
      const message = this.#buffer.subarray(colon + 1, colon + 1 + length).toString();
      this.#buffer = this.#buffer.subarray(colon + length + 2);
      this.#understand(message);
    }
  }

  #understand(message: string): void {
    const waiting = this.#waiting;
    // A request of the engine's own: nothing here serves any.
    if (message.startsWith("?")) this.#send("/");
    else if (message.startsWith(".")) {
      const end = message.indexOf("\x01");
      this.#waiting = null;
      waiting?.resolve({ meter: JSON.parse(message.slice(1, end)), reply: message.slice(end + 1) });
    } else {
      this.#waiting = null;
      waiting?.reject(new Error(message.slice(1)));
    }
  }
}
