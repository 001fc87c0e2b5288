/**
 * Wrong passwords make their sender wait: longer each time, and nobody else. Clients are told apart by address; of too
 * many the one that has been quiet for longest is forgotten.
 */
import type { Instant } from "../base/instant.js";
import { FREE_TRIES, LONGEST_WAIT, MAX_CULPRITS } from "./limits.js";

type Culprit = { readonly from: string; wrong: number; since: Instant; until: Instant };

const FIRST_WAIT = 1000;

export class BackOff {
  /** The one that has been quiet for longest first. */
  readonly #culprits: Culprit[] = [];

  /** ms this client has yet to wait; 0 for none. */
  wait(from: string, now: Instant): number {
    const culprit = this.#culprits.find((one) => one.from === from);
    return culprit ? Math.max(0, culprit.until - now) : 0;
  }

  wrong(from: string, now: Instant): void {
    const culprit = this.#take(from) ?? { from, wrong: 0, since: now, until: now };
    if (now - culprit.since > 2 * LONGEST_WAIT) culprit.wrong = 0;
    culprit.wrong++;
    culprit.since = now;
    const over = culprit.wrong - FREE_TRIES;
    culprit.until = over < 0 ? now : now + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(over, 20));
    if (this.#culprits.length >= MAX_CULPRITS) this.#culprits.shift();
    this.#culprits.push(culprit);
  }

  right(from: string): void {
    this.#take(from);
  }

  #take(from: string): Culprit | undefined {
    const at = this.#culprits.findIndex((one) => one.from === from);
    return at < 0 ? undefined : this.#culprits.splice(at, 1)[0];
  }
}
