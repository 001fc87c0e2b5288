/**
 * `npm run bench -- sound [--rows a,b] [--seconds N] [--seed N] [--keep FOLDER]`: the same bad networks for the adapter
 * and for others, in real time. Each row calls all of them at once and sends them the same packets at the same moments.
 * With `--virtual` the adapter's sound alone, in virtual time: the mean of four phases between packets and frames.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emitWav } from "../../../sim/wav.js";
import { Caller } from "./caller.js";
import { pause } from "./clock.js";
import { clickDelays, type Measured, measure, quantile } from "./measure.js";
import { adapter, baresip, favour, linphone, type Receiver, together, VERSIONS } from "./receivers.js";
import { type Impairment, ROWS, type Schedule, scheduleOf } from "./schedule.js";
import { type Sent, send } from "./sender.js";
import { CLICK, type Said, say } from "./signal.js";
import { page } from "./table.js";
import { hear } from "./virtual.js";

/** One receiver in one row; round trips only of those that send back, NaN otherwise. */
export type Result = Measured & {
  readonly receiver: string;
  readonly roundTrip: number;
  readonly roundTripWorst: number;
};
export type RowResult = {
  readonly row: Impairment;
  readonly sent: Sent;
  readonly lost: number;
  readonly results: readonly Result[];
};
export type Run = {
  readonly rows: readonly RowResult[];
  readonly seconds: number;
  readonly seed: number;
  readonly voice: string;
};

/** The sender's own lateness at worst; a row that exceeds it is repeated. */
const LATEST_MS = 5;
/** What is heard before is not judged: some take a moment to begin. */
const JUDGED_FROM = 8000;
const LONGEST_DELAY = 600;
/** ms from a packet to the next frame. */
const PHASES = [2, 7, 12, 17];

export async function sound(args: readonly string[]): Promise<void> {
  const option = (name: string) => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined);
  const seconds = Number(option("seconds") ?? 30);
  const seed = Number(option("seed") ?? 1);
  const wanted = option("rows")?.split(",");
  const rows = ROWS.filter(({ name }) => !wanted || wanted.some((part) => name === part || name.startsWith(part)));
  const keep = option("keep");
  const said = say(seconds);
  if (args.includes("--virtual")) {
    for (const row of rows) inVirtualTime(row, scheduleOf(row, seconds, seed), said);
    return;
  }
  favour(process, 10);
  const folder = mkdtempSync(join(tmpdir(), "bench-sound-"));
  const receivers: Receiver[] = [];
  const clear = async () => {
    await Promise.all(receivers.map((receiver) => receiver.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => clear().then(() => process.exit(1)));
  try {
    receivers.push(await adapter());
    if (present("baresip")) receivers.push(await baresip(join(folder, "baresip"), 31_010));
    if (present("linphone")) receivers.push(await linphone(join(folder, "linphone"), 31_030));
    const done: RowResult[] = [];
    for (const row of rows) {
      const result = await inTime(row, scheduleOf(row, seconds, seed), said, receivers, keep);
      done.push(result);
      tell(result);
    }
    const text = page({ rows: done, seconds, seed, voice: said.voice });
    if (wanted || seconds !== 30) process.stdout.write(`\n${text}`);
    else writeFileSync(join(import.meta.dirname, "../../../docs/sound.md"), text);
  } finally {
    await clear();
  }
}

function inVirtualTime(row: Impairment, schedule: Schedule, said: Said): void {
  const figures = PHASES.map((phase) => {
    const { samples, start } = hear(schedule, said.octets, phase);
    return Object.entries(measure(said.samples, samples, start, JUDGED_FROM, LONGEST_DELAY));
  });
  const means = figures[0].map(([name], i) => {
    const mean = figures.reduce((sum, one) => sum + one[i][1], 0) / figures.length;
    return [name, Math.round(mean * 1000) / 1000];
  });
  process.stdout.write(`${JSON.stringify({ row: row.name, ...Object.fromEntries(means) })}\n`);
}

/** Again, when the sender itself was late; the better of both counts. */
async function inTime(
  row: Impairment,
  schedule: Schedule,
  said: Said,
  receivers: readonly Receiver[],
  keep: string | undefined,
): Promise<RowResult> {
  const first = await oneRow(row, schedule, said, receivers, keep);
  if (first.sent.latest <= LATEST_MS) return first;
  process.stderr.write(`${row.name}: a packet was ${first.sent.latest.toFixed(1)} ms late, once more\n`);
  const second = await oneRow(row, schedule, said, receivers, keep);
  return second.sent.latest < first.sent.latest ? second : first;
}

async function oneRow(
  row: Impairment,
  schedule: Schedule,
  said: Said,
  receivers: readonly Receiver[],
  keep: string | undefined,
): Promise<RowResult> {
  const calls: Caller[] = [];
  try {
    for (const receiver of receivers) {
      await receiver.prepare();
      const call = new Caller(receiver.user, receiver.port);
      calls.push(call);
      await call.call();
    }
    await pause(500);
    const sent = await send(calls, schedule, said.octets, () => {
      for (const receiver of receivers) receiver.watch();
    });
    await pause(LONGEST_DELAY);
    const results: Result[] = [];
    for (const [i, receiver] of receivers.entries()) {
      await calls[i].hangUp();
      const heard = await receiver.heard(calls[i].echoes);
      if (keep) store(keep, `${row.name} ${receiver.name}`, heard.samples);
      const clicks = said.clicks.filter((at) => at >= JUDGED_FROM);
      const back = receiver.loops ? together(calls[i].echoes) : null;
      const trips = back
        ? clickDelays(said.samples, back.samples, back.start - sent.start, clicks, CLICK).filter((one) => one !== null)
        : [];
      results.push({
        receiver: receiver.name,
        ...measure(said.samples, heard.samples, heard.start - sent.start, JUDGED_FROM, LONGEST_DELAY),
        roundTrip: quantile(trips, 0.5),
        roundTripWorst: quantile(trips, 1),
      });
    }
    return { row, sent, lost: schedule.lost.length / (schedule.lost.length + schedule.packets.length), results };
  } finally {
    for (const call of calls) call.close();
  }
}

function tell({ row, results }: RowResult): void {
  for (const { receiver, ...figures } of results) {
    const rounded = Object.entries(figures).map(([name, value]) => [
      name,
      Number.isFinite(value) ? Math.round(value * 1000) / 1000 : null,
    ]);
    process.stdout.write(`${JSON.stringify({ row: row.name, receiver, ...Object.fromEntries(rounded) })}\n`);
  }
}

function store(folder: string, name: string, samples: Int16Array): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name.replace(/\W+/g, "-")}.wav`), emitWav(samples));
}

/** Nobody is left out in silence. */
function present(name: keyof typeof VERSIONS): boolean {
  if (VERSIONS[name] !== null) return true;
  if (process.env.CI) throw new Error(`missing here: ${name}`);
  process.stderr.write(`left out, missing here: ${name}\n`);
  return false;
}
