/** A firmware on trial, in the adapter that it runs. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { LEAST_MS, TRIAL_MS } from "../../../firmware/adapter/health.js";
import type { Update } from "../../../hal/update.js";
import { type Bench, bench } from "./board.js";

type Proving = { -readonly [name in keyof Update]: Update[name] };

/** A board whose image is on trial, and what it was told. */
function onTrial(inService = true): Bench & { readonly update: Proving; readonly told: string[] } {
  const told: string[] = [];
  const started = bench();
  const impossible = () => {
    throw new Error("no image is taken here");
  };
  const update: Proving = {
    ...{ version: "1.2", onTrial: true, inService, signed: false, seal: impossible, begin: impossible },
    healthy: () => told.push("healthy"),
    rollBack: () => told.push("back"),
  };
  Object.defineProperty(started.board, "update", { value: update });
  return { ...started, update, told };
}

const logged = ({ journal }: Bench) => journal.flatMap((entry) => (entry.type === "log" ? [entry.text] : []));

describe("a firmware on trial", () => {
  it("proves itself by an address and a line in service, after a minute at the soonest", () => {
    const t = onTrial();
    const adapter = t.start();
    equal(adapter.status().version, "1.2");
    t.time.advance(LEAST_MS - 1000);
    deepEqual([t.told, adapter.updater?.view.trial], [[], { missing: [], left: 1 }]);
    t.time.advance(2000);
    deepEqual([t.told, adapter.updater?.view.trial, t.restarts], [["healthy"], null, []]);
  });

  it("proves itself by what comes late, at once", () => {
    const t = onTrial(false);
    t.start();
    t.time.advance(TRIAL_MS - 5000);
    t.update.inService = true;
    t.time.advance(2000);
    deepEqual(t.told, ["healthy"]);
  });

  it("goes when it cannot, and takes its leave first", () => {
    const t = onTrial(false);
    t.start();
    t.time.advance(TRIAL_MS + 40_000);
    deepEqual(t.told, ["back"]);
    deepEqual(t.restarts, ["the new firmware has failed"]);
    ok(logged(t).includes("the new firmware has no line in service: the one before it is started again"));
  });

  it("is asked for nothing where it is no trial", () => {
    const t = onTrial(false);
    t.update.onTrial = false;
    const adapter = t.start();
    t.time.advance(2 * TRIAL_MS);
    deepEqual([t.told, adapter.updater?.view.trial], [[], null]);
  });
});
