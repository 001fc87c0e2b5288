/** All chips of a board: one chain, one reset line, one interrupt line, one alarm. */
import type { PcmHighway } from "../pcm.js";
import type { SlicOptions, SlicState } from "../slic.js";
import { DISCRETE, type Profile } from "./profile.js";
import { Service } from "./service.js";
import type { LineSetup } from "./setup.js";
import { Si321xSlic } from "./slic.js";
import { Chain, Chip, type Spi } from "./spi.js";
import type { Ticks } from "./ticks.js";

export type ChipsOptions = {
  readonly spi: Spi;
  /** Its clocks run already. */
  readonly highway: PcmHighway;
  /** Pulls the reset line of all chips low, or lets it go. */
  reset(low: boolean): void;
  readonly time: Ticks;
  /** How many there are in the chain. */
  readonly count: number;
  readonly profile?: Profile;
  readonly setup?: Omit<LineSetup, "offset">;
  /** The interrupt line is wired, and `interrupt()` called whenever it goes low. */
  readonly interrupts: boolean;
  /** What becomes of each line; `line` counts from 1. */
  onState?(line: number, state: SlicState, words: string): void;
};

const RESET_MS = 10;
const WAKE_MS = 10;
const POLL_MS = 5;
/** Looks at all chips for one interrupt: more and the line is stuck, and the watchdog sees to it. */
const MOST_ROUNDS = 8;
const NEVER = Number.POSITIVE_INFINITY;

export class Chips {
  readonly #options: ChipsOptions;
  readonly #chain: Chain;
  readonly #services: readonly Service[];
  /** By line, from 0; those that have been opened. */
  readonly #lines: Si321xSlic[] = [];
  /** What the reset line does next: let go, or begin. */
  #resetting: "low" | "waking" | null = null;
  #resetAt = NEVER;
  #cancel: () => void = () => {};
  #armedFor = NEVER;
  #closed = false;

  /** Begins with a reset; lines may be opened at once, and come into service after one or two seconds. */
  constructor(options: ChipsOptions) {
    this.#options = options;
    this.#chain = new Chain(options.spi);
    const pollMs = options.interrupts ? NEVER : POLL_MS;
    this.#services = Array.from({ length: options.count }, (_, index) => {
      const setup = { ...options.setup, offset: options.highway.offsets[index] };
      return new Service({
        ...{ chip: new Chip(this.#chain, index), profile: options.profile ?? DISCRETE, setup, pollMs },
        onState: (state, words) => options.onState?.(index + 1, state, words),
      });
    });
    this.#reset();
    this.#rearm();
  }

  /** `line` counts from 1. */
  open(line: number, user: SlicOptions): Si321xSlic {
    const service = this.#services[line - 1];
    const { highway, time } = this.#options;
    const keeper = { service, now: () => time.now(), rearm: () => this.#rearm() };
    const slic = new Si321xSlic({ user, keeper, highway, slot: line - 1 });
    this.#lines[line - 1] = slic;
    return slic;
  }

  state(line: number): SlicState {
    return this.#services[line - 1].state;
  }

  /** The interrupt line is low. */
  interrupt(): void {
    if (this.#closed || this.#resetting !== null) return;
    const now = this.#options.time.now();
    this.#chain.form();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let answered = false;
      for (const service of this.#services) if (service.attend(now)) answered = true;
      if (!answered) break;
    }
    this.#rearm();
  }

  /** Every line closed, every converter off. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const slic of this.#lines) slic?.close();
    this.#cancel();
    for (const service of this.#services) service.close();
    this.#options.reset(true);
  }

  #reset(): void {
    this.#options.reset(true);
    this.#resetting = "low";
    this.#resetAt = this.#options.time.now() + RESET_MS;
  }

  #release(now: number): void {
    if (this.#resetting === "low") {
      this.#options.reset(false);
      this.#resetting = "waking";
      this.#resetAt = now + WAKE_MS;
      return;
    }
    this.#resetting = null;
    this.#resetAt = NEVER;
    this.#chain.form();
    for (const service of this.#services) service.begin(true, now);
  }

  readonly #wake = (): void => {
    this.#armedFor = NEVER;
    const now = this.#options.time.now();
    if (this.#resetAt <= now) this.#release(now);
    if (this.#resetting === null) this.#retry(now);
    // A chip that has been reset by itself has left the chain, and confuses it.
    if (this.#resetting === null && this.#due <= now) {
      this.#chain.form();
      for (const service of this.#services) if (service.deadline <= now) service.poll(now);
    }
    this.#rearm();
  };

  /** A chip that failed begins anew; the reset line is for all of them, and pulled when none is in use. */
  #retry(now: number): void {
    if (!this.#services.some(({ retryAt }) => retryAt <= now)) return;
    if (this.#services.every(({ state }) => state === "down")) {
      this.#reset();
      return;
    }
    this.#chain.form();
    for (const service of this.#services) if (service.retryAt <= now) service.begin(false, now);
  }

  get #due(): number {
    let due = NEVER;
    for (const service of this.#services) due = Math.min(due, service.deadline);
    return due;
  }

  #rearm(): void {
    if (this.#closed) return;
    const next = this.#resetting === null ? this.#due : this.#resetAt;
    if (next === this.#armedFor) return;
    this.#cancel();
    this.#armedFor = next;
    if (next === NEVER) return;
    const { time } = this.#options;
    this.#cancel = time.after(Math.max(0, next - time.now()), this.#wake);
  }
}
