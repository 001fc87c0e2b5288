/** What a message costs to be parsed: by us, and by the parsers of `sip`, `sip.js` and `jssip`, in the engine and in Node. */
import { deepEqual } from "node:assert/strict";
import { runInThisContext } from "node:vm";
import { build } from "esbuild";
import { Engine } from "../xs/engine.js";

const OURS = "ours";
const TIMES = 20;
const WALL_TIMES = 100;
const WALL_RUNS = 25;

const SHIMMED = [
  "util",
  "net",
  "http",
  "https",
  "dns",
  "assert",
  "dgram",
  "tls",
  "os",
  "crypto",
  "ws",
  "debug",
  "sdp-transform",
];

/** The bundle of `parsers-entry.ts`, the same text for both. */
async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    ...{ entryPoints: ["test/bench/parsers-entry.ts"], bundle: true, write: false, format: "iife", target: "es2022" },
    ...{ platform: "neutral", mainFields: ["main"], logLevel: "error" },
    inject: ["test/bench/node-shim.ts"],
    alias: Object.fromEntries(SHIMMED.map((name) => [name, "./test/bench/node-shim.ts"])),
  });
  return outputFiles[0].text;
}

/** For each message, the cost of one reading by each parser. */
export type Costs = { readonly [message: string]: { readonly [parser: string]: number } };
export type Parsed = { readonly units: Costs; readonly wall: Costs };

export async function measureParsers(): Promise<Parsed> {
  const source = await bundled();
  const engine = new Engine();
  const tell = async (...command: unknown[]) => {
    const { reply, meter } = await engine.command(JSON.stringify(command));
    return { reply: JSON.parse(reply), units: meter.compute };
  };
  runInThisContext(source);
  const { handleCommand } = globalThis as unknown as { handleCommand(message: ArrayBuffer): ArrayBuffer };
  const here = (...command: unknown[]) =>
    JSON.parse(new TextDecoder().decode(handleCommand(new TextEncoder().encode(JSON.stringify(command)).buffer)));
  const [units, wall]: { [message: string]: { [parser: string]: number } }[] = [{}, {}];
  try {
    await engine.evaluate(source);
    const { parsers, messages } = (await tell("names")).reply as { parsers: string[]; messages: string[] };
    for (const message of messages) {
      units[message] = {};
      wall[message] = {};
      const wanted = (await tell("reading", OURS, message)).reply;
      for (const parser of parsers) {
        deepEqual((await tell("reading", parser, message)).reply, wanted, `${parser} reads ${message} as we do`);
        const once = await tell("parse", parser, message, 1);
        const often = await tell("parse", parser, message, TIMES + 1);
        units[message][parser] = (often.units - once.units) / TIMES;
        wall[message][parser] = Number.POSITIVE_INFINITY;
      }
      // in turns, so that whatever else the machine does meets all of them
      for (let run = 0; run < WALL_RUNS; run++)
        for (const parser of parsers)
          wall[message][parser] = Math.min(
            wall[message][parser],
            took(() => here("parse", parser, message, WALL_TIMES)),
          );
    }
  } finally {
    engine.close();
  }
  return { units, wall };
}

/** How many times cheaper we are than the cheapest of the others. */
export function lead(costs: Costs[string]): number {
  const others = Object.keys(costs).filter((parser) => parser !== OURS);
  return Math.min(...others.map((parser) => costs[parser])) / costs[OURS];
}

/** Milliseconds. */
function took(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
