/** `npm run bench`: what the firmware costs the engine, as JSON lines; ends with 1 when something costs too much. */
import { bundle, Engine } from "../xs/engine.js";
import { limits } from "./limits.js";

const FRAMES = 1000;
const INVITES = 8;
let past = 0;

function say(name: string, value: number, unit: string): void {
  const limit = limits[name];
  if (limit === undefined) throw new Error(`${name} has no limit`);
  if (value > limit) past++;
  process.stdout.write(`${JSON.stringify({ name, value: Math.round(value * 100) / 100, unit, limit })}\n`);
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
  expect("registered", answered.reply);
  say("a REGISTER cycle", asked.units + answered.units - 2 * nothing, "units");
} finally {
  engine.close();
}
process.exit(past > 0 ? 1 : 0);
