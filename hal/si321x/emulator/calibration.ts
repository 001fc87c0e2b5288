/** What a chip finds out about itself when it is told to calibrate, and how long that takes. */
import { Calibration1, ConverterDelay, Register } from "../registers.js";
import type { ChipFaults } from "./world.js";

const SETTLING_MS = 260;
const FAST_SETTLING_MS = 30;
const CALIBRATION_MS = 300;
const MONITOR_MS = 15;
const FIRST_RESULT = 100;
const LAST_RESULT = 107;
/** Not what reset leaves, and not the same in any two registers; the DC peak has to lie from 2 to 13. */
const RESULTS = [0x12, 0x13, 0x06, 0x77, 0x01, 0x05, 0x03, 0x07];
/** Gains at which the two pull-down transistors take no current any more. */
const RING_MISMATCH = 0x0b;
const TIP_MISMATCH = 0x0d;

export class EmulatedCalibration {
  readonly #registers: Uint8Array;
  readonly #faults: ChipFaults;
  #end = Number.NEGATIVE_INFINITY;
  #monitorEnd = Number.NEGATIVE_INFINITY;

  constructor(registers: Uint8Array, faults: ChipFaults) {
    this.#registers = registers;
    this.#faults = faults;
  }

  lose(): void {
    this.#end = this.#monitorEnd = Number.NEGATIVE_INFINITY;
  }

  start(now: number): void {
    const stuck = this.#faults.stuckCalibrations > 0;
    if (stuck) this.#faults.stuckCalibrations--;
    const settling = this.#registers[Register.CALIBRATION_1] & Calibration1.FAST ? FAST_SETTLING_MS : SETTLING_MS;
    this.#end = stuck ? Number.POSITIVE_INFINITY : now + settling + CALIBRATION_MS;
  }

  startMonitor(now: number): void {
    this.#monitorEnd = now + MONITOR_MS;
  }

  /** DR96: 0 when it is over, and the results are there. */
  status(now: number): number {
    const registers = this.#registers;
    const value = registers[Register.CALIBRATION_1];
    if ((value & Calibration1.START) === 0 || now < this.#end) return value;
    for (let register = FIRST_RESULT; register <= LAST_RESULT; register++)
      registers[register] = RESULTS[register - FIRST_RESULT];
    registers[Register.CALIBRATION_1] = 0;
    return 0;
  }

  /** DR93: busy until the DC monitor has been calibrated. */
  monitor(now: number): number {
    const value = this.#registers[Register.CONVERTER_DELAY];
    return now < this.#monitorEnd || this.#faults.stuckMonitor ? value : value & ~ConverterDelay.CALIBRATE;
  }

  /** DR88 and DR89: current of Q5 and Q6 at the gains they have been given. */
  get q5(): number {
    return this.#excess("Q5", this.#registers[Register.RING_GAIN_MISMATCH] - RING_MISMATCH);
  }

  get q6(): number {
    return this.#excess("Q6", this.#registers[Register.TIP_GAIN_MISMATCH] - TIP_MISMATCH);
  }

  #excess(transistor: "Q5" | "Q6", excess: number): number {
    return this.#faults.burnt === transistor ? 3 : Math.max(0, excess);
  }
}
