/** Whether a new image may stay: it has to show what a good one does, within a time. */

/** ms until an image on trial that has not proven itself is given up. */
export const TRIAL_MS = 300_000;
/** ms it has to live at least, so that one that dies young is rolled back by its watchdog. */
export const LEAST_MS = 60_000;

export type Proof = "network" | "lines" | "page";

export class Health {
  /** Infinity when there is nothing to be decided. */
  deadline: number;
  verdict: "waiting" | "good" | "bad";
  readonly #begin: number;
  readonly #missing: Set<Proof>;

  constructor(onTrial: boolean, proofs: readonly Proof[], now: number) {
    this.#begin = now;
    this.#missing = new Set(proofs);
    this.verdict = onTrial ? "waiting" : "good";
    this.deadline = onTrial ? now + TRIAL_MS : Number.POSITIVE_INFINITY;
  }

  get missing(): readonly Proof[] {
    return [...this.#missing];
  }

  /** It holds now; that it once did is enough. */
  prove(proof: Proof, now: number): void {
    this.#missing.delete(proof);
    if (this.verdict !== "waiting" || this.#missing.size > 0) return;
    this.deadline = Math.max(now, this.#begin + LEAST_MS);
  }

  poll(now: number): void {
    if (now < this.deadline) return;
    this.deadline = Number.POSITIVE_INFINITY;
    this.verdict = this.#missing.size === 0 ? "good" : "bad";
  }
}
