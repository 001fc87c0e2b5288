/** What the parts of one line take of the engine's memory, from the moment they stand by. */
import { bundle, Engine } from "../xs/engine.js";

/** Slots by part; `a: b` is a part of `a`. */
export async function measureSlots(): Promise<Record<string, number>> {
  const engine = new Engine();
  const count = async () => {
    await engine.command("collect");
    return (await engine.command("nothing")).meter.currentHeapCount;
  };
  try {
    await engine.evaluate(await bundle("test/bench/slots-entry.ts"));
    const names = JSON.parse((await engine.command("names")).reply) as string[];
    const slots: Record<string, number> = {};
    await count();
    let before = await count();
    for (const name of names) {
      await engine.command(name);
      const now = await count();
      slots[name] = now - before;
      before = now;
    }
    return slots;
  } finally {
    engine.close();
  }
}
