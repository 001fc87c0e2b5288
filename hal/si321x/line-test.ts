/**
 * A line test from what the monitor ADC sees, as AN273 has it after GR-909: foreign voltage, resistance, bells.
 *
 * Takes about a second, in which the line is out of use. Steps of the ADC limit it to some 20 %: 1.5 V, 1.25 mA, 0.376 V a
 * lead. What lies above ground cannot be told from ground, and more than 95 V below it is more than can be measured.
 */
import type { LineReport } from "../slic.js";
import { frozen } from "./frozen.js";
import { Feed } from "./linefeed.js";
import { measure } from "./monitor.js";
import { Register, Ringing, Step } from "./registers.js";
import { ringingOf } from "./ringing.js";
import type { Chip } from "./spi.js";

/** V from which nothing else is measured: what feeds the line besides us would be measured with it. */
const MOST_FOREIGN_VOLTS = 6;
const MOST_FOREIGN_ALTERNATING = 10;
/** Looks at the leads, and ms between two: mains of 50 and of 60 Hz are met at every phase. */
const LOOKS = 24;
const LOOK_MS = 7;
/** V between two looks that are no more than noise. */
const STEADY_VOLTS = 0.8;
/** V at which the ADC of a lead sees no more. */
const FULL_SCALE = 255 * Step.SENSE_VOLTS;
/** Ohms below which no bell is tried: it would be a lifted receiver that hears it. */
const LEAST_RINGER_OHMS = 2500;
const RINGER_OHMS = 6900;
/** Low enough that no bell sounds. */
const TEST_HERTZ = 20;
const TEST_PEAK = 24;
const SETTLE_MS = 200;
const SILENCE_MS = 100;

type Found = { -readonly [figure in keyof LineReport]: LineReport[figure] };

type Stage = {
  readonly feed: number;
  readonly settle: number;
  readonly looks: number;
  read(test: LineTest, chip: Chip, found: Found): void;
};

const NOTHING: LineReport = frozen({
  ...{ foreignVolts: null, foreignVoltsAlternating: null },
  ...{ tipRing: null, tipGround: null, ringGround: null, ringers: null },
});

const once = (feed: number, read: Stage["read"]): Stage => ({ feed, settle: SETTLE_MS, looks: 1, read });

/** Each a state of the line and what is read in it. */
const STAGES: readonly Stage[] = frozen([
  {
    ...{ feed: Feed.OPEN, settle: SILENCE_MS, looks: LOOKS },
    read(test, chip) {
      const { tip, ring } = measure(chip);
      test.lead(Math.max(tip, ring));
    },
  },
  once(Feed.FORWARD, (test, chip, found) => {
    found.tipRing = test.ohms(chip);
  }),
  once(Feed.RING_OPEN, (test, chip, found) => {
    found.tipGround = test.ohms(chip);
  }),
  once(Feed.TIP_OPEN, (test, chip, found) => {
    found.ringGround = test.ohms(chip);
  }),
  once(Feed.RINGING, (test, chip, found) => {
    const milliamperes = chip.read(Register.TRANSISTOR_CURRENTS) * Step.Q12_MILLIAMPERES;
    const ringers = (RINGER_OHMS * milliamperes) / 1000 / TEST_PEAK;
    found.ringers = test.opened ? null : Math.round(ringers * 100) / 100;
  }),
]);

export class LineTest {
  deadline: number;
  report: LineReport | null = null;
  /** The chip has opened the line in this stage, as too much current was drawn. */
  opened = false;
  readonly #chip: Chip;
  readonly #found: Found = { ...NOTHING };
  #at = -1;
  #looks = 0;
  /** V of the leads, least and most. */
  #low = Number.POSITIVE_INFINITY;
  #high = 0;

  /** The line is idle, and fed as it should be again afterwards by whoever asked. */
  constructor(chip: Chip, now: number) {
    this.#chip = chip;
    this.deadline = now;
  }

  poll(now: number): void {
    if (now < this.deadline) return;
    const stage = STAGES[this.#at];
    if (stage) {
      stage.read(this, this.#chip, this.#found);
      if (++this.#looks < stage.looks) {
        this.deadline = now + LOOK_MS;
        return;
      }
      if (this.#at === 0) this.#judgeLeads();
    }
    this.#next(now);
  }

  /** A look at the leads. */
  lead(volts: number): void {
    this.#low = Math.min(this.#low, volts);
    this.#high = Math.max(this.#high, volts);
  }

  /** Of the loop that is fed now. */
  ohms(chip: Chip): number {
    if (this.opened) return 0;
    const { volts, milliamperes } = measure(chip);
    if (milliamperes === 0) return Number.POSITIVE_INFINITY;
    return Math.round((1000 * Math.abs(volts)) / Math.abs(milliamperes));
  }

  #next(now: number): void {
    this.#at++;
    this.#looks = 0;
    this.opened = false;
    const next = STAGES[this.#at];
    if (next === undefined || this.#isSpoiled(next.feed)) {
      this.#chip.write(Register.LINEFEED, Feed.OPEN);
      this.deadline = Number.POSITIVE_INFINITY;
      this.report = this.#found;
      return;
    }
    if (next.feed === Feed.RINGING) this.#whisper();
    this.#chip.write(Register.LINEFEED, next.feed);
    this.deadline = now + next.settle;
  }

  /** What has been found forbids what comes next. */
  #isSpoiled(feed: number): boolean {
    const { foreignVolts, foreignVoltsAlternating, tipRing } = this.#found;
    if ((foreignVolts ?? 0) > MOST_FOREIGN_VOLTS) return true;
    if ((foreignVoltsAlternating ?? 0) > MOST_FOREIGN_ALTERNATING) return true;
    return feed === Feed.RINGING && tipRing !== null && tipRing < LEAST_RINGER_OHMS;
  }

  /** What swings is alternating; where it comes down to ground, the other half of it cannot be seen. */
  #judgeLeads(): void {
    const swing = this.#high - this.#low;
    const isSteady = swing <= STEADY_VOLTS;
    const isClipped = this.#low === 0;
    const most = this.#high >= FULL_SCALE ? Number.POSITIVE_INFINITY : this.#high;
    this.#found.foreignVolts = isSteady ? most : isClipped ? 0 : (most + this.#low) / 2;
    this.#found.foreignVoltsAlternating = isSteady ? 0 : (isClipped ? most : (most - this.#low) / 2) / Math.SQRT2;
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
