import { deepEqual, equal, fail } from "node:assert/strict";
import { Engine } from "./engine.js";
import { buildHost, has32Bits } from "./host.js";

describe("our own host of XS", function () {
  this.timeout(240_000);
  let engine: Engine;
  before(async function () {
    if (has32Bits()) engine = new Engine(await buildHost(32));
    else if (process.env.CI) fail("no compiler of 32 bits (gcc-multilib)");
    else {
      process.stderr.write("skipped: no compiler of 32 bits (gcc-multilib)\n");
      this.skip();
    }
  });
  after(() => engine?.close());

  it("counts units, slots and chunks, to the octet", async () => {
    await engine.evaluate(`
      const sound = new Int16Array(160);
      const deeds = {
        "-": () => {},
        l: () => { for (let i = 0; i < 160; i++) sound[i] = i; },
        m: () => { new ArrayBuffer(1000); },
        o: () => { ({}); },
      };
      globalThis.handleCommand = (message) => {
        deeds[String.fromCharCode(new Uint8Array(message)[0])]();
        return message;
      };`);
    const cost = async (deed: string) => {
      const { meter: before } = await engine.command("-");
      const { meter: after } = await engine.command(deed);
      const { meter: nothing } = await engine.command("-");
      return {
        units: after.compute - nothing.compute,
        slots: after.currentHeapCount - before.currentHeapCount - (nothing.currentHeapCount - after.currentHeapCount),
        chunkBytes: chunks(after) - chunks(before) - (chunks(nothing) - chunks(after)),
      };
    };
    const chunks = ({ chunkBytes }: { chunkBytes?: number }) => chunkBytes ?? fail("no chunks are told");
    equal((await engine.command("-")).meter.slotSize, 16);
    const loop = await cost("l");
    deepEqual([loop.slots, loop.chunkBytes, loop.units > 2000], [0, 0, true]);
    deepEqual(await cost("l"), loop);
    const memory = await cost("m");
    equal(memory.chunkBytes >= 1000 && memory.chunkBytes < 1100, true);
    equal((await cost("o")).slots > 0, true);
  });

  it("calls the kernels", async () => {
    await engine.evaluate(`globalThis.handleCommand = () => {
      const samples = Int16Array.of(9, 3, -4, 5);
      const loudness = kernels.loudnessOf(samples.buffer, 1, 2);
      kernels.applyGain(samples.buffer, 0, 4, 0x4000);
      return Uint8Array.from(JSON.stringify([loudness, ...samples]), (c) => c.charCodeAt(0)).buffer;
    };`);
    equal((await engine.command("")).reply, "[12,5,2,-2,3]");
  });

  it("says what went wrong", async () => {
    let said = "";
    await engine.evaluate("throw new Error('no')").catch((error: Error) => {
      said = error.message;
    });
    equal(said, "Error: no");
  });
});
