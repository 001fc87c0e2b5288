/** What is done and looked for at each stage of a bring-up, how often and for how long. */
import { CLEARED, FILTERS, FLUSH, INDIRECT, SCRATCH, SI3201_POWER } from "./indirect.js";
import { Feed } from "./linefeed.js";
import type { Profile } from "./profile.js";
import {
  Calibration1,
  ConverterDelay,
  LoopStatus,
  PcmMode,
  Powerdown,
  Register,
  SpiMode,
  Step as Unit,
} from "./registers.js";
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
  /** Whether the stage is over; a text says what is wrong. */
  look(work: Work, elapsed: number): boolean | string;
  /** What is wrong when it is too late. */
  late?(work: Work): string;
  /** How often it may begin again before that. */
  readonly retries?: number;
};

const LEAST_REVISION = 2;
const MOST_REVISION = 14;
const HYBRID_RESET = 0x33;
const LOOPBACK_RESET = 2;
/** Indirect registers at a look: the other line's sound must not wait for all of them. */
const AT_ONCE = 8;
const LEAKAGE_MS = 500;
const LEAKAGE_LEAST = 0x06;
const CALIBRATION_MS = 2000;
const MANUAL_CALIBRATION_MS = 800;
const MISMATCH_MS = 40;
const MISMATCH_FIRST = 0x1f;
const SETTLE_MS = 100;
const MONITOR_MS = 500;
const DC_PEAK_LEAST = 2;
const DC_PEAK_MOST = 0x0d;
const DC_PEAK_MIDDLE = 8;
/** What the balance wants enabled while it is calibrated. */
const COMMON_MODE_CALIBRATED = 0x04;
const ENHANCEMENTS = 0xe3;
/** Common mode and speed-up by themselves, ring trip and closure make the line active, alarms open it. */
const AUTOMATIC = 0x17;
const BATTERY_FEED = 0x01;
const Q5 = Register.TRANSISTOR_CURRENTS + 4;
const Q6 = Register.TRANSISTOR_CURRENTS + 5;
const FIRST_RESULT = Register.RING_GAIN_MISMATCH;

const once = () => 0;
const hex = (value: number) => `0x${value.toString(16).padStart(2, "0")}`;
const volts = (register: number) => `${(register * Unit.SENSE_VOLTS).toFixed(1)} V`;

/** It tells nothing, and has nothing left to tell: the interrupt line is everybody's. */
function silence(chip: Chip): void {
  for (let i = 0; i < 3; i++) {
    chip.write(Register.INTERRUPT_ENABLE_1 + i, 0);
    chip.write(Register.INTERRUPT_STATUS_1 + i, 0xff);
  }
}

/** What an indirect register starts with on this board. */
const startOf = (row: (typeof INDIRECT)[number], { profile }: Work): number =>
  (profile.feed === "si3201" ? SI3201_POWER[row.name] : undefined) ?? row.start;

/** A stage that goes through the indirect registers, some at each look. */
function through(
  visit: (work: Work, address: number, row: (typeof INDIRECT)[number]) => string | undefined,
): Step["look"] {
  return (work) => {
    for (let i = 0; i < AT_ONCE; i++) {
      const row = INDIRECT[work.index];
      if (row === undefined) return true;
      work.index++;
      const address = work.chip.part === "Si3215" ? row.si3215 : row.si3210;
      if (address === null) continue;
      const wrong = visit(work, address, row);
      if (wrong !== undefined) return wrong;
    }
    return false;
  };
}

/** One of the two transistors is turned down until it takes no current. */
const mismatch = (register: number, current: number, name: string): Step => ({
  begin({ chip }) {
    chip.write(register, MISMATCH_FIRST);
  },
  every: MISMATCH_MS,
  limit: () => Number.POSITIVE_INFINITY,
  look(work) {
    if (work.chip.read(current) === 0) return true;
    if (++work.index >= MISMATCH_FIRST) return `${name} takes current at every gain: a damaged transistor`;
    work.chip.write(register, MISMATCH_FIRST - work.index);
    return false;
  },
});

export const steps: { readonly [stage in Stage]: Step } = Object.freeze({
  probe: {
    every: 1,
    limit: once,
    look({ chip, fresh }) {
      const mode = chip.read(Register.SPI_MODE);
      if (mode === 0x00 || mode === 0xff) return `no chip answers: DR0 reads ${hex(mode)}`;
      const revision = mode & SpiMode.REVISION;
      if (revision < LEAST_REVISION || revision > MOST_REVISION)
        return `revision ${revision} of the chip is not supported, ${LEAST_REVISION} to ${MOST_REVISION} are`;
      if ((mode & SpiMode.DAISY) === 0) return `the chip does not stand in the chain: DR0 reads ${hex(mode)}`;
      chip.part = chip.read(Register.PCM_MODE) & PcmMode.SI3215 ? "Si3215" : "Si3210";
      const [loopback, feed, hybrid] = [Register.AUDIO_LOOPBACK, Register.LINEFEED, Register.HYBRID].map((register) =>
        chip.read(register),
      );
      if (hybrid !== HYBRID_RESET || (fresh && (loopback !== LOOPBACK_RESET || feed !== Feed.OPEN)))
        return `the chip is not as reset leaves it: DR8, DR64, DR11 read ${hex(loopback)}, ${hex(feed)}, ${hex(hybrid)}`;
      return true;
    },
  },
  prepare: {
    begin({ chip, profile }) {
      chip.write(Register.LINEFEED, Feed.OPEN);
      chip.write(Register.POWERDOWN_1, Powerdown.CONVERTER_OFF);
      silence(chip);
      if (chip.part === "Si3210") chip.writeIndirect(CLEARED, 0);
      chip.write(Register.AUDIO_LOOPBACK, 0);
      chip.write(Register.ENHANCEMENT, ENHANCEMENTS);
      chip.write(Register.AUTOMATIC, AUTOMATIC);
      chip.write(Register.BATTERY_FEED, BATTERY_FEED);
      chip.write(Register.HIGH_BATTERY, profile.highBattery);
      chip.write(Register.LOW_BATTERY, profile.lowBattery);
    },
    every: 1,
    limit: () => Number.POSITIVE_INFINITY,
    look: through((work, address, row) => {
      work.chip.writeIndirect(address, FILTERS.includes(row.name) ? FLUSH : startOf(row, work));
      return undefined;
    }),
  },
  power: {
    begin({ chip, profile }) {
      chip.write(Register.CONVERTER_PERIOD, profile.converterPeriod);
      chip.write(Register.POWERDOWN_1, 0);
    },
    every: 10,
    limit: ({ profile }) => profile.batteryLimit,
    look({ chip, profile }) {
      if (chip.read(Register.BATTERY_1) * Unit.SENSE_VOLTS < profile.leastBattery) return false;
      chip.write(Register.CONVERTER_DELAY, profile.converterDelay);
      return true;
    },
    late: ({ chip, profile }) =>
      `the DC-DC converter stops at ${volts(chip.read(Register.BATTERY_1))}, ${profile.leastBattery} V are needed`,
  },
  leakage: {
    begin({ chip }) {
      chip.write(Register.LINEFEED, Feed.OPEN);
      chip.write(Register.POWERDOWN_1, Powerdown.CONVERTER_OFF);
    },
    every: 10,
    limit: () => Number.POSITIVE_INFINITY,
    look({ chip, profile, warnings }, elapsed) {
      const battery = chip.read(Register.BATTERY_1);
      if (battery < LEAKAGE_LEAST) {
        const words = `the battery falls to ${volts(battery)} within ${Math.round(elapsed)} ms: leakage or a short circuit`;
        if (profile.feed === "discrete") return words;
        warnings.push(words);
        return true;
      }
      return elapsed >= LEAKAGE_MS;
    },
  },
  calibrate: {
    begin({ chip, profile }) {
      silence(chip);
      chip.write(Register.LINEFEED, Feed.OPEN);
      const manual = profile.feed === "si3201";
      chip.write(Register.CALIBRATION_2, manual ? 0x18 : 0x1f);
      chip.write(Register.CALIBRATION_1, manual ? 0x47 : 0x5f);
    },
    every: 20,
    limit: ({ profile }) => (profile.feed === "si3201" ? MANUAL_CALIBRATION_MS : CALIBRATION_MS),
    look: ({ chip }) => chip.read(Register.CALIBRATION_1) === 0,
    late: ({ chip }) => `calibration does not end: DR96 reads ${hex(chip.read(Register.CALIBRATION_1))}`,
    retries: 1,
  },
  "ring gain": {
    ...mismatch(Register.RING_GAIN_MISMATCH, Q5, "Q5"),
    begin({ chip }) {
      if (chip.part === "Si3210") for (const address of SCRATCH) chip.writeIndirect(address, 0);
      chip.write(Register.TIP_GAIN_MISMATCH, 0x10);
      chip.write(Register.RING_GAIN_MISMATCH, MISMATCH_FIRST);
    },
  },
  "tip gain": mismatch(Register.TIP_GAIN_MISMATCH, Q6, "Q6"),
  settle: {
    begin({ chip }) {
      chip.write(Register.LINEFEED, Feed.FORWARD);
    },
    every: SETTLE_MS,
    limit: once,
    look({ chip, warnings }) {
      if (chip.read(Register.LOOP_STATUS) & LoopStatus.CLOSED) warnings.push("calibrated with the receiver off hook");
      chip.write(Register.LINEFEED, Feed.OPEN);
      return true;
    },
  },
  balance: {
    begin({ chip }) {
      chip.write(Register.INTERRUPT_ENABLE_3, COMMON_MODE_CALIBRATED);
      chip.write(Register.CALIBRATION_2, 0x01);
      chip.write(Register.CALIBRATION_1, Calibration1.START);
    },
    every: 20,
    limit: () => MANUAL_CALIBRATION_MS,
    look({ chip }) {
      if (chip.read(Register.CALIBRATION_1) !== 0) return false;
      silence(chip);
      return true;
    },
    late: ({ chip }) => `calibration of the balance does not end: DR96 reads ${hex(chip.read(Register.CALIBRATION_1))}`,
    retries: 1,
  },
  monitor: {
    begin({ chip, profile }) {
      chip.write(Register.CONVERTER_DELAY, profile.converterDelay | ConverterDelay.CALIBRATE);
    },
    every: 10,
    limit: () => MONITOR_MS,
    look({ chip, results }) {
      if (chip.read(Register.CONVERTER_DELAY) & ConverterDelay.CALIBRATE) return false;
      const peak = chip.read(Register.DC_PEAK);
      if (peak < DC_PEAK_LEAST || peak > DC_PEAK_MOST) chip.write(Register.DC_PEAK, DC_PEAK_MIDDLE);
      for (let i = 0; i < results.length; i++) results[i] = chip.read(FIRST_RESULT + i);
      return true;
    },
    late: () => "calibration of the DC monitor does not end",
    retries: 1,
  },
  restore: {
    begin({ chip, results }) {
      for (let i = 0; i < results.length; i++) chip.write(FIRST_RESULT + i, results[i]);
    },
    every: 1,
    limit: once,
    look: () => true,
  },
  verify: {
    begin(work) {
      for (const row of INDIRECT) if (FILTERS.includes(row.name)) work.chip.set(row.name, startOf(row, work));
    },
    every: 1,
    limit: () => Number.POSITIVE_INFINITY,
    look: through((work, address, row) => {
      const found = work.chip.readIndirect(address);
      const meant = startOf(row, work);
      return found === meant
        ? undefined
        : `indirect register ${address} (${row.name}) reads ${hex(found)} instead of ${hex(meant)}`;
    }),
  },
});
