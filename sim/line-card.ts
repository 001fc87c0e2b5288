/** What the adapter's lines stand on, by the name of `--board`: copper at one side, a `Slic` each at the other. */
import type { JournalEntry } from "../hal/journal.js";
import { Chips } from "../hal/si321x/chips.js";
import { EmulatedChain } from "../hal/si321x/emulator/chain.js";
import type { EmulatedChip } from "../hal/si321x/emulator/chip.js";
import { EmulatedHighway } from "../hal/si321x/emulator/highway.js";
import { SimulatedSlic } from "../hal/simulated/slic.js";
import type { Slic, SlicOptions, SlicState } from "../hal/slic.js";
import type { Copper } from "./copper.js";
import type { Time } from "./time.js";

export const BOARDS = ["simulated", "si321x"] as const;

export type BoardName = (typeof BOARDS)[number];

export type LineCard = {
  /** `line` counts from 1. */
  open(line: number, options: SlicOptions): Slic;
  /** Samples from what a line is given to its echo, at the soonest. */
  readonly echoDelay: number;
  /** The chips of the card, where it has any: a test may harm them. */
  readonly chips: readonly EmulatedChip[];
  close(): void;
};

export type LineCardOptions = {
  readonly time: Time;
  readonly coppers: readonly Copper[];
  journal(entry: JournalEntry): void;
  /** A line is in service. */
  onUp?(): void;
};

export function lineCardOf(board: BoardName, options: LineCardOptions): LineCard {
  return board === "si321x" ? emulatedCard(options) : simulatedCard(options);
}

function simulatedCard({ time, coppers, onUp }: LineCardOptions): LineCard {
  const open = new Set<SimulatedSlic>();
  return {
    open(line, options) {
      const slic = new SimulatedSlic(options, coppers[line - 1], time);
      open.add(slic);
      onUp?.();
      return slic;
    },
    echoDelay: 0,
    chips: [],
    close() {
      for (const slic of open) slic.close();
    },
  };
}

/** Two Si3215 in one chain, the interrupt line wired, and the driver of the real board before them. */
function emulatedCard({ time, coppers, journal, onUp }: LineCardOptions): LineCard {
  const chain = new EmulatedChain({
    time,
    chips: coppers.map((pair) => ({ pair })),
    onInterrupt: () => driver.interrupt(),
  });
  const highway = new EmulatedHighway({ time, chips: chain.chips });
  const driver = new Chips({
    spi: chain,
    highway,
    reset: (low) => chain.reset(low),
    time,
    count: coppers.length,
    interrupts: true,
    onState(line, state, text) {
      const level = LEVELS[state];
      if (level !== null) journal({ type: "log", line, level, text });
      if (state === "up") onUp?.();
    },
  });
  return {
    open: (line, slic) => driver.open(line, slic),
    echoDelay: 0,
    chips: chain.chips,
    close() {
      driver.close();
      chain.unplug();
    },
  };
}

/** That a line is out of service is told by the line itself. */
const LEVELS: { readonly [state in SlicState]: "debug" | "info" | null } = {
  starting: "debug",
  up: "info",
  down: null,
};
