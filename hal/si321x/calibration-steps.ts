/** The stages in which a chip finds out about itself and its transistors, and the one that gives it back what it found. */
import { frozen } from "./frozen.js";
import { SCRATCH } from "./indirect.js";
import { Feed } from "./linefeed.js";
import { Calibration1, ConverterDelay, LoopStatus, Register } from "./registers.js";
import { hex, once, type Step, silence } from "./stage.js";

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
const Q5 = Register.TRANSISTOR_CURRENTS + 4;
const Q6 = Register.TRANSISTOR_CURRENTS + 5;
const FIRST_RESULT = Register.RING_GAIN_MISMATCH;

export type CalibrationStage = "calibrate" | "ring gain" | "tip gain" | "settle" | "balance" | "monitor" | "restore";

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

export const calibrationSteps: { readonly [stage in CalibrationStage]: Step } = frozen({
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
});
