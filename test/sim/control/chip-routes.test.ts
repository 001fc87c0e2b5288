import { deepEqual, equal, match } from "node:assert/strict";
import { ChipHarms } from "../../../sim/chip-harm.js";
import type { Head } from "../../../sim/control/answer.js";
import { chipRoutes } from "../../../sim/control/chip-routes.js";
import { openDoor } from "../../../sim/control/door.js";
import { VirtualTime } from "../../../sim/time.js";
import { asking, BareDesk } from "./stage.js";

/** A desk whose chips are out of power: what is done to them is kept. */
function stage() {
  const harms = new ChipHarms(new VirtualTime(), 2, () => undefined);
  const routes = chipRoutes(harms);
  const doorOf = (head: Head) => openDoor(head, { routes, lines: 2, host: "desk.example" });
  return { harms, ask: asking({ doorOf } as BareDesk) };
}

const PATH = "/api/lines/2/chip";

describe("a chip of the desk", () => {
  it("is harmed and mended, and its wires are joined and parted", () => {
    const { harms, ask } = stage();
    const whole = { tipRing: null, tipGround: null, ringGround: null };
    const quiet = { foreignVolts: 0, foreignAlternating: 0, foreignHertz: 50, ringers: 1 };
    deepEqual(JSON.parse(ask(`GET ${PATH}`).text), { fault: null, wires: { ...whole, ...quiet } });
    equal(ask(`POST ${PATH}`, { body: { fault: "dcdc", wires: { tipRing: 4000 } } }).status, 204);
    equal(ask(`POST ${PATH}`, { body: { wires: { foreignVolts: 12 } } }).status, 204);
    deepEqual(JSON.parse(ask(`GET ${PATH}`).text), {
      fault: "dcdc",
      wires: { ...whole, ...quiet, tipRing: 4000, foreignVolts: 12 },
    });
    equal(ask(`POST ${PATH}`, { body: { fault: null, wires: { tipRing: null, foreignVolts: 0 } } }).status, 204);
    deepEqual(JSON.parse(ask(`GET ${PATH}`).text), { fault: null, wires: { ...whole, ...quiet } });
    equal(harms.of(2).wires.tipRing, Number.POSITIVE_INFINITY);
    equal(harms.of(1).fault, null);
  });

  it("that is to reset itself has nothing wrong with it afterwards", () => {
    const { harms, ask } = stage();
    equal(ask(`POST ${PATH}`, { body: { fault: "reset" } }).status, 204);
    equal(harms.of(2).fault, null);
  });

  it("is not harmed by what is not understood", () => {
    const { harms, ask } = stage();
    for (const [body, wrong] of [
      [{ fault: "tired" }, /fault is one of absent, revision, dcdc, leakage, calibration, reset, alarms/],
      [{ wires: 5 }, /wires is an object/],
      [{ wires: { tip: 5 } }, /wires has no tip/],
      [{ wires: { tipRing: -1 } }, /wires has a tipRing that is a number from 0/],
      [{ wires: { ringers: null } }, /ringers/],
      [{ bell: 1 }, /unknown field: bell/],
    ] as const) {
      const { status, text } = ask(`POST ${PATH}`, { body });
      equal(status, 400);
      match(JSON.parse(text).error, wrong);
    }
    equal(harms.of(2).fault, null);
    equal(ask("POST /api/lines/3/chip", { body: { fault: null } }).status, 404);
    equal(ask(`PUT ${PATH}`, { body: { fault: null } }).status, 405);
  });

  it("is not there on a board without chips", () => {
    const ask = asking(new BareDesk(new VirtualTime()));
    equal(ask(`GET ${PATH}`).status, 404);
    equal(ask(`POST ${PATH}`, { body: { fault: "absent" } }).status, 404);
  });
});
