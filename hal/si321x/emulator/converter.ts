/** The DC-DC converter and the battery it charges: up within a tenth of a second, down by itself in several. */
import type { ChipFaults } from "./world.js";

const RISE_MS = 25;
const FALL_MS = 3000;
const LEAK_MS = 20;
const WEAK_VOLTS = 40;

export class EmulatedConverter {
  #on = false;
  #target = 0;
  #volts = 0;
  #since = 0;

  /** `target` in V. */
  set(on: boolean, target: number, faults: ChipFaults, now: number): void {
    this.#volts = this.volts(faults, now);
    this.#since = now;
    this.#on = on;
    this.#target = target;
  }

  get on(): boolean {
    return this.#on;
  }

  volts(faults: ChipFaults, now: number): number {
    const passed = now - this.#since;
    const works = this.#on && faults.converter !== "dead" && !faults.noClock;
    const target = works ? (faults.converter === "weak" ? Math.min(WEAK_VOLTS, this.#target) : this.#target) : 0;
    const slowness = works ? RISE_MS : faults.leaks ? LEAK_MS : this.#on ? RISE_MS : FALL_MS;
    return target + (this.#volts - target) * Math.exp(-passed / slowness);
  }
}
