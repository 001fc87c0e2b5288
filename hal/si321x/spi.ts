/**
 * The chips on their bus: one chip select, up to eight of them in a daisy chain.
 *
 *   after reset   | r/w, register | data |             every chip hears it
 *   in the chain  | select | r/w, register | data |    select is handed on, shifted right: bit 0 is the first chip
 *
 * SPI mode 3, 8 MHz at most, chip select high for 220 ns between frames.
 */
import { addressOf, type IndirectName, type Part } from "./indirect.js";
import { Powerdown, Register, SpiMode } from "./registers.js";

/** The bus as a board hands it in. */
export interface Spi {
  /** One frame with the chip select low: what is sent is replaced by what came in meanwhile. */
  transfer(frame: Uint8Array): void;
}

/** Something that the bus does not answer as the data sheet says. */
export class BusFault extends Error {}

const READ = 0x80;
/** Reads of the busy bit before giving up; 62.5 us are six of them. */
const MOST_BUSY_READS = 64;

export class Chain {
  readonly #spi: Spi;
  readonly #short = new Uint8Array(2);
  readonly #frame = new Uint8Array(3);

  constructor(spi: Spi) {
    this.#spi = spi;
  }

  /** Puts every chip that has been reset into the chain; means nothing to those that are in it. */
  form(): void {
    const frame = this.#short;
    frame[0] = Register.SPI_MODE;
    frame[1] = SpiMode.DAISY | SpiMode.RELEASE;
    this.#spi.transfer(frame);
  }

  read(chip: number, register: number): number {
    const frame = this.#frame;
    frame[0] = 1 << chip;
    frame[1] = READ | register;
    frame[2] = 0;
    this.#spi.transfer(frame);
    return frame[2];
  }

  write(chip: number, register: number, value: number): void {
    const frame = this.#frame;
    frame[0] = 1 << chip;
    frame[1] = register;
    frame[2] = value;
    this.#spi.transfer(frame);
  }
}

/** One chip of the chain. */
export class Chip {
  /** What bring-up found. */
  part: Part = "Si3215";
  readonly #chain: Chain;
  readonly #index: number;

  /** `index` counts from 0, from the board's data out. */
  constructor(chain: Chain, index: number) {
    this.#chain = chain;
    this.#index = index;
  }

  /** Before a write that must not reach another: a chip that has reset itself has left the chain. */
  form(): void {
    this.#chain.form();
  }

  read(register: number): number {
    return this.#chain.read(this.#index, register);
  }

  write(register: number, value: number): void {
    this.#chain.write(this.#index, register, value);
  }

  /** Two registers, the low one first. */
  writeWide(register: number, value: number): void {
    this.write(register, value & 0xff);
    this.write(register + 1, value >> 8);
  }

  /** The order matters: the address starts the transfer. Throws a BusFault. */
  writeIndirect(address: number, value: number): void {
    this.#idle();
    this.writeWide(Register.INDIRECT_DATA_LOW, value);
    this.write(Register.INDIRECT_ADDRESS, address);
  }

  readIndirect(address: number): number {
    this.#idle();
    this.write(Register.INDIRECT_ADDRESS, address);
    this.#idle();
    return this.read(Register.INDIRECT_DATA_LOW) | (this.read(Register.INDIRECT_DATA_HIGH) << 8);
  }

  /** By name; what this part has not is left out. */
  set(name: IndirectName, value: number): void {
    const address = addressOf(name, this.part);
    if (address !== null) this.writeIndirect(address, value);
  }

  /** Line open, converter off, and nothing to be told of any more. */
  quench(): void {
    this.write(Register.INTERRUPT_ENABLE_2, 0);
    this.write(Register.INTERRUPT_STATUS_2, 0xff);
    this.write(Register.LINEFEED, 0);
    this.write(Register.POWERDOWN_1, Powerdown.CONVERTER_OFF);
  }

  #idle(): void {
    for (let i = 0; i < MOST_BUSY_READS; i++) if (this.read(Register.INDIRECT_STATUS) === 0) return;
    throw new BusFault("indirect access never ends");
  }
}
