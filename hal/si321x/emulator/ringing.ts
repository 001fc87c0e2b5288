/** What the ringing generator makes of its registers. */
import { Register, Ringing, Step } from "../registers.js";

const FULL_SCALE = 96;
/** V between the battery and the highest peak. */
const OVERHEAD = 3;

type Generator = { indirect(name: "RCO" | "RNGX" | "RNGY"): number };

/** V of the peak; what the battery cannot give is cut off. */
export function ringingVolts(generator: Generator, registers: Uint8Array): number {
  const most = registers[Register.HIGH_BATTERY] * Step.VOLTS - OVERHEAD;
  const amplitude = generator.indirect("RNGX") / 2 ** 15;
  if (registers[Register.RINGING] & Ringing.TRAPEZOID) return Math.min(most, amplitude * FULL_SCALE);
  const coefficient = generator.indirect("RCO") / 2 ** 15;
  return Math.min(most, (amplitude * FULL_SCALE * 4) / Math.sqrt((1 - coefficient) / (1 + coefficient)));
}

export function ringingHertz(generator: Generator, registers: Uint8Array): number {
  if (registers[Register.RINGING] & Ringing.TRAPEZOID) return 4000 / generator.indirect("RNGY");
  return (Math.acos(generator.indirect("RCO") / 2 ** 15) * 1000) / (2 * Math.PI);
}
