/** What the chip measures on its line, in V and mA. Resolution is that of the chip: 1.5 V, 1.25 mA, 0.376 V a lead. */
import { Register, Step } from "./registers.js";
import type { Chip } from "./spi.js";

export type Measures = {
  /** Between TIP and RING, and through the loop; negative when reversed. */
  readonly volts: number;
  readonly milliamperes: number;
  /** Below ground. */
  readonly tip: number;
  readonly ring: number;
  readonly battery: number;
};

export function measure(chip: Chip): Measures {
  return {
    volts: signed(chip.read(Register.LOOP_VOLTAGE)) * Step.VOLTS,
    milliamperes: signed(chip.read(Register.LOOP_CURRENT)) * Step.LOOP_MILLIAMPERES,
    tip: chip.read(Register.TIP_VOLTAGE) * Step.SENSE_VOLTS,
    ring: chip.read(Register.RING_VOLTAGE) * Step.SENSE_VOLTS,
    battery: batteryOf(chip),
  };
}

export const batteryOf = (chip: Chip) => chip.read(Register.BATTERY_1) * Step.SENSE_VOLTS;

/** Sign in bit 6, magnitude below. */
const signed = (value: number) => (value & 0x40 ? -(value & 0x3f) : value & 0x3f);
