/** Whatever telephones do to each other by way of the PBX, nothing of it is left behind. */
import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { chanceOf } from "../../../sim/chance.js";
import { PBX_HOST } from "./client.js";
import { Office } from "./office.js";
import { Robot } from "./robot.js";

const NUMBERS = ["103", "104", "105", "106", "600", "604", "605", "608", "609", "610", "612", "777"] as const;

const steps = fc.array(
  fc.record({
    who: fc.nat(3),
    does: fc.constantFrom(
      "call",
      "call",
      "refer",
      "refer",
      "connect",
      "connect",
      "pickUp",
      "reinvite",
      "hangUp",
      "decide",
    ),
    to: fc.constantFrom(...NUMBERS),
    which: fc.nat(3),
    other: fc.nat(3),
    pause: fc.constantFrom(0, 1, 3, 50, 700, 6000),
  }),
  { minLength: 5, maxLength: 40 },
);

describe("a history of transfers", () => {
  it("leaves nothing behind", () => {
    fc.assert(
      fc.property(steps, fc.nat(), (history, seed) => {
        const office = new Office({ seed });
        const chance = chanceOf(seed, "robots");
        const robots = ["103", "104", "105", "106"].map((user) => new Robot(office.registered(user), chance));
        const pass = (ms: number) => {
          for (let left = ms; left > 0; ) {
            const step = ms > 1000 ? 20 : 1;
            office.time.advance(step);
            left -= step;
            for (const robot of robots) robot.listen();
          }
        };
        for (const { who, does, to, which, other, pause } of history) {
          const robot = robots[who];
          const calls = robot.calls;
          if (does === "call") robot.call(to, undefined, which > 0);
          else if (does === "refer") robot.refer(which, `sip:${to}@${PBX_HOST}`);
          else if (does === "connect" && calls.length > 0) {
            const { replaces } = calls[other % calls.length];
            robot.refer(which, `sip:${to}@${PBX_HOST}?Replaces=${encodeURIComponent(replaces)}`);
          } else if (does === "pickUp" && calls.length > 0)
            robots[other].call(to, calls[which % calls.length].replaces, which > 0);
          else if (does === "reinvite") robot.reinvite(which, other % 2 === 0 ? "sendrecv" : "sendonly");
          else if (does === "hangUp") robot.hangUp(which);
          else if (does === "decide") robot.decide();
          pass(pause);
        }
        pass(1000);
        for (let turn = 0; turn < 3; turn++) {
          for (const robot of robots) robot.giveUp();
          pass(8000);
        }
        deepEqual(
          robots.map(({ calls }) => calls.length),
          [0, 0, 0, 0],
        );
        office.empty();
      }),
      { numRuns: 60 },
    );
  });
});
