/** What the lamp of the board shows: rhythms in one table, and a machine that says when it is lit. */

export type LampState =
  | "starting"
  | "setup"
  | "noLink"
  | "noRegistration"
  | "ready"
  | "ringing"
  | "inUse"
  | "fault"
  | "erasing";

type Row = { readonly rhythm: readonly number[]; readonly means: string };

const row = (rhythm: readonly number[], means: string): Row => Object.freeze({ rhythm: Object.freeze(rhythm), means });

/** Lit and dark in turn, ms; one entry is steady light. */
export const LAMP: { readonly [state in LampState]: Row } = Object.freeze({
  starting: row([100, 100], "starts, and brings the chips up"),
  setup: row([100, 100, 100, 700], "its access point is open: name a network there"),
  noLink: row([1000, 1000], "no cable, no network, or no address"),
  noRegistration: row([100, 1900], "has an address, and no line is registered"),
  ready: row([Number.POSITIVE_INFINITY], "a line is registered"),
  ringing: row([60, 60, 60, 320], "a bell rings"),
  inUse: row([1800, 200], "a receiver is off"),
  fault: row([100, 200, 100, 200, 100, 1300], "a chip is out of service"),
  erasing: row([30, 30], "the button is held: at the end all settings are erased"),
});

/** The most urgent first. */
const ORDER: readonly LampState[] = Object.freeze([
  "erasing",
  "starting",
  "fault",
  "ringing",
  "inUse",
  "setup",
  "noLink",
  "noRegistration",
  "ready",
]);

export class Lamp {
  lit = true;
  deadline = Number.POSITIVE_INFINITY;
  readonly #states = new Set<LampState>();
  #shown: LampState | null = null;
  #step = 0;

  /** `ready` is what remains when nothing else is. */
  get shown(): LampState {
    return this.#shown ?? "ready";
  }

  set(state: LampState, holds: boolean, now: number): void {
    if (holds) this.#states.add(state);
    else this.#states.delete(state);
    const next = ORDER.find((one) => this.#states.has(one)) ?? "ready";
    if (next === this.#shown) return;
    this.#shown = next;
    this.#step = 0;
    this.lit = true;
    this.deadline = now + LAMP[next].rhythm[0];
  }

  poll(now: number): void {
    while (now >= this.deadline) {
      const { rhythm } = LAMP[this.shown];
      this.#step = (this.#step + 1) % rhythm.length;
      this.lit = this.#step % 2 === 0;
      this.deadline += rhythm[this.#step];
    }
  }
}
