/** A whole call inside the real engine: the unmodified firmware, two telephones, the PBX. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { BOARDS } from "../../sim/line-card.js";
import { bundle, Engine } from "./engine.js";

type Telephone = { hook: string; ringing: boolean; hears: string | null; display: Record<string, unknown> | null };

for (const board of BOARDS)
  describe(`a call in XS, on the ${board} board`, function () {
    this.timeout(180_000);
    let engine: Engine;
    const tell = async <T>(...command: unknown[]) =>
      JSON.parse((await engine.command(JSON.stringify(command))).reply) as T;

    before(async () => {
      engine = new Engine();
      await engine.evaluate(await bundle("test/xs/desk-entry.ts"));
      await tell("boot", board);
      await tell("wait", 2000);
    });
    after(() => engine.close());

    it("registers both lines", async () => {
      const { lines } = await tell<{ lines: { registration: { state: string } }[] }>("status");
      deepEqual(
        lines.map(({ registration }) => registration.state),
        ["registered", "registered"],
      );
    });

    it("rings line 2 and shows the caller from the wire", async () => {
      await tell("lift", 1);
      await tell("wait", 700);
      equal((await tell<Telephone>("telephone", 1)).hears, "dial");
      equal(await tell("dial", 1, "102"), "done");
      await tell("wait", 4500);
      const { display } = await tell<Telephone>("telephone", 2);
      equal(display?.number, "101");
      equal(display?.name, "Line 1");
      equal((await tell<Telephone>("telephone", 1)).hears, "ringback");
    });

    it("carries speech both ways", async () => {
      await tell("lift", 2);
      await tell("wait", 1000);
      for (const [from, to] of [
        [1, 2],
        [2, 1],
      ]) {
        const { correlation, delay } = await tell<{ correlation: number; delay: number }>("speak", from, to);
        ok(correlation > 0.95, `correlation ${correlation}`);
        ok(delay < 8 * 120, `${delay / 8} ms`);
      }
    });

    it("ends with silence, then reorder", async () => {
      await tell("hangUp", 1);
      await tell("wait", 3000);
      equal((await tell<Telephone>("telephone", 2)).hears, null);
      await tell("wait", 5000);
      equal((await tell<Telephone>("telephone", 2)).hears, "reorder");
      await tell("hangUp", 2);
    });
  });
