/** What is done and looked for at each stage of a bring-up, how often and for how long. */

import { calibrationSteps } from "./calibration-steps.js";
import { frozen } from "./frozen.js";
import { CLEARED, FILTERS, FLUSH, INDIRECT, SI3201_POWER } from "./indirect.js";
import { Feed } from "./linefeed.js";
import { PcmMode, Powerdown, Register, SpiMode, Step as Unit } from "./registers.js";
import { hex, once, type Stage, type Step, silence, type Work } from "./stage.js";

const LEAST_REVISION = 2;
const MOST_REVISION = 14;
const HYBRID_RESET = 0x33;
const LOOPBACK_RESET = 2;
/** Indirect registers at a look: the other line's sound must not wait for all of them. */
const AT_ONCE = 8;
const LEAKAGE_MS = 500;
const LEAKAGE_LEAST = 0x06;
const ENHANCEMENTS = 0xe3;
/** Common mode and speed-up by themselves, ring trip and closure make the line active, alarms open it. */
const AUTOMATIC = 0x17;
const BATTERY_FEED = 0x01;

const volts = (register: number) => `${(register * Unit.SENSE_VOLTS).toFixed(1)} V`;

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

export const steps: { readonly [stage in Stage]: Step } = frozen({
  ...calibrationSteps,
  probe: {
    every: 1,
    limit: once,
    look({ chip, fresh }) {
      const mode = chip.read(Register.SPI_MODE);
      if (mode === 0x00 || mode === 0xff) return { kind: "absent", text: `no chip answers: DR0 reads ${hex(mode)}` };
      const revision = mode & SpiMode.REVISION;
      if (revision < LEAST_REVISION || revision > MOST_REVISION) {
        const text = `revision ${revision} of the chip is not supported, ${LEAST_REVISION} to ${MOST_REVISION} are`;
        return { kind: "unsupported", text };
      }
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
