/** The lines of the board: the chips on their bus, the highway, the reset and interrupt lines. */
import Digital from "embedded:io/digital";
import type { JournalEntry } from "../journal.js";
import { Chips } from "../si321x/chips.js";
import type { Profile } from "../si321x/profile.js";
import type { Ticks } from "../si321x/ticks.js";
import type { Slic, SlicOptions, SlicState } from "../slic.js";
import { BoardHighway } from "./pcm.js";
import type { Pins } from "./pins.js";
import { ChainSpi } from "./spi.js";

export type LineCardOptions = {
  readonly pins: Pins;
  readonly profile: Profile;
  readonly lines: number;
  readonly time: Ticks;
  journal(entry: JournalEntry): void;
  onState(line: number, state: SlicState): void;
};

/** That a line is out of service is told by the line itself. */
const LEVELS: { readonly [state in SlicState]: "debug" | "info" | null } = Object.freeze({
  starting: "debug",
  up: "info",
  down: null,
});

export class LineCard {
  readonly #chips: Chips;

  /** The chips are held in reset before anything else, and let go when the clocks of the highway run. */
  constructor({ pins, profile, lines, time, journal, onState }: LineCardOptions) {
    const reset = new Digital({ pin: pins.reset, mode: Digital.Output });
    reset.write(0);
    const highway = new BoardHighway(pins.pcm);
    const spi = new ChainSpi(pins.slic);
    this.#chips = new Chips({
      ...{ spi, highway, profile, time, count: lines, interrupts: true },
      reset: (low) => reset.write(low ? 0 : 1),
      onState(line, state, text) {
        const level = LEVELS[state];
        if (level !== null) journal({ type: "log", line, level, text });
        onState(line, state);
      },
    });
    const interrupt: Digital = new Digital({
      pin: pins.interrupt,
      mode: Digital.Input,
      edge: Digital.Falling,
      onReadable: () => this.#chips.interrupt(),
    });
    // An edge that came too soon is looked for again; the chips hold the line low until they have been heard.
    const look = () => {
      if (interrupt.read() === 0) this.#chips.interrupt();
      time.after(LOOK_MS, look);
    };
    time.after(LOOK_MS, look);
  }

  open(line: number, options: SlicOptions): Slic {
    return this.#chips.open(line, options);
  }

  close(): void {
    this.#chips.close();
  }
}

const LOOK_MS = 50;
