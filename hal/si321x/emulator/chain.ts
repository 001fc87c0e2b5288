/** Emulated chips behind one chip select, one reset line and one interrupt line. */
import type { Spi } from "../spi.js";
import type { Ticks } from "../ticks.js";
import { EmulatedChip, type EmulatedChipOptions } from "./chip.js";

export type EmulatedChainOptions = {
  readonly time: Ticks;
  /** The chips in their order, the first next to the board. */
  readonly chips: readonly Omit<EmulatedChipOptions, "time" | "onStatus">[];
  /** The interrupt line goes low. */
  onInterrupt?(): void;
};

const READ = 0x80;
const NOBODY = 0xff;

export class EmulatedChain implements Spi {
  readonly chips: readonly EmulatedChip[];
  readonly #options: EmulatedChainOptions;
  #low = false;
  /** Frames that have gone over the bus. */
  transfers = 0;

  constructor(options: EmulatedChainOptions) {
    this.#options = options;
    const { time } = options;
    const onStatus = () => this.#level();
    this.chips = options.chips.map((chip) => new EmulatedChip({ ...chip, time, onStatus }));
  }

  /** The reset line of all chips. */
  reset(low: boolean): void {
    for (const chip of this.chips) chip.hold(low);
  }

  /** The power is gone: the pairs are free for others. */
  unplug(): void {
    for (const chip of this.chips) {
      chip.hold(true);
      chip.line.unplug();
    }
  }

  transfer(frame: Uint8Array): void {
    this.transfers++;
    let first = frame[0];
    let answer = NOBODY;
    let place = -1;
    for (const chip of this.chips) {
      // What a dead chip does not hand on, nobody behind it hears.
      if (!chip.alive) break;
      const { daisy } = chip;
      if (!daisy) {
        const answered = access(chip, first, frame[1]);
        if (answered !== null) [answer, place] = [answer & answered, 1];
      } else if (first & 1 && frame.length === 3) {
        const answered = access(chip, frame[1], frame[2]);
        if (answered !== null) [answer, place] = [answer & answered, 2];
      }
      // Before it stands in the chain, a chip hands on what it hears.
      if (daisy) first >>= 1;
    }
    frame.fill(NOBODY);
    if (place >= 0) frame[place] = answer;
  }

  #level(): void {
    // The first chips speak before the chain is built.
    const low = this.chips?.some((chip) => chip.interrupts) ?? false;
    if (low && !this.#low) this.#options.time.after(0, () => this.#options.onInterrupt?.());
    this.#low = low;
  }
}

/** What the chip drives back, or null. */
function access(chip: EmulatedChip, address: number, data: number): number | null {
  if (address & READ) return chip.read(address & ~READ);
  chip.write(address, data);
  return null;
}
