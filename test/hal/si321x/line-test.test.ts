import { deepEqual, equal, ok } from "node:assert/strict";
import type { EmulatedChip } from "../../../hal/si321x/emulator/chip.js";
import type { LineReport } from "../../../hal/slic.js";
import { Rig, UP_MS } from "./rig.js";

/** A line that is tested with this done to its wires. */
function tested(wires: EmulatedChip["line"]["wires"]) {
  const rig = new Rig().wait(UP_MS);
  const slic = rig.open(1);
  rig.wait(100);
  rig.chip().line.wires = wires;
  const reports: (LineReport | null)[] = [];
  equal(
    slic.measure((report) => reports.push(report)),
    "started",
  );
  const ms = rig.time.now();
  while (reports.length === 0 && rig.time.now() - ms < 5000) rig.wait(10);
  return { rig, slic, report: reports[0] as LineReport, ms: rig.time.now() - ms };
}

const near = (value: number | null, meant: number) =>
  ok(value !== null && Math.abs(value / meant - 1) < 0.2, `${value} for ${meant}`);

describe("a line test", () => {
  it("finds one telephone on a good line, within a second or so, without a bell", () => {
    const { report, rig, ms } = tested({});
    const { foreignVolts, foreignVoltsAlternating, tipRing, tipGround, ringGround, ringers } = report;
    deepEqual([foreignVolts, foreignVoltsAlternating], [0, 0]);
    for (const ohms of [tipRing, tipGround, ringGround]) equal(ohms, Number.POSITIVE_INFINITY);
    ok(Math.abs((ringers ?? 0) - 1) < 0.1, `${ringers}`);
    ok(ms < 1500, `${ms} ms`);
    rig.wait(100);
    equal(rig.chip().line.fed, "forward");
    deepEqual([rig.errors, rig.hooks, rig.violations], [[], [], []]);
  });

  it("rings as loud afterwards as before", () => {
    const { rig, slic } = tested({});
    slic.linefeed("ringing");
    equal(Math.round(rig.chip().line.ringVolts), 85);
  });

  it("measures foreign voltage, direct and alternating, and nothing behind it", () => {
    for (const volts of [3, 12, 70]) {
      const { report } = tested({ foreignVolts: volts });
      ok(Math.abs((report.foreignVolts ?? 0) - volts) < 0.4, `${report.foreignVolts} V`);
      equal(report.foreignVoltsAlternating, 0);
      equal(report.tipRing === null && report.ringers === null, volts > 6);
    }
    for (const hertz of [50, 60])
      for (const volts of [5, 15, 60]) {
        const { report } = tested({ foreignAlternating: volts, foreignHertz: hertz });
        near(report.foreignVoltsAlternating, volts);
        equal(report.foreignVolts, 0);
        equal(report.ringers === null, volts > 10);
      }
    equal(tested({ foreignVolts: 120 }).report.foreignVolts, Number.POSITIVE_INFINITY);
    equal(tested({ foreignAlternating: 90 }).report.foreignVoltsAlternating, Number.POSITIVE_INFINITY);
    const { foreignVolts, foreignVoltsAlternating } = tested({ foreignVolts: 40, foreignAlternating: 12 }).report;
    near(foreignVolts, 40);
    near(foreignVoltsAlternating, 12);
  });

  it("measures resistance between the leads and to ground, down to a short circuit", () => {
    near(tested({ tipRing: 10_000 }).report.tipRing, 10_000);
    near(tested({ tipGround: 5000 }).report.tipGround, 5000);
    near(tested({ ringGround: 3000 }).report.ringGround, 3000);
    const { tipRing, ringers } = tested({ tipRing: 400 }).report;
    near(tipRing, 400);
    equal(ringers, null, "no bell is tried on a lifted receiver");
    equal(tested({ tipGround: 100 }).report.tipRing, 0, "the chip has opened the line");
  });

  it("counts bells", () => {
    for (const ringers of [0.5, 2, 4, 7]) near(tested({ ringers }).report.ringers, ringers);
    equal(tested({ ringers: 0 }).report.ringers, 0);
  });

  it("is refused while the line is in use, and given up when it is taken into use", () => {
    const rig = new Rig().wait(UP_MS);
    const slic = rig.open(1);
    rig.wait(100);
    const reports: (LineReport | null)[] = [];
    const measure = () => slic.measure((report) => reports.push(report));
    deepEqual([measure(), measure()], ["started", "busy"]);
    equal(slic.loop(), null, "the loop is not what it is at rest");
    rig.wait(300);
    slic.linefeed("ringing");
    deepEqual([reports, rig.chip().line.fed], [[null], "ringing"]);
    equal(Math.round(rig.chip().line.ringVolts), 85);
    equal(measure(), "busy");
    slic.linefeed("forward");
    slic.listen();
    equal(measure(), "busy");
    slic.rest();
    rig.coppers[0].contact(true);
    rig.wait(100);
    equal(measure(), "busy");
    rig.chip().power(false);
    rig.wait(1500);
    equal(measure(), "down");
    slic.close();
    equal(measure(), "down");
  });

  it("comes to nothing where the chip fails meanwhile", () => {
    const rig = new Rig().wait(UP_MS);
    const slic = rig.open(1);
    rig.wait(100);
    const reports: (LineReport | null)[] = [];
    slic.measure((report) => reports.push(report));
    rig.wait(100);
    rig.chip().power(false);
    rig.wait(3000);
    deepEqual(reports, [null]);
  });
});
