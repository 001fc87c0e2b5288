/** The registers of a chip in service: its place on the highway, its line, its bell. */
import type { LineDrive } from "../slic.js";
import { currentLimitOf, gainOf, impedanceOf, onHookVoltageOf } from "./match.js";
import { PcmMode, Register } from "./registers.js";
import { ringingOf } from "./ringing.js";
import type { Chip } from "./spi.js";

export type LineSetup = {
  /** Clocks after the frame sync, both ways. */
  readonly offset: number;
  /** mA, 20 to 41. */
  readonly loopCurrent?: number;
  /** V on hook. */
  readonly onHookVolts?: number;
  /** dB to the telephone and from it. */
  readonly gainDown?: number;
  readonly gainUp?: number;
};

const LOOP_CURRENT = 23;
const ON_HOOK_VOLTS = 48;
/** -6 V, and 105 ms, and 12.5 ms. */
const COMMON_MODE = 0x04;
const PAUSE_DEBOUNCE = 0x54;
const CLOSURE_DEBOUNCE = 0x0a;
const HYBRID = 0x33;

/** After bring-up: 16-bit samples at its offset, and everything cleared that happened meanwhile. */
export function commission(chip: Chip, setup: LineSetup): void {
  chip.write(Register.PCM_MODE, PcmMode.ENABLE | PcmMode.LINEAR | PcmMode.WIDE);
  chip.writeWide(Register.PCM_TX_START_LOW, setup.offset);
  chip.writeWide(Register.PCM_RX_START_LOW, setup.offset);
  for (let i = 0; i < 3; i++) chip.write(Register.INTERRUPT_STATUS_1 + i, 0xff);
  chip.write(Register.COMMON_MODE_VOLTAGE, COMMON_MODE);
  chip.write(Register.RINGING_PAUSE_DEBOUNCE, PAUSE_DEBOUNCE);
  chip.write(Register.LOOP_CLOSURE_DEBOUNCE, CLOSURE_DEBOUNCE);
  chip.write(Register.LOOP_CURRENT_LIMIT, currentLimitOf(setup.loopCurrent ?? LOOP_CURRENT));
  chip.write(Register.ON_HOOK_VOLTAGE, onHookVoltageOf(setup.onHookVolts ?? ON_HOOK_VOLTS));
  chip.write(Register.HYBRID, HYBRID);
  chip.write(Register.AUDIO_GAIN, 0);
  chip.set("DACG", gainOf(setup.gainDown ?? 0));
  chip.set("ADCG", gainOf(setup.gainUp ?? 0));
}

/** The bell, and what the line is matched to. */
export function drive(chip: Chip, drive: LineDrive): void {
  const ringing = ringingOf(drive);
  chip.write(Register.TWO_WIRE_IMPEDANCE, impedanceOf(drive.impedance));
  chip.write(Register.HIGH_BATTERY, ringing.highBattery);
  chip.write(Register.RINGING, ringing.control);
  chip.write(Register.RING_TRIP_DEBOUNCE, ringing.debounce);
  for (const name of ["RCO", "RNGX", "RNGY", "ROFF", "NRTP"] as const) chip.set(name, ringing[name]);
}
