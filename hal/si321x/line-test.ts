/**
 * A line test in the manner of GR-909, from what the monitor ADC sees: foreign voltage, resistance, receiver, ringers.
 *
 * Takes about a second, in which the line is out of use. Steps of the ADC limit it to some 20 %.
 */
import { frozen } from "./frozen.js";
import { Feed } from "./linefeed.js";
import { measure } from "./monitor.js";
import { Register, Ringing, Step } from "./registers.js";
import { ringingOf } from "./ringing.js";
import type { Chip } from "./spi.js";

export type LineReport = {
  /** V to ground with nothing fed, whichever lead has more. */
  readonly foreignVolts: number;
  readonly foreign: "none" | "foreign" | "hazardous";
  /** Ohms; Infinity where no current flows. */
  readonly tipRing: number;
  readonly tipGround: number;
  readonly ringGround: number;
  /** The receiver is off, or something as low: below 2500 ohms between the leads. */
  readonly offHook: boolean;
  /** Ringer equivalence, 1 is one bell. */
  readonly ringers: number;
  /** In words; empty when the line is as it should be. */
  readonly complaints: readonly string[];
};

const HAZARDOUS_VOLTS = 50;
const FOREIGN_VOLTS = 6;
const FAULT_OHMS = 150_000;
const RECEIVER_OHMS = 2500;
const LEAST_RINGERS = 0.175;
const MOST_RINGERS = 5;
const RINGER_OHMS = 6900;
/** Low enough that no bell sounds. */
const TEST_HERTZ = 20;
const TEST_PEAK = 24;
const SETTLE_MS = 200;

type Found = { foreign: number; tipRing: number; tipGround: number; ringGround: number; ringers: number };

const ohms = (volts: number, milliamperes: number) =>
  milliamperes === 0 ? Number.POSITIVE_INFINITY : Math.round((1000 * Math.abs(volts)) / Math.abs(milliamperes));

/** Each a state of the line and what is read in it. */
const STAGES: readonly (readonly [feed: number, what: keyof Found, read: (chip: Chip) => number])[] = frozen([
  [Feed.OPEN, "foreign", (chip) => Math.max(measure(chip).tip, measure(chip).ring)],
  [Feed.FORWARD, "tipRing", loopOhms],
  [Feed.RING_OPEN, "tipGround", loopOhms],
  [Feed.TIP_OPEN, "ringGround", loopOhms],
  [Feed.RINGING, "ringers", ringersOf],
]);

function loopOhms(chip: Chip): number {
  const { volts, milliamperes } = measure(chip);
  return ohms(volts, milliamperes);
}

function ringersOf(chip: Chip): number {
  const milliamperes = chip.read(Register.TRANSISTOR_CURRENTS) * Step.Q12_MILLIAMPERES;
  return (RINGER_OHMS * milliamperes) / 1000 / TEST_PEAK;
}

export class LineTest {
  deadline: number;
  report: LineReport | null = null;
  readonly #chip: Chip;
  readonly #found: Found = { foreign: 0, tipRing: 0, tipGround: 0, ringGround: 0, ringers: 0 };
  #at = -1;

  /** The line is idle, and fed as it should be again afterwards by whoever asked. */
  constructor(chip: Chip, now: number) {
    this.#chip = chip;
    this.deadline = now;
  }

  poll(now: number): void {
    if (now < this.deadline) return;
    if (this.#at >= 0) {
      const [, what, read] = STAGES[this.#at];
      this.#found[what] = read(this.#chip);
    }
    this.#at++;
    const next = STAGES[this.#at];
    if (next === undefined || (this.#at > 0 && this.#found.foreign > FOREIGN_VOLTS)) {
      this.#chip.write(Register.LINEFEED, Feed.OPEN);
      this.deadline = Number.POSITIVE_INFINITY;
      this.report = judge(this.#found);
      return;
    }
    if (next[0] === Feed.RINGING) this.#whisper();
    this.#chip.write(Register.LINEFEED, next[0]);
    this.deadline = now + SETTLE_MS;
  }

  #whisper(): void {
    const chip = this.#chip;
    const soft = ringingOf({ ringHertz: TEST_HERTZ, ringVolts: TEST_PEAK, ringWaveform: "sinusoid" });
    chip.write(Register.RINGING, soft.control & ~Ringing.OFFSET);
    chip.set("RCO", soft.RCO);
    chip.set("RNGX", soft.RNGX);
    chip.set("RNGY", soft.RNGY);
  }
}

function judge(found: Found): LineReport {
  const { foreign: foreignVolts, tipRing, tipGround, ringGround } = found;
  const foreign =
    foreignVolts > HAZARDOUS_VOLTS ? "hazardous" : foreignVolts > FOREIGN_VOLTS ? "foreign" : ("none" as const);
  // Behind foreign voltage nothing else has been measured.
  const measured = foreign === "none";
  const offHook = measured && tipRing < RECEIVER_OHMS;
  const ringers = Math.round(found.ringers * 100) / 100;
  const complaints: string[] = [];
  if (!measured) complaints.push(`${foreign} voltage of ${foreignVolts.toFixed(0)} V on the line`);
  if (offHook) complaints.push("the receiver is off, or the leads touch");
  else if (measured && tipRing < FAULT_OHMS) complaints.push(`${tipRing} ohms between the leads`);
  if (measured && tipGround < FAULT_OHMS) complaints.push(`${tipGround} ohms from TIP to ground`);
  if (measured && ringGround < FAULT_OHMS) complaints.push(`${ringGround} ohms from RING to ground`);
  if (measured && !offHook && ringers < LEAST_RINGERS) complaints.push("no telephone");
  if (measured && !offHook && ringers > MOST_RINGERS) complaints.push(`too many bells: ${ringers}`);
  return {
    ...{ foreignVolts, foreign, ringers, offHook, complaints },
    tipRing: measured ? tipRing : Number.POSITIVE_INFINITY,
    tipGround: measured ? tipGround : Number.POSITIVE_INFINITY,
    ringGround: measured ? ringGround : Number.POSITIVE_INFINITY,
  };
}
