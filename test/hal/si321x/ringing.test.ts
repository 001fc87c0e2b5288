import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { ringingHertz, ringingVolts } from "../../../hal/si321x/emulator/ringing.js";
import { Register } from "../../../hal/si321x/registers.js";
import { type RingingRegisters, ringingOf } from "../../../hal/si321x/ringing.js";

const sine = (ringHertz: number, ringVolts: number) => ringingOf({ ringHertz, ringVolts, ringWaveform: "sinusoid" });
const peak = (rms: number) => rms * Math.SQRT2;

/** What a chip makes of it. */
function emulated(ringing: RingingRegisters) {
  const registers = new Uint8Array(128);
  registers[Register.HIGH_BATTERY] = ringing.highBattery;
  registers[Register.RINGING] = ringing.control;
  const generator = { indirect: (name: "RCO" | "RNGX" | "RNGY") => ringing[name] };
  return { volts: ringingVolts(generator, registers), hertz: ringingHertz(generator, registers) };
}

describe("the ringing registers", () => {
  it("are those of the data sheet's example and of the tables", () => {
    ok(Math.abs(sine(20, 70).RNGX - 0x177) <= 1);
    for (const [hertz, coefficient, ...amplitudes] of [
      [20, 0x7efe, 0x156, 0x17c, 0x1a2, 0x1c8],
      [25, 0x7e6d, 0x1ab, 0x1db, 0x20a, 0x23a],
      [50, 0x79bc, 0x35c, 0x3bc, 0x41b, 0x47b],
    ])
      amplitudes.forEach((amplitude, i) => {
        const { RCO, RNGX, RNGY } = sine(hertz, peak(45 + 5 * i));
        equal(RCO, coefficient);
        ok(Math.abs(RNGX - amplitude) <= 1, `${hertz} Hz ${45 + 5 * i} V: ${RNGX.toString(16)}`);
        equal(RNGY, 0);
      });
    equal(sine(16.67, 70).RCO, 0x7f4c);
    const { RNGY, RNGX, RCO, control } = ringingOf({ ringHertz: 20, ringVolts: 71, ringWaveform: "trapezoid" });
    deepEqual([RNGY, RCO, control], [0xc8, 0x18c, 1]);
    ok(Math.abs(RNGX - 0x5eab) <= 1);
  });

  it("look at slow ringing for longer", () => {
    for (const [hertz, NRTP, debounce] of [
      [15, 0x200, 0x0f],
      [16.67, 0x200, 0x0f],
      [20, 0x320, 0x0b],
      [25, 0x350, 0x0a],
      [30, 0x380, 0x09],
      [50, 0x6a8, 0x05],
      [100, 0x800, 0x05],
    ])
      deepEqual([sine(hertz, 85).NRTP, sine(hertz, 85).debounce], [NRTP, debounce], `${hertz} Hz`);
    ok(sine(45, 85).NRTP > sine(40, 85).NRTP && sine(45, 85).NRTP < sine(50, 85).NRTP);
  });

  it("have a battery that stands above the peak, as far as it goes", () => {
    equal(sine(20, 60).highBattery, 0x32);
    equal(sine(20, 85).highBattery, 62);
    equal(sine(20, 90).highBattery, 0x3f);
    const offset = ringingOf({ ringHertz: 20, ringVolts: 70, ringWaveform: "sinusoid", offset: 15 });
    deepEqual([offset.highBattery, offset.control, offset.ROFF], [62, 2, 5120]);
  });

  it("ring at the frequency and with the volts that were asked for, in reach of the chip", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 15, max: 100 }),
        fc.integer({ min: 60, max: 90 }),
        fc.constantFrom("sinusoid", "trapezoid" as const),
        (ringHertz, ringVolts, ringWaveform) => {
          const { volts, hertz } = emulated(ringingOf({ ringHertz, ringVolts, ringWaveform }));
          ok(Math.abs(volts - ringVolts) < 0.5, `${volts} V`);
          ok(Math.abs(hertz / ringHertz - 1) < 0.02, `${hertz} Hz`);
        },
      ),
    );
  });

  it("fit their registers, whatever is asked for", () => {
    const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(
        number,
        number,
        fc.constantFrom("sinusoid", "trapezoid" as const),
        (ringHertz, ringVolts, ringWaveform) => {
          const ringing = ringingOf({ ringHertz, ringVolts, ringWaveform });
          for (const name of ["RCO", "RNGX", "RNGY", "ROFF", "NRTP"] as const)
            ok(
              Number.isInteger(ringing[name]) && ringing[name] >= 0 && ringing[name] <= 0xffff,
              `${name} ${ringing[name]}`,
            );
        },
      ),
    );
  });
});
