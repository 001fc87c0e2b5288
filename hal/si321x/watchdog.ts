/** Once a second: is it the chip that was set up, does it do what it was told, does the battery stand? */
import type { SlicFault } from "../slic.js";
import { Feed, shadowOf } from "./linefeed.js";
import { batteryOf } from "./monitor.js";
import type { Profile } from "./profile.js";
import { Register } from "./registers.js";
import type { Chip } from "./spi.js";

export type Verdict =
  | "good"
  /** It has reset itself, and knows nothing any more. */
  | "reset"
  /** It has opened the line by itself. */
  | "opened"
  /** `absent`: it is not there to be told anything. */
  | SlicFault;

export type Expected = {
  /** Of its slot on the highway: no two chips have the same. */
  readonly offset: number;
  readonly profile: Profile;
  /** The line is to be fed. */
  readonly fed: boolean;
  /** The receiver is off: the battery is low then. */
  readonly offHook: boolean;
};

/** Share of the least battery below which the converter has failed. */
const FAILING = 0.5;
const LOOPBACK_RESET = 2;

export function watch(chip: Chip, { offset, profile, fed, offHook }: Expected): Verdict {
  const loopback = chip.read(Register.AUDIO_LOOPBACK);
  if (loopback === LOOPBACK_RESET) return "reset";
  if (loopback !== 0) return { kind: "absent", text: `the chip does not answer: DR8 reads 0x${loopback.toString(16)}` };
  if (chip.read(Register.PCM_TX_START_LOW) !== (offset & 0xff))
    return { kind: "absent", text: "another chip answers in this one's place" };
  if (fed && shadowOf(chip.read(Register.LINEFEED)) === Feed.OPEN) return "opened";
  const battery = batteryOf(chip);
  if (!offHook && battery < profile.leastBattery * FAILING)
    return { kind: "supply", text: `the battery has fallen to ${battery.toFixed(1)} V` };
  return "good";
}
