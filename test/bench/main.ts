/**
 * `npm run bench`: what the firmware costs the engine, as JSON lines; ends with 1 when something costs too much.
 * `npm run bench -- slots` tells besides how the memory of a line that stands by is shared among its parts,
 * `npm run bench -- share` what sound means for a core of an ESP32 (docs/performance.md),
 * `npm run bench -- sound` (minutes, in real time) how bad networks sound here and elsewhere: docs/sound.md.
 */
import { bundle, Engine } from "../xs/engine.js";
import { shareOfCore } from "./core-share.js";
import { measureKernels } from "./kernels.js";
import { LEAST_LEAD, leads, limits } from "./limits.js";
import { measurePage } from "./page.js";
import { lead, measureParsers } from "./parsers.js";
import { measureSlots } from "./slots.js";
import { measureHost, measureNative, measureTypeScript } from "./sound-cost.js";

if (process.argv[2] === "sound") {
  const { sound } = await import("./sound/run.js");
  await sound(process.argv.slice(3));
  process.exit(0);
}

if (process.argv[2] === "share") {
  const share = await shareOfCore();
  process.stdout.write(`${share ?? "skipped: needs gcc-multilib and valgrind"}\n`);
  process.exit(share === null && process.env.CI ? 1 : 0);
}

const FRAMES = 1000;
const INVITES = 8;
let past = 0;

function say(name: string, value: number, unit: string): void {
  const limit = limits[name];
  if (limit === undefined) throw new Error(`${name} has no limit`);
  if (value > limit) past++;
  print(name, value, unit, limit);
}

/** A figure that is to be large. */
function boast(name: string, value: number, limit = leads[name] ?? null): void {
  if (limit !== null && value < limit) past++;
  print(name, value, "times, at least", limit);
}

function print(name: string, value: number, unit: string, limit: number | null): void {
  const rounded = Math.round(value * 100) / 100;
  process.stdout.write(`${JSON.stringify({ name, value: rounded, unit, limit })}\n`);
}

const engine = new Engine();
const tell = async (...command: unknown[]) => {
  const { reply, meter } = await engine.command(JSON.stringify(command));
  return { reply: JSON.parse(reply) as unknown, units: meter.compute, slots: meter.currentHeapCount };
};
/** Slots that are really used: the count holds garbage until it has been collected. */
async function inUse(): Promise<number> {
  await tell("collect");
  return (await tell("nothing")).slots;
}
const expect = (wanted: unknown, got: unknown) => {
  if (wanted !== got) throw new Error(`expected ${wanted}, got ${got}`);
};

try {
  await engine.evaluate(await bundle("test/bench/adapter-entry.ts"));
  await tell("boot");
  const { units: nothing } = await tell("nothing");

  const before = await inUse();
  await tell("adapter");
  say("slots of an adapter after boot", (await inUse()) - before, "slots");

  expect("connected", (await tell("talk")).reply);
  await tell("frames", 100);
  const one = await tell("frames", 1);
  const many = await tell("frames", FRAMES + 1);
  say("20 ms of a talking line, both directions", (many.units - one.units) / FRAMES, "units");
  say("slots left behind by 20 ms of a talking line", (many.slots - one.slots) / FRAMES, "slots");

  expect("idle", (await tell("hangUp")).reply);
  await tell("prepare", INVITES);
  let invite = 0;
  for (let i = 0; i < INVITES; i++) {
    const { reply, units } = await tell("invite", i);
    expect("ringing", reply);
    invite += units - nothing;
    expect("idle", (await tell("cancel", i)).reply);
  }
  say("a received INVITE, to 180", invite / INVITES, "units");

  const asked = await tell("register");
  expect("REGISTER", (await tell("prepareAnswer")).reply);
  const answered = await tell("answer");
  expect(true, answered.reply);
  say("a REGISTER cycle", asked.units + answered.units - 2 * nothing, "units");
} finally {
  engine.close();
}

const parsed = await measureParsers();
for (const [message, costs] of Object.entries(parsed.units)) {
  for (const [parser, units] of Object.entries(costs)) {
    const name = `parsed ${message}, ${parser}`;
    if (parser === "ours") say(name, units, "units");
    else print(name, units, "units", null);
  }
  boast(`parsed ${message}: best other / ours`, lead(costs));
  boast(`parsed ${message}, wall time in Node: best other / ours`, lead(parsed.wall[message]));
}
const page = await measurePage();
say("the adapter's page, all of it compressed", page.all, "KiB");
for (const [path, size] of Object.entries(page.files)) print(`the adapter's page: ${path}`, size, "KiB", null);
const native = await measureNative();
say("20 ms of two talking lines, kernels native and empty", native.all.units, "units");
say("20 ms of two voices in it, kernels native and empty", native.path.units, "units");
const host = await measureHost();
if (host === null) {
  process.stderr.write("skipped: what sound takes of the memory needs a compiler of 32 bits (gcc-multilib)\n");
  if (process.env.CI) past++;
} else {
  say("20 ms of two talking lines, kernels native", host.all.units, "units");
  say("chunks that 20 ms of two talking lines take", host.all.chunkBytes, "bytes");
  say("slots that 20 ms of two talking lines take", host.all.slots, "slots");
  say("slots left behind by 20 ms of two talking lines", host.all.slotsLeft, "slots");
}
const slow = await measureTypeScript();
say("20 ms of two voices in TypeScript, gains of 0 dB, nothing detected or cancelled", slow.path.units, "units");
say("20 ms of two lines' keys in TypeScript", slow.keys.units, "units");
for (const [kernel, { units, lead }] of Object.entries(await measureKernels())) {
  say(`kernel ${kernel} in TypeScript`, units, "units");
  boast(`kernel ${kernel}: time of TypeScript / C`, lead, LEAST_LEAD);
}

if (process.argv[2] === "slots")
  for (const [part, slots] of Object.entries(await measureSlots()))
    print(`slots of a line: ${part}`, slots, "slots", null);
process.exit(past > 0 ? 1 : 0);
