import { deepEqual, equal, ok } from "node:assert/strict";
import type { EmulatedChip } from "../../../hal/si321x/emulator/chip.js";
import type { LineReport } from "../../../hal/si321x/line-test.js";
import { Rig, UP_MS } from "./rig.js";

/** A line that is tested with this done to its wires. */
function tested(wires: EmulatedChip["line"]["wires"]) {
  const rig = new Rig().wait(UP_MS);
  const slic = rig.open(1);
  rig.wait(100);
  rig.chip().line.wires = wires;
  const reports: (LineReport | null)[] = [];
  equal(
    slic.test((report) => reports.push(report)),
    true,
  );
  const ms = rig.time.now();
  while (reports.length === 0 && rig.time.now() - ms < 5000) rig.wait(10);
  return { rig, slic, report: reports[0] as LineReport, ms: rig.time.now() - ms };
}

const near = (ohms: number, meant: number) => ok(Math.abs(ohms / meant - 1) < 0.2, `${ohms} for ${meant} ohms`);

describe("a line test", () => {
  it("finds one telephone on a good line, within a second or so, without a bell", () => {
    const { report, rig, ms } = tested({});
    deepEqual(report.complaints, []);
    deepEqual([report.foreign, report.offHook, report.tipRing], ["none", false, Number.POSITIVE_INFINITY]);
    ok(Math.abs(report.ringers - 1) < 0.1, `${report.ringers}`);
    ok(ms < 1500);
    rig.wait(100);
    equal(rig.chip().line.fed, "forward");
    deepEqual([rig.errors, rig.hooks, rig.violations], [[], [], []]);
  });

  it("rings as loud afterwards as before", () => {
    const { rig, slic } = tested({});
    slic.linefeed("ringing");
    equal(Math.round(rig.chip().line.ringVolts), 85);
  });

  it("tells foreign from hazardous voltage, and measures nothing behind it", () => {
    for (const [volts, foreign] of [
      [3, "none"],
      [12, "foreign"],
      [70, "hazardous"],
    ] as const) {
      const { report } = tested({ foreignVolts: volts });
      equal(report.foreign, foreign);
      ok(Math.abs(report.foreignVolts - volts) < 0.4);
      equal(report.complaints.length, foreign === "none" ? 0 : 1);
    }
  });

  it("measures resistance between the leads and to ground", () => {
    near(tested({ tipRing: 10_000 }).report.tipRing, 10_000);
    near(tested({ tipGround: 5000 }).report.tipGround, 5000);
    near(tested({ ringGround: 3000 }).report.ringGround, 3000);
    deepEqual(tested({ tipRing: 400 }).report.complaints, ["the receiver is off, or the leads touch"]);
  });

  it("counts bells", () => {
    for (const ringers of [0.5, 2, 4]) near(tested({ ringers }).report.ringers, ringers);
    deepEqual(tested({ ringers: 0 }).report.complaints, ["no telephone"]);
    deepEqual(tested({ ringers: 7 }).report.complaints.length, 1);
  });

  it("is refused while the line is in use, and given up when it is taken into use", () => {
    const rig = new Rig().wait(UP_MS);
    const slic = rig.open(1);
    rig.wait(100);
    const reports: (LineReport | null)[] = [];
    const test = () => slic.test((report) => reports.push(report));
    equal(test(), true);
    equal(test(), false);
    rig.wait(300);
    slic.linefeed("ringing");
    deepEqual([reports, rig.chip().line.fed], [[null], "ringing"]);
    equal(Math.round(rig.chip().line.ringVolts), 85);
    equal(test(), false);
    slic.linefeed("forward");
    slic.listen();
    equal(test(), false);
    slic.rest();
    rig.coppers[0].contact(true);
    rig.wait(100);
    equal(test(), false);
    slic.close();
    equal(test(), false);
  });
});
