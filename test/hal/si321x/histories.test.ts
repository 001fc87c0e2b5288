/** Whatever people, wires, chips and supplies do in whatever order: at the end both lines do what they are told. */
import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { noFaults, soundWires } from "../../../hal/si321x/emulator/world.js";
import { DISCRETE, SI3201 } from "../../../hal/si321x/profile.js";
import type { Linefeed } from "../../../hal/slic.js";
import { DRIVE } from "../slic.js";
import { Rig } from "./rig.js";

const WHILE_MS = 75_000;

type Deed = { readonly line: 1 | 2; readonly ms: number; readonly deed: string; readonly how: number };

const deed: fc.Arbitrary<Deed> = fc.record({
  line: fc.constantFrom(1 as const, 2 as const),
  ms: fc.oneof(fc.constant(0), fc.nat(30), fc.nat(3000)),
  deed: fc.constantFrom(
    ...["hook", "hook", "hook", "feed", "feed", "feed", "listen", "rest", "configure", "test"],
    ...["spike", "power", "alarm", "short", "faults"],
  ),
  how: fc.nat(1000),
});

const FEEDS: readonly Linefeed[] = ["forward", "reverse", "ringing", "open"];

describe("a history of two lines", () => {
  it("ends well", () => {
    const profile = fc.constantFrom(DISCRETE, SI3201);
    fc.assert(
      fc.property(profile, fc.boolean(), fc.array(deed, { maxLength: 40 }), (profile, interrupts, deeds) => {
        const rig = new Rig({ profile, interrupts });
        const slics = [rig.open(1), rig.open(2)];
        const wanted: Linefeed[] = ["forward", "forward"];
        const closed = [false, false];
        for (const { line, ms, deed, how } of deeds) {
          rig.wait(ms);
          const slic = slics[line - 1];
          const chip = rig.chip(line);
          if (deed === "hook") {
            closed[line - 1] = !closed[line - 1];
            rig.coppers[line - 1].contact(closed[line - 1]);
          } else if (deed === "feed") {
            wanted[line - 1] = FEEDS[how % 4];
            slic.linefeed(wanted[line - 1]);
          } else if (deed === "listen") slic.listen();
          else if (deed === "rest") slic.rest();
          else if (deed === "configure") slic.configure({ ...DRIVE, ringVolts: 60 + (how % 30) });
          else if (deed === "test") slic.measure(() => {});
          else if (deed === "spike") chip.spike();
          else if (deed === "power") chip.power(how % 2 === 0);
          else if (deed === "alarm") chip.line.alarm(1 + (how % 6));
          else if (deed === "short") chip.line.wires = { tipGround: how % 2 ? 100 : Number.POSITIVE_INFINITY };
          else chip.faults[(["leaks", "noClock", "busy", "stuckMonitor", "absent"] as const)[how % 5]] = how % 2 === 0;
        }
        for (const chip of rig.chain.chips) {
          Object.assign(chip.faults, noFaults());
          chip.line.wires = soundWires();
          chip.power(true);
        }
        for (const slic of slics) slic.linefeed("forward");
        rig.wait(WHILE_MS);
        deepEqual([rig.chips.state(1), rig.chips.state(2)], ["up", "up"]);
        for (const line of [1, 2]) {
          const told = rig.hooks.filter(([of]) => of === line).map(([, , offHook]) => offHook);
          equal(told.at(-1) ?? false, closed[line - 1], "the receiver");
          for (const [i, offHook] of told.entries()) equal(offHook, i % 2 === 0, "edges in turn");
          equal(rig.chip(line).line.fed, "forward");
        }
        for (const line of [1, 2]) {
          slics[line - 1].configure({ ...DRIVE, ringVolts: 77 });
          if (closed[line - 1]) continue;
          slics[line - 1].linefeed("ringing");
          equal(Math.round(rig.chip(line).line.ringVolts), 77);
        }
      }),
      { numRuns: 100 },
    );
  });
});
