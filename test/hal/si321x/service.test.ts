/** A line in service: bell, hook, polarity, alarms, and a chip that loses its mind. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Feed } from "../../../hal/si321x/linefeed.js";
import { Register } from "../../../hal/si321x/registers.js";
import type { Spi } from "../../../hal/si321x/spi.js";
import { Rig, type RigOptions, UP_MS } from "./rig.js";

/** Both lines up, the first in use. */
function inService(options: RigOptions = {}) {
  const rig = new Rig(options).wait(UP_MS);
  const slic = rig.open(1);
  rig.wait(100);
  return { rig, slic, copper: rig.coppers[0], chip: rig.chip() };
}

/** Edges told so far, as ms after `since`. */
const told = (rig: Rig, since: number) => rig.hooks.map(([, ms, offHook]) => [ms - since, offHook] as const);

describe("a line of a Si3215 in service", () => {
  it("tells of a lifted receiver once, after the chip's debounce", () => {
    const { rig, copper } = inService();
    const since = rig.time.now();
    copper.contact(true);
    rig.wait(1000);
    const edges = told(rig, since);
    deepEqual(
      edges.map(([, offHook]) => offHook),
      [true],
    );
    ok(edges[0][0] >= 12.5 && edges[0][0] <= 18, `${edges[0][0]} ms`);
  });

  it("does the same by asking every 5 ms, where the interrupt line is not wired", () => {
    const { rig, copper } = inService({ interrupts: false });
    const since = rig.time.now();
    copper.contact(true);
    rig.wait(100);
    copper.contact(false);
    rig.wait(100);
    const edges = told(rig, since);
    deepEqual(
      edges.map(([, offHook]) => offHook),
      [true, false],
    );
    ok(edges[0][0] <= 23 && edges[1][0] <= 123, `${edges[0][0]} and ${edges[1][0]} ms`);
    deepEqual(rig.violations, []);
  });

  it("is silent with the board: no frames come of a driver that has been closed", () => {
    const { rig } = inService();
    let frames = 0;
    const slic = rig.open(2, () => frames++);
    slic.listen();
    rig.wait(1000);
    equal(frames, 50);
    rig.chips.close();
    rig.wait(1000);
    deepEqual([frames, slic.write(new Int16Array(160))], [50, 0]);
  });

  it("counts the pulses of a dial", () => {
    const { rig, copper } = inService();
    copper.contact(true);
    rig.wait(500);
    rig.hooks.length = 0;
    for (let pulse = 0; pulse < 5; pulse++) {
      copper.contact(false);
      rig.wait(60);
      copper.contact(true);
      rig.wait(40);
    }
    rig.wait(100);
    equal(rig.hooks.length, 10);
    for (let i = 0; i < 10; i += 2) {
      const broken = rig.hooks[i + 1][1] - rig.hooks[i][1];
      ok(Math.abs(broken - 60) < 5, `${broken} ms`);
    }
  });

  for (const [hertz, waveform] of [
    [20, "sinusoid"],
    [25, "trapezoid"],
    [50, "sinusoid"],
  ] as const)
    it(`leaves the ringing of ${hertz} Hz, ${waveform}, when somebody lifts, within 200 ms`, () => {
      const { rig, slic, copper, chip } = inService();
      slic.configure({ ringHertz: hertz, ringVolts: 85, ringWaveform: waveform, impedance: "600" });
      slic.linefeed("ringing");
      rig.wait(700);
      equal(Math.round(chip.line.ringVolts), 85);
      const since = rig.time.now();
      copper.contact(true);
      rig.wait(200);
      equal(chip.line.fed, "forward");
      deepEqual(
        told(rig, since).map(([, offHook]) => offHook),
        [true],
      );
      slic.linefeed("forward");
      rig.wait(1000);
      equal(rig.hooks.length, 1);
    });

  it("rings on when that was only a touch", () => {
    const { rig, slic, copper, chip } = inService();
    slic.linefeed("ringing");
    rig.wait(500);
    copper.contact(true);
    rig.wait(20);
    copper.contact(false);
    rig.wait(500);
    deepEqual([rig.hooks.length, chip.line.fed], [0, "ringing"]);
  });

  it("sends on hook in the state made for it, and feeds the receiver that is off", () => {
    const { rig, slic, copper, chip } = inService();
    slic.listen();
    equal(chip.line.shadow, Feed.FORWARD_TRANSMISSION);
    slic.linefeed("reverse");
    equal(chip.line.shadow, Feed.REVERSE_TRANSMISSION);
    copper.contact(true);
    rig.wait(200);
    equal(chip.registers[Register.LINEFEED], Feed.REVERSE);
    slic.rest();
    slic.linefeed("forward");
    equal(chip.line.shadow, Feed.FORWARD);
  });

  it("takes no reversal for a hook", () => {
    const { rig, slic, copper } = inService();
    copper.contact(true);
    rig.wait(500);
    rig.hooks.length = 0;
    for (let i = 0; i < 10; i++) {
      slic.linefeed(i % 2 ? "forward" : "reverse");
      rig.wait(90);
    }
    deepEqual(rig.hooks, []);
    slic.linefeed("reverse");
    copper.contact(false);
    rig.wait(60);
    deepEqual(rig.hooks, []);
    rig.wait(60);
    equal(rig.hooks.length, 1);
  });

  it("measures its line", () => {
    const { rig, slic, copper } = inService();
    deepEqual(slic.loop(), { volts: 48, milliamperes: 0 });
    copper.contact(true);
    rig.wait(100);
    const busy = slic.loop();
    ok(busy && Math.abs(busy.milliamperes - 23) < 1 && busy.volts < 10, JSON.stringify(busy));
    slic.linefeed("reverse");
    ok((slic.loop()?.milliamperes ?? 0) > 20, "either way round");
  });

  it("feeds again after a power alarm, and says so once", () => {
    const { rig, chip } = inService();
    chip.line.alarm(3);
    rig.wait(100);
    deepEqual(rig.errors, ["power alarm at Q3: the line was opened, and is fed again"]);
    equal(chip.line.fed, "forward");
  });

  it("sees that the line was opened though nothing told it", () => {
    const { rig, chip } = inService({ interrupts: false });
    chip.line.alarm(2);
    equal(chip.line.fed, "open");
    rig.wait(1100);
    deepEqual([chip.line.fed, rig.errors.length], ["forward", 1]);
  });

  it("gives up a line that lies at ground, and takes it back when it does not", () => {
    const { rig, chip } = inService();
    chip.line.wires = { tipGround: 100 };
    rig.wait(5000);
    equal(rig.chips.state(1), "down");
    match(
      rig.errors.at(-1) ?? "",
      /out of service: power alarms at Q1 without end: a short circuit or foreign voltage/,
    );
    equal(chip.registers[Register.POWERDOWN_1], 0x10);
    equal(rig.chips.state(2), "up");
    chip.line.wires = { tipGround: Number.POSITIVE_INFINITY };
    rig.wait(90_000);
    deepEqual([rig.chips.state(1), chip.line.fed], ["up", "forward"]);
  });

  for (const line of [1, 2])
    it(`sets up chip ${line} again that has reset itself, with the calibration it had`, () => {
      const rig = new Rig().wait(UP_MS);
      rig.open(1);
      rig.open(2);
      rig.wait(100);
      const chip = rig.chip(line);
      const calibration = chip.registers.slice(98, 108);
      rig.coppers[line - 1].contact(true);
      rig.coppers[2 - line].contact(true);
      rig.wait(200);
      rig.hooks.length = 0;
      const since = rig.time.now();
      chip.spike();
      rig.wait(1500);
      deepEqual(rig.errors, ["the chip has reset itself, and is set up again"]);
      deepEqual([...chip.registers.slice(98, 108)], [...calibration]);
      deepEqual(
        [rig.chips.state(1), rig.chips.state(2), rig.chip(1).line.fed, rig.chip(2).line.fed],
        ["up", "up", "forward", "forward"],
      );
      // It lost the receiver and found it again; the other line saw nothing.
      deepEqual(
        rig.hooks.map(([line, , offHook]) => [line, offHook]),
        [
          [line, false],
          [line, true],
        ],
      );
      ok(rig.hooks[1][1] - since < 1500);
      deepEqual(rig.violations, []);
    });

  it("does nothing to the other chip while one has left the chain and nobody has noticed", () => {
    const { rig, slic } = inService();
    rig.open(2).listen();
    rig.wait(100);
    const kept = rig.chip(2).registers.slice();
    const { ringVolts } = rig.chip(2).line;
    rig.chip(1).spike();
    slic.configure({ ringHertz: 50, ringVolts: 60, ringWaveform: "trapezoid", impedance: "900" });
    slic.linefeed("ringing");
    slic.listen();
    deepEqual([...rig.chip(2).registers], [...kept]);
    equal(rig.chip(2).line.ringVolts, ringVolts);
    rig.wait(3000);
    deepEqual([rig.chips.state(1), Math.round(rig.chip(1).line.ringVolts)], ["up", 60]);
  });

  it("notices that another chip answers in the place of its own", () => {
    let formed = true;
    const deaf = (spi: Spi): Spi => ({
      transfer(frame) {
        if (frame.length === 3 || formed) spi.transfer(frame);
      },
    });
    const { rig } = inService({ bus: deaf });
    formed = false;
    rig.chip(1).spike();
    rig.wait(1500);
    deepEqual(rig.errors, ["the line is out of service: another chip answers in this one's place"]);
    formed = true;
    rig.wait(10_000);
    deepEqual([rig.chips.state(1), rig.chips.state(2)], ["up", "up"]);
  });

  it("is as loud, and as strong, as it has been set up", () => {
    const rig = new Rig({ setup: { gainDown: -6.0206, gainUp: -12.0412, loopCurrent: 32, onHookVolts: 24 } });
    const heard: number[] = [];
    const frame = new Int16Array(160);
    rig.coppers[0].plug({
      frame(down, up) {
        heard.push(down[0]);
        up.fill(8000);
      },
      fed() {},
      rested() {},
    });
    rig.wait(UP_MS);
    const slic = rig.open(1, () => {
      slic.read(frame);
      slic.write(new Int16Array(160).fill(1000));
    });
    equal(slic.loop()?.volts, 24);
    rig.coppers[0].contact(true);
    slic.listen();
    rig.wait(500);
    deepEqual([heard.at(-1), frame[0], Math.round(slic.loop()?.milliamperes ?? 0)], [500, 2000, 33]);
  });

  it("survives a power cut of the chips", () => {
    const { rig, slic, copper } = inService();
    copper.contact(true);
    slic.listen();
    rig.wait(1000);
    for (const chip of rig.chain.chips) chip.power(false);
    rig.wait(3000);
    deepEqual(rig.errors, [
      "the line is out of service: the chip does not answer: DR8 reads 0xff",
      "the line is out of service: no chip answers: DR0 reads 0xff",
    ]);
    deepEqual([rig.hooks.at(-1)?.[2], slic.loop()], [false, null]);
    for (const chip of rig.chain.chips) chip.power(true);
    rig.wait(20_000);
    deepEqual([rig.chips.state(1), rig.hooks.at(-1)?.[2]], ["up", true]);
    deepEqual(rig.told, ["up", "down absent", "starting", "down absent", "starting", "up"]);
  });

  it("says that the battery has fallen, and begins anew", () => {
    const { rig, chip } = inService();
    chip.faults.converter = "dead";
    rig.wait(1500);
    match(rig.errors.join(), /the battery has fallen to 0\.0 V/);
    equal(chip.registers[Register.POWERDOWN_1], 0x10);
    chip.faults.converter = "good";
    rig.wait(10_000);
    equal(rig.chips.state(1), "up");
  });

  it("calibrates again at the next long rest when the receiver was off the first time", () => {
    const rig = new Rig();
    rig.coppers[0].contact(true);
    const slic = rig.open(1);
    rig.wait(UP_MS);
    deepEqual(
      rig.hooks.map(([, , offHook]) => offHook),
      [true],
    );
    rig.coppers[0].contact(false);
    rig.wait(29_000);
    const before = rig.chain.transfers;
    let open = 0;
    for (let ms = 0; ms < 3000; ms += 10) {
      rig.wait(10);
      if (rig.chip().line.fed === "open") open += 10;
    }
    ok(open > 300 && open < 900, `${open} ms`);
    ok(rig.chain.transfers > before);
    equal(rig.chip().line.fed, "forward");
    slic.linefeed("ringing");
    equal(rig.chip().line.fed, "ringing");
    deepEqual([rig.errors, rig.violations], [[], []]);
  });

  it("does next to nothing on the bus while nothing happens", () => {
    const { rig } = inService();
    const before = rig.chain.transfers;
    rig.wait(60_000);
    const a = (rig.chain.transfers - before) / 60;
    ok(a <= 15, `${a} frames a second`);
  });

  it("opens its lines, stops its converters and holds the chips in reset when it ends", () => {
    const { rig, slic } = inService();
    slic.listen();
    rig.chips.close();
    for (const chip of rig.chain.chips) deepEqual([chip.line.fed, chip.alive], ["open", false]);
    const before = rig.chain.transfers;
    rig.wait(10_000);
    equal(rig.chain.transfers, before);
  });
});
