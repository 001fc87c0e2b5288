/** What can be done to an emulated chip from outside: to the wires of its line, and to itself. */

/** Besides the telephone, which is at the pair. Ohms, Infinity where nothing is. */
export type Wires = {
  tipRing: number;
  tipGround: number;
  ringGround: number;
  /** V below ground on a lead that nobody feeds: direct, and alternating in V rms. */
  foreignVolts: number;
  foreignAlternating: number;
  foreignHertz: number;
  /** Bells, as ringer equivalence. */
  ringers: number;
};

/** What is wrong with the chip or its board. */
export type ChipFaults = {
  /** Nobody drives the bus in its turn. */
  absent: boolean;
  converter: "good" | "weak" | "dead";
  /** The battery does not hold. */
  leaks: boolean;
  /** How many calibrations never end. */
  stuckCalibrations: number;
  stuckMonitor: boolean;
  /** A transistor that cannot be turned down. */
  burnt: "Q5" | "Q6" | null;
  /** An indirect register that keeps nothing, by address. */
  deafRegister: number | null;
  /** An indirect access that never ends. */
  busy: boolean;
  /** PCLK or FSYNC is missing. */
  noClock: boolean;
};

export const soundWires = (): Wires => ({
  tipRing: Number.POSITIVE_INFINITY,
  tipGround: Number.POSITIVE_INFINITY,
  ringGround: Number.POSITIVE_INFINITY,
  ...{ foreignVolts: 0, foreignAlternating: 0, foreignHertz: 50 },
  ringers: 1,
});

export const noFaults = (): ChipFaults => ({
  absent: false,
  converter: "good",
  leaks: false,
  stuckCalibrations: 0,
  stuckMonitor: false,
  burnt: null,
  deafRegister: null,
  busy: false,
  noClock: false,
});
