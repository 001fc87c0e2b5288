/** The driver brings up chips it cannot tell from real ones, and says what is wrong with those it cannot. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import type { EmulatedChip } from "../../../hal/si321x/emulator/chip.js";
import { noFaults } from "../../../hal/si321x/emulator/world.js";
import { INDIRECT } from "../../../hal/si321x/indirect.js";
import { DISCRETE, SI3201 } from "../../../hal/si321x/profile.js";
import { Register } from "../../../hal/si321x/registers.js";
import type { Spi } from "../../../hal/si321x/spi.js";
import { Rig, type RigOptions, UP_MS } from "./rig.js";

/** A rig whose second chip is as it should not be; its line is in use. */
function broken(harm: (chip: EmulatedChip) => void, options: RigOptions = {}): Rig {
  const rig = new Rig(options, (chain) => harm(chain.chips[1]));
  rig.open(2);
  return rig;
}

describe("bringing up the chips of a board", () => {
  for (const part of ["Si3210", "Si3215"] as const)
    for (const [name, profile] of Object.entries({ "six transistors": DISCRETE, "a Si3201": SI3201 }))
      it(`sets up a ${part} with ${name}`, () => {
        const rig = new Rig({ part, profile });
        rig.wait(UP_MS);
        deepEqual(rig.states, [
          "1 starting: the chip is set up",
          "2 starting: the chip is set up",
          `1 up: the ${part} is in service`,
          `2 up: the ${part} is in service`,
        ]);
        deepEqual(rig.violations, []);
        const { registers } = rig.chip(2);
        deepEqual(
          [Register.PCM_MODE, Register.PCM_TX_START_LOW, Register.PCM_RX_START_LOW, Register.AUDIO_LOOPBACK].map(
            (register) => registers[register],
          ),
          [0x3c, 33, 33, 0],
        );
        equal(registers[Register.INTERRUPT_ENABLE_2], 0xff);
        // Each indirect register has been written, and the filters are back.
        for (const { name } of INDIRECT) ok(rig.chip().indirect(name) !== 0xa5a5, name);
        ok(rig.chip().indirect("NCLR") > 0 && rig.chip().indirect("NRTP") !== 0x8000);
      });

  it("takes less than a second and a half", () => {
    const rig = new Rig();
    while (rig.chips.state(2) !== "up" && rig.time.now() < UP_MS) rig.wait(1);
    ok(rig.time.now() < 1500, `${rig.time.now()} ms`);
  });

  it("turns the mismatch of a Si3201 down until no current flows", () => {
    const rig = new Rig({ profile: SI3201 }).wait(UP_MS);
    deepEqual([...rig.chip().registers.subarray(98, 100)], [0x0b, 0x0d]);
  });

  const failures: readonly [string, (chip: EmulatedChip) => void, RegExp, RigOptions?][] = [
    ["nobody", (chip) => (chip.faults.absent = true), /no chip answers: DR0 reads 0xff/],
    ["a chip too old", (chip) => (chip.revision = 1), /revision 1 of the chip is not supported, 2 to 14 are/],
    [
      "a dead converter",
      (chip) => (chip.faults.converter = "dead"),
      /the DC-DC converter stops at 0\.0 V, 72 V are needed/,
    ],
    ["a weak converter", (chip) => (chip.faults.converter = "weak"), /stops at 39\.9 V|stops at 40\.\d V/],
    ["no clocks", (chip) => (chip.faults.noClock = true), /the DC-DC converter stops at 0\.0 V/],
    [
      "leakage",
      (chip) => (chip.faults.leaks = true),
      /the battery falls to \d\.\d V within \d+ ms: leakage or a short/,
    ],
    ["a calibration without end", (chip) => (chip.faults.stuckCalibrations = 99), /calibration does not end: DR96/],
    [
      "a monitor without end",
      (chip) => (chip.faults.stuckMonitor = true),
      /calibration of the DC monitor does not end/,
    ],
    [
      "a deaf register",
      (chip) => (chip.faults.deafRegister = 13),
      /indirect register 13 \(DACG\) reads 0xa5a5 instead/,
    ],
    ["a stuck indirect access", (chip) => (chip.faults.busy = true), /indirect access never ends/],
    ["a burnt transistor", (chip) => (chip.faults.burnt = "Q5"), /Q5 takes current at every gain/, { profile: SI3201 }],
    [
      "another burnt transistor",
      (chip) => (chip.faults.burnt = "Q6"),
      /Q6 takes current at every gain/,
      { profile: SI3201 },
    ],
  ];
  for (const [name, harm, words, options] of failures)
    it(`says so of ${name}, leaves the other line alone, and tries again`, () => {
      const rig = broken(harm, options);
      rig.wait(8000);
      equal(rig.chips.state(1), "up");
      equal(rig.errors.length, 1);
      match(rig.errors[0], /^the line is out of service: /);
      match(rig.errors[0], words);
      equal(rig.chip(2).line.fed, "open");
      // Nothing that could burn is on while it waits.
      rig.wait(60_000);
      if (rig.chips.state(2) === "down") equal(rig.chip(2).registers[Register.POWERDOWN_1], 0x10);
      Object.assign(rig.chip(2).faults, noFaults());
      rig.chip(2).revision = 5;
      rig.wait(70_000);
      deepEqual([rig.chips.state(2), rig.errors.length], ["up", 1]);
      equal(rig.chip(2).line.fed, "forward");
      deepEqual(rig.violations, []);
    });

  it("warns of leakage with a Si3201, and goes on", () => {
    const rig = broken((chip) => (chip.faults.leaks = true), { profile: SI3201 });
    rig.wait(UP_MS);
    equal(rig.chips.state(2), "up");
    match(rig.errors.join(), /^the battery falls to/);
  });

  it("finds nobody behind a dead chip", () => {
    const rig = new Rig({}, (chain) => (chain.chips[0].faults.absent = true));
    rig.open(1);
    rig.open(2);
    rig.wait(1000);
    deepEqual(rig.errors, Array(2).fill("the line is out of service: no chip answers: DR0 reads 0xff"));
  });

  it("calibrates once more before it gives up", () => {
    const rig = broken((chip) => (chip.faults.stuckCalibrations = 1));
    rig.wait(UP_MS);
    deepEqual([rig.chips.state(2), rig.errors], ["up", []]);
  });

  it("refuses a chip that reset has not reached, with the three values", () => {
    const stubborn = (spi: Spi): Spi => ({
      transfer(frame) {
        const looped = frame.length === 3 && frame[0] === 1 && frame[1] === (0x80 | Register.HYBRID);
        spi.transfer(frame);
        if (looped) frame[2] = 0x77;
      },
    });
    const rig = new Rig({ bus: stubborn });
    rig.open(1);
    rig.wait(UP_MS);
    match(rig.errors[0], /not as reset leaves it: DR8, DR64, DR11 read 0x02, 0x00, 0x77/);
  });

  it("pulls the reset line again when no chip is in use", () => {
    const rig = new Rig({}, (chain) => {
      for (const { faults } of chain.chips) faults.absent = true;
    });
    rig.wait(1000);
    deepEqual([rig.chips.state(1), rig.chips.state(2)], ["down", "down"]);
    for (const { faults } of rig.chain.chips) faults.absent = false;
    rig.wait(10_000);
    deepEqual([rig.chips.state(1), rig.chips.state(2)], ["up", "up"]);
  });

  it("is in service at last, whatever was wrong before and however long", () => {
    const fault = fc.record({
      absent: fc.boolean(),
      converter: fc.constantFrom("good", "weak", "dead" as const),
      leaks: fc.boolean(),
      stuckCalibrations: fc.nat(3),
      stuckMonitor: fc.boolean(),
      burnt: fc.constantFrom("Q5" as const, "Q6" as const, null),
      deafRegister: fc.option(fc.nat(100)),
      busy: fc.boolean(),
      noClock: fc.boolean(),
    });
    const profile = fc.constantFrom(DISCRETE, SI3201);
    fc.assert(
      fc.property(profile, fault, fc.nat(20_000), (profile, faults, ms) => {
        const rig = broken((chip) => Object.assign(chip.faults, faults), { profile });
        rig.wait(ms);
        Object.assign(rig.chip(2).faults, noFaults());
        rig.wait(75_000);
        deepEqual([rig.chips.state(1), rig.chips.state(2), rig.chip(2).line.fed], ["up", "up", "forward"]);
      }),
      { numRuns: 40 },
    );
  });
});
