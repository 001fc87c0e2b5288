/** What a stage of a bring-up is, and what the stages share. */
import type { SlicFault } from "../slic.js";
import type { Profile } from "./profile.js";
import { Register } from "./registers.js";
import type { Chip } from "./spi.js";

export type Stage =
  | "probe"
  | "prepare"
  | "power"
  | "leakage"
  | "calibrate"
  | "ring gain"
  | "tip gain"
  | "settle"
  | "balance"
  | "monitor"
  | "restore"
  | "verify";

/** What the stages share. */
export type Work = {
  readonly chip: Chip;
  readonly profile: Profile;
  readonly fresh: boolean;
  /** DR98 to DR107. */
  readonly results: Uint8Array;
  readonly warnings: string[];
  /** How far a stage that goes by registers has come. */
  index: number;
  tries: number;
};

export type Step = {
  begin?(work: Work): void;
  /** ms between two looks, and ms after which it is too late. */
  readonly every: number;
  limit(work: Work): number;
  /** Whether the stage is over; what is wrong otherwise, in words where the stage says the rest. */
  look(work: Work, elapsed: number): boolean | string | SlicFault;
  /** What is wrong when it is too late. */
  late?(work: Work): string;
  /** How often it may begin again before that. */
  readonly retries?: number;
};

/** One look decides. */
export const once = () => 0;

export const hex = (value: number) => `0x${value.toString(16).padStart(2, "0")}`;

/** It tells nothing, and has nothing left to tell: the interrupt line is everybody's. */
export function silence(chip: Chip): void {
  for (let i = 0; i < 3; i++) {
    chip.write(Register.INTERRUPT_ENABLE_1 + i, 0);
    chip.write(Register.INTERRUPT_STATUS_1 + i, 0xff);
  }
}
