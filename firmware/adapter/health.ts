/** Whether a new image may stay: it has to show what a good one does, within a time. */
import { type Instant, NEVER } from "../base/instant.js";

/** ms until an image on trial that has not proven itself is given up. */
export const TRIAL_MS = 300_000;
/** ms it has to live at least, so that one that dies young is rolled back by its watchdog. */
export const LEAST_MS = 60_000;

export type Proof = "network" | "lines";

export class Health {
  /** NEVER when there is nothing to be decided. */
  deadline: Instant;
  verdict: "waiting" | "good" | "bad" = "waiting";
  readonly #begin: Instant;
  readonly #missing: Set<Proof>;

  constructor(proofs: readonly Proof[], now: Instant) {
    this.#begin = now;
    this.#missing = new Set(proofs);
    this.deadline = now + TRIAL_MS;
  }

  get missing(): readonly Proof[] {
    return [...this.#missing];
  }

  /** It holds now; that it once did is enough. */
  prove(proof: Proof, now: Instant): void {
    this.#missing.delete(proof);
    if (this.verdict !== "waiting" || this.#missing.size > 0) return;
    this.deadline = Math.max(now, this.#begin + LEAST_MS);
  }

  poll(now: Instant): void {
    if (now < this.deadline) return;
    this.deadline = NEVER;
    this.verdict = this.#missing.size === 0 ? "good" : "bad";
  }
}
