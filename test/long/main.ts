/** `npm run long -- NAME [--count N] [--seed S]`: what takes longer than a test may; prints its seed, and ends with 1 on a failure. */
import { longHistories } from "./histories.js";
import { talkOff } from "./talk-off.js";

/** Answers what to say of a run in which nothing was wrong; throws otherwise. */
export type Run = (options: { readonly count: number; readonly seed: number }) => string;

type Row = { readonly run: Run; readonly count: number };

/** By name; `count` where none is asked for. */
const RUNS: { readonly [name: string]: Row } = {
  histories: { run: longHistories, count: 10_000 },
  "talk-off": { run: talkOff, count: 60 },
};

function number(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0) return otherwise;
  const value = Number(process.argv[at + 1]);
  if (Number.isSafeInteger(value)) return value;
  process.stderr.write(`--${name} wants a number\n`);
  process.exit(2);
}

const name = process.argv[2] ?? "";
const row = Object.hasOwn(RUNS, name) ? RUNS[name] : undefined;
if (!row) {
  process.stderr.write(
    `npm run long -- NAME [--count N] [--seed S], where NAME is one of: ${Object.keys(RUNS).join(" ")}\n`,
  );
  process.exit(2);
}
const seed = number("seed", Date.now() & 0x7fff_ffff);
const count = number("count", row.count);
process.stdout.write(`${name} --count ${count} --seed ${seed}\n`);
try {
  const began = performance.now();
  const said = row.run({ count, seed });
  process.stdout.write(`${said}, ${Math.round((performance.now() - began) / 100) / 10} s\n`);
} catch (error) {
  const { message, cause } = error as Error;
  process.stderr.write(`${message}\n${cause instanceof Error ? cause.stack : ""}\n`);
  process.exit(1);
}
