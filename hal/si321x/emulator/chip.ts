/**
 * A Si3210 or Si3215 as its bus, its highway and its line see it. The driver cannot tell the difference.
 *
 * Written from the data sheet's register map; what the driver does not use does nothing here.
 */
import type { Pair } from "../../simulated/pair.js";
import { addressOf, type IndirectName, type Part } from "../indirect.js";
import {
  Calibration1,
  ConverterDelay,
  LAST_REGISTER,
  Loopback,
  PcmMode,
  Powerdown,
  RESERVED,
  RESET,
  Register,
  SpiMode,
  Step,
} from "../registers.js";
import type { Ticks } from "../ticks.js";
import { EmulatedCalibration } from "./calibration.js";
import { EmulatedConverter } from "./converter.js";
import { EmulatedLine } from "./line.js";
import { SoundPath } from "./sound-path.js";
import { type ChipFaults, noFaults } from "./world.js";

export type EmulatedChipOptions = {
  readonly time: Ticks;
  readonly pair: Pair | null;
  readonly part?: Part;
  /** 1 is A. */
  readonly revision?: number;
  /** Bits of DR19 have changed. */
  onStatus?(): void;
};

/** What an indirect register holds before anybody has written it. */
const UNDEFINED = 0xa5a5;
/** Accesses on the bus, of 10 us each, that an indirect access takes. */
const INDIRECT_ACCESSES = 6;
const Q1 = Register.TRANSISTOR_CURRENTS;
const Q5 = Q1 + 4;
const Q6 = Q1 + 5;

export class EmulatedChip {
  readonly part: Part;
  readonly faults: ChipFaults = noFaults();
  readonly registers = new Uint8Array(LAST_REGISTER + 1);
  readonly line: EmulatedLine;
  readonly sound: SoundPath;
  /** What the driver should not have done, in words. */
  readonly violations: string[] = [];
  /** Part and revision as they are; a test may change the revision before the reset. */
  revision: number;
  readonly #options: EmulatedChipOptions;
  readonly #time: Ticks;
  readonly #indirect = new Uint16Array(256);
  readonly #converter = new EmulatedConverter();
  readonly #calibration = new EmulatedCalibration(this.registers, this.faults);
  #powered = true;
  #held = false;
  #busy = 0;
  /** Data has been written, so that the next address makes a write. */
  #loaded = false;

  constructor(options: EmulatedChipOptions) {
    this.#options = options;
    this.#time = options.time;
    this.part = options.part ?? "Si3215";
    this.revision = options.revision ?? 5;
    const { registers } = this;
    this.line = new EmulatedLine({
      time: options.time,
      pair: options.pair,
      registers,
      indirect: (name) => this.indirect(name),
      battery: () => (this.#converter.on ? this.#battery : 0),
      interrupt: (bits) => this.#interrupt(bits),
    });
    this.sound = new SoundPath({ pair: options.pair, chip: this });
    this.#clear();
  }

  /** It has power, and is not held in reset. */
  get alive(): boolean {
    return this.#powered && !this.#held && !this.faults.absent;
  }

  get daisy(): boolean {
    return (this.registers[Register.SPI_MODE] & SpiMode.DAISY) !== 0;
  }

  /** A status bit is 1, and the interrupt line low. */
  get interrupts(): boolean {
    return this.alive && this.registers[Register.INTERRUPT_STATUS_2] !== 0;
  }

  /** Clocks after the frame sync at which it listens and speaks, or -1. */
  get receives(): number {
    return this.#slot(Register.PCM_RX_START_LOW);
  }

  get transmits(): number {
    return this.#slot(Register.PCM_TX_START_LOW);
  }

  indirect(name: IndirectName): number {
    const address = addressOf(name, this.part);
    return address === null ? 0 : this.#indirect[address];
  }

  /** The reset pin. */
  hold(low: boolean): void {
    if (low) this.#clear();
    this.#held = low;
  }

  /** The supply comes and goes. */
  power(on: boolean): void {
    this.#powered = on;
    this.#clear();
  }

  /** A spike on the supply: it works on, as new. */
  spike(): void {
    this.#clear();
  }

  read(register: number): number {
    this.#pass();
    const { registers, line } = this;
    switch (register) {
      case Register.SPI_MODE:
        return (registers[register] & 0xc0) | this.revision;
      case Register.PCM_MODE:
        return registers[register] | (this.part === "Si3215" ? PcmMode.SI3215 : 0);
      case Register.INDIRECT_STATUS:
        return this.#busy > 0 || this.faults.busy ? 1 : 0;
      case Register.LINEFEED:
        return (line.shadow << 4) | registers[register];
      case Register.LOOP_STATUS:
        return line.status;
      case Register.LOOP_VOLTAGE:
        return signed(line.loop.volts / Step.VOLTS);
      case Register.LOOP_CURRENT:
        return signed(line.loop.milliamperes / Step.LOOP_MILLIAMPERES);
      case Register.TIP_VOLTAGE:
        return octet(line.tip / Step.SENSE_VOLTS);
      case Register.RING_VOLTAGE:
        return octet(line.ring / Step.SENSE_VOLTS);
      case Register.BATTERY_1:
      case Register.BATTERY_2:
        return octet(this.#battery / Step.SENSE_VOLTS);
      case Q1:
        return octet(line.ringing / Step.Q12_MILLIAMPERES);
      case Q5:
        return this.#calibration.q5;
      case Q6:
        return this.#calibration.q6;
      case Register.CONVERTER_DELAY:
        return this.#calibration.monitor(this.#time.now());
      case Register.CONVERTER_WIDTH:
        return this.#converter.on && this.faults.converter !== "dead" ? 0x40 : 0;
      case Register.CALIBRATION_1:
        return this.#calibration.status(this.#time.now());
      default:
        return register <= LAST_REGISTER ? registers[register] : 0;
    }
  }

  write(register: number, value: number): void {
    this.#pass();
    const { registers } = this;
    if (register > LAST_REGISTER || RESERVED.includes(register)) {
      this.violations.push(`DR${register} is not to be written`);
      return;
    }
    if (register >= Register.INTERRUPT_STATUS_1 && register <= Register.INTERRUPT_STATUS_3) {
      registers[register] &= ~value;
      this.#options.onStatus?.();
      return;
    }
    registers[register] = value;
    switch (register) {
      case Register.SPI_MODE:
        registers[register] = value & 0xc0;
        break;
      case Register.INDIRECT_DATA_LOW:
      case Register.INDIRECT_DATA_HIGH:
        this.#idle();
        this.#loaded = true;
        break;
      case Register.INDIRECT_ADDRESS:
        this.#idle();
        this.#access(value);
        break;
      case Register.POWERDOWN_1:
      case Register.HIGH_BATTERY:
        this.#supply();
        break;
      case Register.LINEFEED:
        registers[register] = value & 7;
        this.line.go(value & 7);
        break;
      case Register.RINGING:
        this.line.refresh();
        break;
      case Register.CONVERTER_DELAY:
        if (value & ConverterDelay.CALIBRATE) this.#calibration.startMonitor(this.#time.now());
        break;
      case Register.CALIBRATION_1:
        if ((value & Calibration1.START) === 0) break;
        if (registers[Register.LINEFEED] !== 0) this.violations.push("calibrated with the line fed");
        this.#calibration.start(this.#time.now());
    }
  }

  /** Time on the bus goes by, in accesses. */
  #pass(): void {
    if (this.#busy > 0) this.#busy--;
  }

  #clear(): void {
    const { registers } = this;
    registers.fill(0);
    for (const [register, value] of RESET) registers[register] = value;
    this.#indirect.fill(UNDEFINED);
    this.#busy = 0;
    this.#loaded = false;
    this.#calibration.lose();
    this.#supply();
    this.line.lose();
    this.#options.onStatus?.();
  }

  #idle(): void {
    if (this.#busy > 0) this.violations.push("an indirect access was cut short");
  }

  #access(address: number): void {
    if (this.#loaded) {
      const { registers } = this;
      const value = registers[Register.INDIRECT_DATA_LOW] | (registers[Register.INDIRECT_DATA_HIGH] << 8);
      if (address !== this.faults.deafRegister) this.#indirect[address] = value;
      this.line.refresh();
    } else {
      this.registers[Register.INDIRECT_DATA_LOW] = this.#indirect[address] & 0xff;
      this.registers[Register.INDIRECT_DATA_HIGH] = this.#indirect[address] >> 8;
    }
    this.#loaded = false;
    this.#busy = INDIRECT_ACCESSES;
  }

  get #battery(): number {
    return this.#converter.volts(this.faults, this.#time.now());
  }

  #supply(): void {
    const on = (this.registers[Register.POWERDOWN_1] & Powerdown.CONVERTER_OFF) === 0;
    const target = this.registers[Register.HIGH_BATTERY] * Step.VOLTS;
    this.#converter.set(on, target, this.faults, this.#time.now());
    this.line.refresh();
  }

  #slot(low: number): number {
    const { registers } = this;
    const mode = PcmMode.ENABLE | PcmMode.LINEAR | PcmMode.WIDE;
    if (!this.alive || (registers[Register.PCM_MODE] & mode) !== mode) return -1;
    return registers[low] | ((registers[low + 1] & 3) << 8);
  }

  #interrupt(bits: number): void {
    const enabled = bits & this.registers[Register.INTERRUPT_ENABLE_2];
    if (enabled === 0) return;
    this.registers[Register.INTERRUPT_STATUS_2] |= enabled;
    this.#options.onStatus?.();
  }

  /** Its sound goes round inside: the chip wakes so. */
  get loopsBack(): boolean {
    return (this.registers[Register.AUDIO_LOOPBACK] & Loopback.DIGITAL) !== 0;
  }
}

const octet = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
const signed = (value: number) => (value < 0 ? 0x40 : 0) | Math.min(0x3f, Math.round(Math.abs(value)));
