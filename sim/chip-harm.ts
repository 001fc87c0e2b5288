/** What is done to the chips of the desk and to their wires from outside, and stays done when the power has been cut. */
import type { EmulatedChip } from "../hal/si321x/emulator/chip.js";
import { type ChipFaults, noFaults, soundWires, type Wires } from "../hal/si321x/emulator/world.js";
import type { Time } from "./time.js";

export const CHIP_FAULTS = ["absent", "revision", "dcdc", "leakage", "calibration", "reset", "alarms"] as const;

export type ChipFault = (typeof CHIP_FAULTS)[number];

/** `reset` is over as soon as it has happened, and is nobody's state. */
export type Harm = { readonly fault: Exclude<ChipFault, "reset"> | null; readonly wires: Wires };

export type Harming = { readonly fault?: ChipFault | null; readonly wires?: Partial<Wires> };

const GOOD_REVISION = 5;
const OLD_REVISION = 1;
/** Ohms from TIP to ground at which the chip opens the line again and again. */
const SHORT_OHMS = 100;
/** ms without power, so long that the driver gives the chip up: what shows at a cold start only shows then. */
const BROWN_OUT = 1500;
const AT_START_ONLY: readonly (ChipFault | null)[] = ["revision", "leakage", "calibration"];

const FAULTS: { readonly [fault in ChipFault]?: Partial<ChipFaults> } = {
  absent: { absent: true },
  dcdc: { converter: "dead" },
  leakage: { leaks: true },
  calibration: { stuckCalibrations: Number.POSITIVE_INFINITY },
};

export class ChipHarms {
  readonly #time: Time;
  readonly #chipOf: (line: number) => EmulatedChip | undefined;
  readonly #harms: Harm[];

  /** `chipOf` answers with the chip of a line that has power, if any; lines count from 1. */
  constructor(time: Time, lines: number, chipOf: (line: number) => EmulatedChip | undefined) {
    this.#time = time;
    this.#chipOf = chipOf;
    this.#harms = Array.from({ length: lines }, () => ({ fault: null, wires: soundWires() }));
  }

  of(line: number): Harm {
    return this.#harms[line - 1];
  }

  change(line: number, { fault, wires }: Harming): void {
    const before = this.of(line);
    if (fault === "reset") this.#chipOf(line)?.spike();
    const next = fault === undefined || fault === "reset" ? before.fault : fault;
    const harm: Harm = { fault: next, wires: { ...before.wires, ...wires } };
    this.#harms[line - 1] = harm;
    const chip = this.#chipOf(line);
    if (!chip) return;
    afflict(chip, harm);
    if (next === before.fault) return;
    if (next === "absent") chip.power(false);
    else if (before.fault === "absent") chip.power(true);
    if (!AT_START_ONLY.includes(next)) return;
    chip.power(false);
    this.#time.after(BROWN_OUT, () => {
      if (this.of(line).fault !== "absent") chip.power(true);
    });
  }

  /** The chips have been built anew, and nobody has spoken to them yet. */
  renew(chips: readonly EmulatedChip[]): void {
    chips.forEach((chip, index) => {
      afflict(chip, this.#harms[index]);
    });
  }
}

function afflict(chip: EmulatedChip, { fault, wires }: Harm): void {
  Object.assign(chip.faults, noFaults(), fault === null ? {} : FAULTS[fault]);
  chip.revision = fault === "revision" ? OLD_REVISION : GOOD_REVISION;
  chip.line.wires = fault === "alarms" ? { ...wires, tipGround: SHORT_OHMS } : wires;
  chip.line.refresh();
}
