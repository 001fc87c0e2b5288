/** The simulator as its users start it: a process, its lines of JSON, its control interface. */
import { type ChildProcess, spawn } from "node:child_process";
import { join, normalize } from "node:path";
import { createInterface } from "node:readline";

const ROOT = normalize(join(import.meta.dirname, "../.."));

export type Ready = {
  readonly type: "ready";
  readonly desk: string;
  readonly web: string;
  readonly sip: readonly string[];
  readonly pbx: string | null;
  readonly seed: number;
  readonly pid: number;
  readonly version: string;
};
export type Event = { readonly t: number; readonly line: number | null; readonly type: string } & {
  readonly [field: string]: unknown;
};

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string; readonly ms: number };

/** A test that fails must not leave a process behind for which its runner waits. */
const LONGEST_LIFE = 120_000;

const launch = (args: readonly string[], timeout = LONGEST_LIFE) =>
  spawn(process.execPath, ["sim/start.mjs", ...args], {
    cwd: ROOT,
    stdio: ["pipe", "pipe", "pipe"],
    timeout,
    killSignal: "SIGKILL",
  });

/** Runs to the end. */
export function runOnce(args: readonly string[], input = ""): Promise<Ended> {
  const process = launch(args, 10_000);
  const start = performance.now();
  let out = "";
  let err = "";
  process.stdout.on("data", (data) => (out += data));
  process.stderr.on("data", (data) => (err += data));
  process.stdin.end(input);
  return new Promise((resolve) =>
    process.on("close", (code) => resolve({ code, out, err, ms: performance.now() - start })),
  );
}

/** A simulator that is ready, on any free ports, until `stop`. */
export class Simulator {
  readonly ready: Ready;
  readonly events: Event[] = [];
  readonly #process: ChildProcess;
  readonly #lines;
  readonly #ended: Promise<{ code: number | null; signal: string | null }>;
  #look = () => {};

  private constructor(process: ChildProcess, lines: ReturnType<typeof createInterface>, ready: Ready) {
    this.#process = process;
    this.#lines = lines;
    this.ready = ready;
    lines.on("line", (line) => {
      this.events.push(JSON.parse(line));
      this.#look();
    });
    this.#ended = new Promise((resolve) => process.on("close", (code, signal) => resolve({ code, signal })));
  }

  static start(...args: string[]): Promise<Simulator> {
    const process = launch(["--desk", "127.0.0.1:0", "--web", "127.0.0.1:0", "--headless", ...args]);
    const lines = createInterface({ input: process.stdout });
    let err = "";
    process.stderr.on("data", (data) => (err += data));
    return new Promise((resolve, reject) => {
      const failed = (code: number | null) => reject(new Error(`ended with ${code}: ${err}`));
      process.once("close", failed);
      lines.once("line", (line) => {
        process.removeListener("close", failed);
        resolve(new Simulator(process, lines, JSON.parse(line)));
      });
    });
  }

  /** Nobody reads its standard output any more. */
  ignore(): void {
    this.#lines.pause();
  }

  /** Whoever read its standard output has ended. */
  leave(): void {
    this.#process.stdout?.destroy();
  }

  /** The first event that matches, past or to come. */
  event(matching: { readonly [field: string]: unknown }): Promise<Event> {
    return new Promise((resolve) => {
      const before = this.#look;
      const look = () => {
        before();
        const found = this.events.find((event) =>
          Object.entries(matching).every(([field, value]) => event[field] === value),
        );
        if (found) resolve(found);
      };
      this.#look = look;
      look();
    });
  }

  async ask(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.ready.desk}${path}`, body ? { method, body: JSON.stringify(body) } : { method });
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Asks it to end and waits: exit code, signal, and the milliseconds it took. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<{ code: number | null; signal: string | null; ms: number }> {
    const start = performance.now();
    this.#process.kill(signal);
    this.#lines.resume();
    return { ...(await this.#ended), ms: performance.now() - start };
  }
}
