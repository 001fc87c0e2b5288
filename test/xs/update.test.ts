/** The firmware replaced inside the real engine: by rule, on trial, and back from what does not prove itself. */
import { deepEqual, equal } from "node:assert/strict";
import { deskProgram, makeImage } from "../../boards/image.mjs";
import { bundle, Engine } from "./engine.js";

describe("an upgrade in XS", function () {
  this.timeout(120_000);
  let engine: Engine;
  const tell = async (...command: string[]) =>
    JSON.parse((await engine.command(JSON.stringify(command))).reply) as never;
  const serve = (image: Buffer) => tell("serve", image.toString("hex"));

  before(async () => {
    engine = new Engine();
    await engine.evaluate(await bundle("test/xs/update-entry.ts"));
    await tell("boot");
    await tell("wait", "1000");
  });
  after(() => engine.close());

  it("takes an image in pieces, restarts, and keeps it when it has proven itself", async () => {
    await serve(makeImage("simulated", "0.2.0", deskProgram()));
    equal(await tell("change", '{"Upgrade_Rule":"http://h/a","Resync_Random_Delay":"0","Resync_Periodic":"60"}'), true);
    await tell("wait", "10000");
    equal(await tell("version"), "0.2.0");
    await tell("wait", "120000");
    const { trial, state, error } = (await tell("view")) as { trial: unknown; state: string; error: string | null };
    deepEqual([trial, state, error], [null, "idle", null]);
  });

  it("refuses one that is damaged, and goes back from one that fails", async () => {
    const image = makeImage("simulated", "0.3.0", deskProgram("dead"));
    const damaged = Buffer.from(image);
    damaged[40] ^= 1;
    await serve(damaged);
    equal(await tell("change", '{"Upgrade_Rule":"http://h/b","Upgrade_Error_Retry_Delay":"30"}'), true);
    await tell("wait", "5000");
    const { error } = (await tell("view")) as { error: string };
    equal(error, "the image is damaged");
    await serve(image);
    await tell("wait", "60000");
    equal(await tell("version"), "0.2.0");
    const { failed } = (await tell("view")) as { failed: string };
    equal(failed, "0.3.0");
  });
});
