/**
 * What each sound kernel costs in TypeScript inside the engine, and how many times faster its twin in C is: the same call, with
 * the same arrays, on the same machine, the best of several tries of each.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { ffi, folder, sources } from "../hal/native/compile.js";
import { twinsInPlace } from "../hal/native/stand-in.js";
import { bundle, Engine } from "../xs/engine.js";

const ENTRY = "test/bench/kernels-entry.ts";
const TRIES = 5;
/** ms that a try lasts at least. */
const LEAST_TRY = 20;

/** Units a call, and how many times longer it takes in the engine than in C. */
export type KernelCost = { readonly units: number; readonly lead: number };

type Call = { readonly name: string; readonly args: readonly (ArrayBuffer | number)[] };

const names = Object.keys(ffi.functions);

/** Costs by the kernels' names; throws for a kernel that nobody calls here. */
export async function measureKernels(): Promise<Record<string, KernelCost>> {
  const calls = await record();
  const engine = new Engine();
  try {
    await engine.evaluate(await bundle(ENTRY));
    const costs: Record<string, { units: number; ns: number }> = {};
    for (const name of names) costs[name] = await measure(engine, name);
    const native = timesInC(calls);
    return Object.fromEntries(
      names.map((name) => [name, { units: costs[name].units, lead: costs[name].ns / native[name] }]),
    );
  } finally {
    engine.close();
  }
}

async function measure(engine: Engine, name: string): Promise<{ units: number; ns: number }> {
  const call = async (times: number) => {
    const { reply, meter } = await engine.command(JSON.stringify([name, times]));
    return { ms: Number(reply), units: meter.compute };
  };
  const empty = async (times: number) => (await engine.command(JSON.stringify(["", times]))).meter.compute;
  await call(10);
  const units = ((await call(20)).units - (await call(10)).units - ((await empty(20)) - (await empty(10)))) / 10;
  let times = 10;
  while ((await call(times)).ms < LEAST_TRY) times *= 2;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES; i++) best = Math.min(best, (await call(times)).ms);
  return { units, ns: (1e6 * best) / times };
}

/**
 * Instructions a call, -Os, by name, as valgrind counts them; null where there is none. With 64 bits a PC has about as many
 * registers as the core.
 */
export async function countInstructions(kernels: readonly string[]): Promise<Record<string, number> | null> {
  const calls = await record();
  const scratch = mkdtempSync(join(tmpdir(), "kernels-"));
  try {
    const main = join(scratch, "count.c");
    const program = join(scratch, "count");
    writeFileSync(main, countingProgramOf(calls));
    execFileSync("cc", ["-std=gnu99", "-Os", "-I", folder, main, ...sources, "-o", program]);
    const count = (name: string, times: number) => {
      const options = ["--tool=callgrind", "--callgrind-out-file=/dev/null", program, name, String(times)];
      const { stderr, error } = spawnSync("valgrind", options, { encoding: "utf8" });
      if (error) throw error;
      return Number(/Collected : (\d+)/.exec(stderr)?.[1]);
    };
    return Object.fromEntries(kernels.map((name) => [name, (count(name, 150) - count(name, 50)) / 100]));
  } catch {
    return null;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The calls as the twins make them, with what is in their arrays before. */
async function record(): Promise<readonly Call[]> {
  const recorder = twinsInPlace(
    "recorder",
    () => "export default class FFI { constructor() { return globalThis.recorder; } }",
  );
  const recorded: Call[] = [];
  const kept = (arg: ArrayBuffer | number) => (typeof arg === "number" ? arg : arg.slice(0));
  const recorderOf =
    (name: string) =>
    (...args: (ArrayBuffer | number)[]) => {
      recorded.push({ name, args: args.map(kept) });
      return 0;
    };
  const context: { [name: string]: unknown; kernels?: { [name: string]: () => void } } = {
    recorder: Object.fromEntries(names.map((name) => [name, recorderOf(name)])),
  };
  runInNewContext(await bundle(ENTRY, [recorder]), context);
  return names.map((name) => {
    context.kernels?.[name]?.();
    const call = recorded.at(-1);
    if (call?.name !== name) throw new Error(`the bench does not call the kernel ${name}`);
    return call;
  });
}

/** Nanoseconds a call, by name, of a program that is compiled as a board's is: -Os. */
function timesInC(calls: readonly Call[]): Record<string, number> {
  const scratch = mkdtempSync(join(tmpdir(), "kernels-"));
  try {
    const main = join(scratch, "times.c");
    const program = join(scratch, "times");
    writeFileSync(main, programOf(calls));
    execFileSync("cc", ["-std=gnu99", "-Os", "-I", folder, main, ...sources, "-o", program]);
    return JSON.parse(execFileSync(program, { encoding: "utf8" })) as Record<string, number>;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const ARRAYS: { readonly [type: string]: (buffer: ArrayBuffer) => ArrayLike<number> } = {
  "int16_t*": (buffer) => new Int16Array(buffer),
  "int32_t*": (buffer) => new Int32Array(buffer),
  "uint8_t*": (buffer) => new Uint8Array(buffer),
};

/** The arrays of all calls, and the calls themselves. */
function sourceOf(calls: readonly Call[]): { arrays: string; calls: { name: string; call: string }[] } {
  const arrays: string[] = [];
  const sources = calls.map(({ name, args }) => {
    const types = ffi.functions[name].arguments;
    const list = args.map((arg, i) => {
      if (typeof arg === "number") return String(arg);
      const array = `a${arrays.length}`;
      const values = Array.from(ARRAYS[types[i]](arg), (value) => (value === -0x8000_0000 ? "INT32_MIN" : value));
      arrays.push(`static ${types[i].slice(0, -1)} ${array}[] = {${values.join(",")}};`);
      return array;
    });
    return { name, call: `${name}(${list.join(", ")})` };
  });
  return { arrays: arrays.join("\n"), calls: sources };
}

function countingProgramOf(calls: readonly Call[]): string {
  const source = sourceOf(calls);
  const lines = source.calls.map(
    ({ name, call }) => `  if (!strcmp(arguments[1], "${name}")) for (int i = 0; i < times; i++) ${call};`,
  );
  return `#include "kernels.h"
#include <stdlib.h>
#include <string.h>

${source.arrays}

int main(int count, char **arguments) {
  int times = count > 2 ? atoi(arguments[2]) : 0;
${lines.join("\n")}
  return 0;
}
`;
}

function programOf(calls: readonly Call[]): string {
  const source = sourceOf(calls);
  const timings = source.calls.map(({ name, call }) => `  TIME(${name}, ${call});`);
  return `#include "kernels.h"
#include <stdio.h>
#include <time.h>

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return 1e9 * (double)at.tv_sec + (double)at.tv_nsec;
}

#define TIME(name, call) do { \\
  double best = 1e30; \\
  for (int try = 0; try < ${TRIES}; try++) { \\
    double began = now(), took = 0; \\
    long times = 0; \\
    while (took < ${LEAST_TRY / 4}e6) { for (int i = 0; i < 100; i++) call; times += 100; took = now() - began; } \\
    if (took / (double)times < best) best = took / (double)times; \\
  } \\
  printf("%s\\n\\"" #name "\\": %.2f", first ? "" : ",", best); \\
  first = 0; \\
} while (0)

${source.arrays}

int main(void) {
  int first = 1;
  printf("{");
${timings.join("\n")}
  printf("}\\n");
  return 0;
}
`;
}
