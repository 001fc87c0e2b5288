/** The plug of the adapter is pulled, in virtual time. */
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { SimulatedFlash } from "../../hal/simulated/flash.js";
import { VirtualDesk } from "../calls/desk.js";

type State = { power: boolean; lines: { call: string; registered: boolean; hears: string | null; voltage: number }[] };
const state = (d: VirtualDesk) => d.desk.state() as State;
const line = (d: VirtualDesk, number: 1 | 2) => state(d).lines[number - 1];

/** Line 1 talks to line 2. */
function talking(): VirtualDesk {
  const d = new VirtualDesk().started();
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  d.wait(2000);
  deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
  return d;
}

describe("a power cut", () => {
  it("leaves a line without a volt, and a telephone that hears nothing", () => {
    const d = new VirtualDesk().wait(3000);
    d.line(1).lift();
    d.wait(1500);
    equal(line(d, 1).hears, "dial");
    d.desk.switchPower("cut");
    d.wait(1000);
    equal(state(d).power, false);
    deepEqual([line(d, 1).hears, line(d, 1).voltage, line(d, 2).voltage], [null, 0, 0]);
    deepEqual([line(d, 1).call, line(d, 1).registered], ["idle", false]);
    throws(() => d.desk.adapter, /the power is cut/);
  });

  it("is followed by dial tone for the receiver that is still off hook, and by calls", () => {
    const d = new VirtualDesk().wait(3000);
    d.line(1).lift();
    d.wait(1000);
    d.desk.switchPower("cut");
    d.wait(1000);
    d.desk.switchPower("on");
    d.wait(4000);
    deepEqual([line(d, 1).hears, line(d, 1).registered], ["dial", true]);
    d.dial(1, "102").wait(1000);
    equal(d.call(2), "ringing");
  });
});

describe("the plug", () => {
  it("says when it goes in and out, once", () => {
    const d = new VirtualDesk().wait(500);
    for (const action of ["on", "cut", "cut", "on", "on", "cycle"] as const) d.desk.switchPower(action);
    deepEqual(
      d.events("power").map(({ on }) => on),
      [false, true, false, true],
    );
    d.desk.switchPower("cut");
    d.desk.switchPower("cycle");
    equal(state(d).power, true);
  });

  it("ends nothing at the other side: who was talked to hears of no BYE", () => {
    const d = talking();
    const sent = d.desk.messages({}).length;
    d.desk.switchPower("cut");
    d.wait(5000);
    equal(d.desk.messages({}).length, sent);
    equal(d.events("rtp").filter(({ t }) => Number(t) > d.time.now() - 4000).length, 0);
  });

  it("lets the hook be moved meanwhile", () => {
    const d = new VirtualDesk().wait(500);
    d.desk.switchPower("cut");
    d.line(2).lift();
    d.wait(500);
    equal(line(d, 2).hears, null);
    d.line(2).hangUp();
    d.line(1).lift();
    d.desk.switchPower("on");
    d.wait(2000);
    deepEqual([line(d, 1).hears, line(d, 2).hears], ["dial", null]);
  });

  it("keeps the ports that were told, and what is in flash; time goes on", () => {
    const flash = new SimulatedFlash();
    const d = new VirtualDesk({ flash }).started();
    const ports = () => d.desk.adapter.status().lines.map(({ sipPort }) => sipPort);
    const before = ports();
    d.line(1).lift();
    d.wait(500).dial(1, "*67").wait(2000);
    d.line(1).hangUp();
    d.wait(1500);
    ok(!flash.isNew);
    const t = d.time.now();
    d.desk.switchPower("cycle");
    d.wait(500);
    deepEqual(ports(), before);
    equal((d.desk.state() as { t: number }).t, Math.floor(t + 500));
    d.started().line(1).lift();
    d.wait(500).dial(1, "102").wait(8000);
    equal((d.line(2).display as { absence: string | null } | null)?.absence, "private");
  });

  it("may be pulled at any moment of a call", () => {
    const d = new VirtualDesk().started();
    for (let moment = 0; moment < 40; moment++) {
      d.line(1).lift();
      if (moment > 0) d.wait(300).dial(1, "102");
      d.wait(97 * moment);
      if (moment % 3 === 0) d.line(2).lift();
      d.wait(31 * moment);
      d.desk.switchPower("cut");
      d.wait(200);
      d.line(1).hangUp();
      d.line(2).hangUp();
      d.wait(1000);
      d.desk.switchPower("on");
      d.wait(1000);
      deepEqual([d.call(1), d.call(2)], ["idle", "idle"], `moment ${moment}`);
    }
    equal(d.events("log").filter(({ level }) => level === "error").length, 0);
  });
});
