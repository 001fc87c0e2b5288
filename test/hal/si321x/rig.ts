/** Two emulated chips on two pairs of copper, the driver on their bus, and time in the hand. */

import { Chips, type ChipsOptions } from "../../../hal/si321x/chips.js";
import { EmulatedChain } from "../../../hal/si321x/emulator/chain.js";
import { EmulatedHighway } from "../../../hal/si321x/emulator/highway.js";
import type { Part } from "../../../hal/si321x/indirect.js";
import type { Profile } from "../../../hal/si321x/profile.js";
import type { Si321xSlic } from "../../../hal/si321x/slic.js";
import type { Spi } from "../../../hal/si321x/spi.js";
import { chanceOf } from "../../../sim/chance.js";
import { Copper } from "../../../sim/copper.js";
import { VirtualTime } from "../../../sim/time.js";
import { DRIVE } from "../slic.js";

export type RigOptions = {
  readonly part?: Part;
  readonly profile?: Profile;
  readonly interrupts?: boolean;
  readonly setup?: ChipsOptions["setup"];
  /** What stands between driver and chips. */
  readonly bus?: (spi: Spi) => Spi;
};

/** Longer than any bring-up that goes well. */
export const UP_MS = 4000;

export class Rig {
  readonly time = new VirtualTime();
  readonly coppers: readonly Copper[];
  readonly chain: EmulatedChain;
  readonly highway: EmulatedHighway;
  readonly chips: Chips;
  /** `line state: words`, as the board's journal has them. */
  readonly states: string[] = [];
  /** What the lines told their user: `down absent`; and mishaps in words. */
  readonly told: string[] = [];
  readonly errors: string[] = [];
  readonly hooks: [line: number, ms: number, offHook: boolean][] = [];

  /** `before` sees the chips before they are brought up. */
  constructor(options: RigOptions = {}, before: (rig: EmulatedChain) => void = () => {}) {
    const { time } = this;
    this.coppers = [1, 2].map((line) => new Copper({ time, chance: chanceOf(line, "copper") }));
    this.chain = new EmulatedChain({
      time,
      chips: this.coppers.map((pair) => ({ pair, part: options.part ?? "Si3215" })),
      onInterrupt: () => this.chips.interrupt(),
    });
    before(this.chain);
    this.highway = new EmulatedHighway({ time, chips: this.chain.chips });
    this.chips = new Chips({
      spi: options.bus?.(this.chain) ?? this.chain,
      highway: this.highway,
      reset: (low) => this.chain.reset(low),
      time,
      count: 2,
      ...(options.profile && { profile: options.profile }),
      ...(options.setup && { setup: options.setup }),
      interrupts: options.interrupts ?? true,
      onState: (line, state, words) => this.states.push(`${line} ${state}: ${words}`),
    });
  }

  wait(ms: number): this {
    this.time.advance(ms);
    return this;
  }

  chip(line = 1) {
    return this.chain.chips[line - 1];
  }

  open(line = 1, onReadable: () => void = () => {}): Si321xSlic {
    return this.chips.open(line, {
      drive: DRIVE,
      onHook: (offHook) => this.hooks.push([line, this.time.now(), offHook]),
      onReadable,
      onError: (reason) => this.errors.push(reason),
      onState: (state, fault) => this.told.push(fault ? `${state} ${fault.kind}` : state),
    });
  }

  get violations(): readonly string[] {
    return this.chain.chips.flatMap(({ violations }) => violations);
  }
}
