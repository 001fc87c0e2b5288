import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { EmulatedChip } from "../../../../hal/si321x/emulator/chip.js";
import { RESERVED, RESET, Register } from "../../../../hal/si321x/registers.js";
import { VirtualTime } from "../../../../sim/time.js";

const chipOf = () => {
  const time = new VirtualTime();
  return { time, chip: new EmulatedChip({ time, pair: null }) };
};

/** Accesses that take as long as an indirect one. */
const linger = (chip: EmulatedChip) => {
  for (let i = 0; i < 6; i++) chip.read(Register.HYBRID);
};

describe("an emulated chip", () => {
  it("wakes as the data sheet says", () => {
    const { chip } = chipOf();
    for (const [register, value] of RESET)
      if (register !== Register.PCM_MODE && register !== Register.CALIBRATION_1)
        equal(chip.read(register), value, `DR${register}`);
    equal(chip.read(Register.PCM_MODE), 0x88);
    equal(chip.read(Register.SPI_MODE), 5);
    equal(new EmulatedChip({ time: new VirtualTime(), pair: null, part: "Si3210" }).read(Register.PCM_MODE), 0x08);
  });

  it("is busy with an indirect access for 62.5 us, and notes who does not wait", () => {
    const { chip } = chipOf();
    chip.write(Register.INDIRECT_DATA_LOW, 0x34);
    chip.write(Register.INDIRECT_DATA_HIGH, 0x12);
    chip.write(Register.INDIRECT_ADDRESS, 13);
    equal(chip.read(Register.INDIRECT_STATUS), 1);
    linger(chip);
    equal(chip.read(Register.INDIRECT_STATUS), 0);
    equal(chip.indirect("DACG"), 0x1234);
    chip.write(Register.INDIRECT_ADDRESS, 13);
    deepEqual([chip.read(Register.INDIRECT_DATA_LOW), chip.read(Register.INDIRECT_DATA_HIGH)], [0x34, 0x12]);
    chip.write(Register.INDIRECT_ADDRESS, 14);
    deepEqual(chip.violations, ["an indirect access was cut short"]);
  });

  it("makes a write of a read that follows stray data", () => {
    const { chip } = chipOf();
    chip.write(Register.INDIRECT_DATA_LOW, 0xff);
    chip.write(Register.INDIRECT_ADDRESS, 13);
    equal(chip.indirect("DACG"), 0x00ff);
  });

  it("has a battery that takes a tenth of a second to come up, and seconds to go", () => {
    const { chip, time } = chipOf();
    const volts = () => chip.read(Register.BATTERY_1) * 0.376;
    equal(volts(), 0);
    chip.write(Register.POWERDOWN_1, 0);
    time.advance(10);
    ok(volts() > 10 && volts() < 40);
    time.advance(90);
    ok(volts() > 72);
    chip.write(Register.POWERDOWN_1, 0x10);
    time.advance(500);
    ok(volts() > 50);
    chip.faults.leaks = true;
    time.advance(500);
    ok(volts() < 2.3);
  });

  it("clears a status bit by a 1, and sets it only where it is enabled", () => {
    const { chip } = chipOf();
    chip.line.alarm(1);
    equal(chip.read(Register.INTERRUPT_STATUS_2), 0);
    chip.write(Register.INTERRUPT_ENABLE_2, 0xff);
    chip.line.alarm(1);
    chip.line.alarm(2);
    equal(chip.interrupts, true);
    chip.write(Register.INTERRUPT_STATUS_2, 4);
    equal(chip.read(Register.INTERRUPT_STATUS_2), 8);
  });

  it("notes what is not to be written", () => {
    const { chip } = chipOf();
    for (const register of RESERVED) chip.write(register, 0xff);
    equal(chip.violations.length, RESERVED.length);
    chip.write(109, 0);
    equal(chip.violations.at(-1), "DR109 is not to be written");
  });

  it("answers octets, whatever is done to it", () => {
    const access = fc.tuple(fc.nat(127), fc.nat(255), fc.nat(300));
    fc.assert(
      fc.property(fc.array(access, { maxLength: 200 }), (accesses) => {
        const { chip, time } = chipOf();
        for (const [register, value, ms] of accesses) {
          chip.write(register, value);
          time.advance(ms);
          const read = chip.read(register);
          ok(Number.isInteger(read) && read >= 0 && read <= 255, `DR${register}: ${read}`);
        }
      }),
    );
  });
});
