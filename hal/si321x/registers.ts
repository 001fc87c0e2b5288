/** The direct registers of Si3210 and Si3215 by the names of their data sheet, and the bits of them that are used. */
import { frozen } from "./frozen.js";

export const Register = Object.freeze({
  SPI_MODE: 0,
  PCM_MODE: 1,
  PCM_TX_START_LOW: 2,
  PCM_TX_START_HIGH: 3,
  PCM_RX_START_LOW: 4,
  PCM_RX_START_HIGH: 5,
  PART_NUMBER: 6,
  AUDIO_LOOPBACK: 8,
  AUDIO_GAIN: 9,
  TWO_WIRE_IMPEDANCE: 10,
  HYBRID: 11,
  POWERDOWN_1: 14,
  POWERDOWN_2: 15,
  INTERRUPT_STATUS_1: 18,
  INTERRUPT_STATUS_2: 19,
  INTERRUPT_STATUS_3: 20,
  INTERRUPT_ENABLE_1: 21,
  INTERRUPT_ENABLE_2: 22,
  INTERRUPT_ENABLE_3: 23,
  DTMF_DECODE: 24,
  INDIRECT_DATA_LOW: 28,
  INDIRECT_DATA_HIGH: 29,
  INDIRECT_ADDRESS: 30,
  INDIRECT_STATUS: 31,
  OSCILLATOR_1: 32,
  OSCILLATOR_2: 33,
  RINGING: 34,
  /** 36 to 43: four times of the tone oscillators, 48 to 51: two of ringing, each low, then high. */
  OSCILLATOR_TIMERS: 36,
  RINGING_TIMERS: 48,
  FSK_DATA: 52,
  RINGING_PAUSE_DEBOUNCE: 63,
  LINEFEED: 64,
  BIAS: 65,
  BATTERY_FEED: 66,
  AUTOMATIC: 67,
  LOOP_STATUS: 68,
  LOOP_CLOSURE_DEBOUNCE: 69,
  RING_TRIP_DEBOUNCE: 70,
  LOOP_CURRENT_LIMIT: 71,
  ON_HOOK_VOLTAGE: 72,
  COMMON_MODE_VOLTAGE: 73,
  HIGH_BATTERY: 74,
  LOW_BATTERY: 75,
  POWER_POINTER: 76,
  POWER_OUTPUT: 77,
  LOOP_VOLTAGE: 78,
  LOOP_CURRENT: 79,
  TIP_VOLTAGE: 80,
  RING_VOLTAGE: 81,
  BATTERY_1: 82,
  BATTERY_2: 83,
  /** 84 to 89: Q1 to Q6. */
  TRANSISTOR_CURRENTS: 84,
  CONVERTER_PERIOD: 92,
  CONVERTER_DELAY: 93,
  CONVERTER_WIDTH: 94,
  CALIBRATION_1: 96,
  CALIBRATION_2: 97,
  RING_GAIN_MISMATCH: 98,
  TIP_GAIN_MISMATCH: 99,
  DC_PEAK: 107,
  ENHANCEMENT: 108,
});

/** The last direct register. */
export const LAST_REGISTER = 108;

/** Never to be written: what the data sheet does not tell of, and what can only be read. */
export const RESERVED: readonly number[] = Object.freeze([
  ...[6, 7, 12, 13, 16, 17, 24, 25, 26, 27, 31, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 68],
  ...[77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 94, 95],
]);

/** Registers that are not 0 after reset; of these the driver proves that there is a chip. */
export const RESET: readonly (readonly [register: number, value: number])[] = frozen([
  [Register.PCM_MODE, 0x08],
  [Register.AUDIO_LOOPBACK, 0x02],
  [Register.TWO_WIRE_IMPEDANCE, 0x08],
  [Register.HYBRID, 0x33],
  [Register.POWERDOWN_1, 0x10],
  [Register.RINGING_PAUSE_DEBOUNCE, 0x54],
  [Register.BIAS, 0x61],
  [Register.BATTERY_FEED, 0x03],
  [Register.AUTOMATIC, 0x1f],
  [Register.LOOP_CLOSURE_DEBOUNCE, 0x0a],
  [Register.RING_TRIP_DEBOUNCE, 0x0a],
  [Register.ON_HOOK_VOLTAGE, 0x20],
  [Register.COMMON_MODE_VOLTAGE, 0x02],
  [Register.HIGH_BATTERY, 0x32],
  [Register.LOW_BATTERY, 0x10],
  [Register.CONVERTER_PERIOD, 0xff],
  [Register.CONVERTER_DELAY, 0x14],
  [Register.CALIBRATION_1, 0x1f],
  [Register.CALIBRATION_2, 0x1f],
  [98, 0x10],
  [99, 0x10],
  [100, 0x11],
  [101, 0x11],
  [102, 0x08],
  [103, 0x88],
  [107, 0x08],
]);

export const SpiMode = Object.freeze({ DAISY: 0x80, RELEASE: 0x40, REVISION: 0x0f });

export const PcmMode = Object.freeze({ SI3215: 0x80, ENABLE: 0x20, LINEAR: 0x18, WIDE: 0x04 });

/** The chip wakes with its own sound looped back. */
export const Loopback = Object.freeze({ ANALOG_2: 4, DIGITAL: 2, ANALOG_1: 1 });

export const Powerdown = Object.freeze({ CONVERTER_OFF: 0x10 });

export const Interrupt2 = Object.freeze({ ALARMS: 0xfc, LOOP_CLOSURE: 0x02, RING_TRIP: 0x01 });

export const LoopStatus = Object.freeze({ RAW: 4, RING_TRIP: 2, CLOSED: 1 });

export const Ringing = Object.freeze({ OFFSET: 0x02, TRAPEZOID: 0x01 });

export const Automatic = Object.freeze({ RING_TRIP: 4, CLOSURE: 2, ALARM_OPENS: 1 });

export const Calibration1 = Object.freeze({ START: 0x40, FAST: 0x20, RING: 0x10, TIP: 0x08 });

export const ConverterDelay = Object.freeze({ CALIBRATE: 0x80 });

/** What one step of a register is worth: V, mA, ms. */
export const Step = Object.freeze({
  VOLTS: 1.5,
  SENSE_VOLTS: 0.376,
  LOOP_MILLIAMPERES: 1.25,
  Q12_MILLIAMPERES: 0.319,
  Q56_MILLIAMPERES: 0.316,
  DEBOUNCE_MS: 1.25,
});
