/** What the lamp has to show, from what the board hears of itself. */
import type { CallState, JournalEntry } from "../journal.js";
import type { SlicState } from "../slic.js";
import type { LampState } from "./lamp.js";

/** Whoever sets a state of the lamp. */
export type Show = (state: LampState, holds: boolean) => void;

const IN_USE: readonly CallState[] = Object.freeze([
  "dialing",
  "calling",
  "proceeding",
  "answering",
  "connected",
  "hold",
  "holding",
  "resuming",
  "reorder",
]);

export class Signs {
  readonly #show: Show;
  readonly #registered = new Set<number>();
  readonly #calls = new Map<number, CallState>();
  readonly #out = new Set<number>();
  #up = 0;

  constructor(show: Show) {
    this.#show = show;
    show("starting", true);
    show("noLink", true);
    show("noRegistration", true);
  }

  hear(entry: JournalEntry): void {
    if (entry.type === "registration") {
      if (entry.state === "registered") this.#registered.add(entry.line);
      else if (entry.state !== "registering") this.#registered.delete(entry.line);
      this.#show("noRegistration", this.#registered.size === 0);
    } else if (entry.type === "call") {
      this.#calls.set(entry.line, entry.state);
      const states = [...this.#calls.values()];
      this.#show("ringing", states.includes("ringing"));
      this.#show(
        "inUse",
        states.some((state) => IN_USE.includes(state)),
      );
    }
  }

  /** `guests`: its own access point is open. */
  link(address: string | null, guests: boolean): void {
    this.#show("setup", guests);
    this.#show("noLink", address === null);
  }

  chip(line: number, state: SlicState): void {
    if (state === "down") this.#out.add(line);
    else if (state === "up") {
      this.#out.delete(line);
      this.#up |= 1 << line;
    }
    if (state !== "starting") this.#show("starting", false);
    this.#show("fault", this.#out.size > 0);
  }

  /** Some line has been in service. */
  get proven(): boolean {
    return this.#up !== 0;
  }
}
