/**
 * From reset to a calibrated chip, one look at a time: what the data sheet asks for, with a limit to everything.
 *
 *   cold     probe, prepare, power, leakage, power, calibrate, monitor, verify
 *   Si3201   ...                                    calibrate, ring gain, tip gain, settle, balance, monitor, verify
 *   warm     probe, prepare, power, restore, verify          a chip that has reset itself; its calibration was kept
 *   tune     calibrate, monitor                              calibrated with the receiver off, and now it lies
 */

import type { SlicFault } from "../slic.js";
import { steps } from "./bring-up-steps.js";
import { frozen } from "./frozen.js";
import type { Part } from "./indirect.js";
import type { Profile } from "./profile.js";
import { BusFault, type Chip } from "./spi.js";
import type { Stage, Step, Work } from "./stage.js";

export type Way = "cold" | "warm" | "tune";

/** What is wrong where a stage says no more than words. */
const KINDS: { readonly [stage in Stage]: SlicFault["kind"] } = frozen({
  ...{ probe: "bus", prepare: "bus", power: "supply", leakage: "leakage", calibrate: "calibration" },
  ...{ "ring gain": "calibration", "tip gain": "calibration", settle: "calibration", balance: "calibration" },
  ...{ monitor: "calibration", restore: "bus", verify: "bus" },
} as const);

const COLD: readonly Stage[] = frozen(["probe", "prepare", "power", "leakage", "power"]);
const AUTOMATIC: readonly Stage[] = frozen(["calibrate", "monitor"]);
const MANUAL: readonly Stage[] = frozen(["calibrate", "ring gain", "tip gain", "settle", "balance", "monitor"]);
const WARM: readonly Stage[] = frozen(["probe", "prepare", "power", "restore"]);

export type BringUpOptions = {
  readonly chip: Chip;
  readonly profile: Profile;
  readonly way: Way;
  /** Reset has just been released: every register has to say so. */
  readonly fresh: boolean;
  /** The calibration of another time, for the warm way. */
  readonly results: Uint8Array | null;
};

export class BringUp {
  /** Infinity when it is over. */
  deadline: number;
  fault: SlicFault | null = null;
  readonly way: Way;
  readonly #work: Work;
  readonly #plan: readonly Stage[];
  #at = -1;
  #began = 0;

  constructor(options: BringUpOptions, now: number) {
    const { chip, profile, fresh } = options;
    this.way = options.way;
    const results = new Uint8Array(RESULTS);
    if (options.results) results.set(options.results);
    this.#work = { chip, profile, fresh, results, warnings: [], index: 0, tries: 0 };
    const calibration = profile.feed === "si3201" ? MANUAL : AUTOMATIC;
    this.#plan =
      options.way === "tune"
        ? calibration
        : options.way === "warm"
          ? [...WARM, "verify"]
          : [...COLD, ...calibration, "verify"];
    this.deadline = now;
  }

  get done(): boolean {
    return this.fault === null && this.#at >= this.#plan.length;
  }

  get stage(): Stage | null {
    return this.#plan[this.#at] ?? null;
  }

  get part(): Part {
    return this.#work.chip.part;
  }

  /** DR98 to DR107 as they were found. */
  get results(): Uint8Array {
    return this.#work.results;
  }

  get warnings(): readonly string[] {
    return this.#work.warnings;
  }

  poll(now: number): void {
    if (now < this.deadline) return;
    try {
      this.#look(now);
    } catch (error) {
      if (!(error instanceof BusFault)) throw error;
      this.#fail({ kind: "bus", text: error.message });
    }
  }

  #look(now: number): void {
    if (this.#at < 0) this.#next(now);
    for (let stage = this.stage; stage !== null; stage = this.stage) {
      const step = steps[stage];
      const outcome = step.look(this.#work, now - this.#began);
      if (typeof outcome !== "boolean") {
        this.#fail(outcome);
        return;
      }
      if (!outcome) {
        if (now - this.#began >= step.limit(this.#work)) this.#late(step, now);
        else this.deadline = now + step.every;
        return;
      }
      this.#next(now);
      // What has just begun is looked at after its first pause.
      const next = this.stage;
      if (next !== null) {
        this.deadline = now + steps[next].every;
        return;
      }
    }
    this.deadline = Number.POSITIVE_INFINITY;
  }

  #next(now: number): void {
    this.#at++;
    this.#work.tries = 0;
    this.#begin(now);
  }

  #begin(now: number): void {
    this.#began = now;
    this.#work.index = 0;
    const stage = this.stage;
    if (stage !== null) steps[stage].begin?.(this.#work);
  }

  #late(step: Step, now: number): void {
    if (this.#work.tries++ < (step.retries ?? 0)) {
      this.#begin(now);
      this.deadline = now + step.every;
    } else this.#fail(step.late?.(this.#work) ?? "takes too long");
  }

  /** Nothing stays on that could burn; at the first stage nobody knows who would be told. */
  #fail(fault: string | SlicFault): void {
    const stage = this.stage ?? "probe";
    this.fault = typeof fault === "string" ? { kind: KINDS[stage], text: fault } : fault;
    this.deadline = Number.POSITIVE_INFINITY;
    if (stage !== "probe") this.#work.chip.quench();
  }
}

const RESULTS = 10;
