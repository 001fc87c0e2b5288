/** A new start that somebody far away wishes for: when nobody is disturbed by it. */
import type { Instant } from "../base/instant.js";
import type { Deadlined, Loop } from "./loop.js";

/** ms in which the last words of a call have been said, and an answer gets out of the house. */
const REST = 1000;

export class IdleRestart implements Deadlined {
  readonly #loop: Loop;
  readonly #idleSince: () => Instant;
  readonly #restart: () => void;
  readonly #asked: Instant;

  constructor(loop: Loop, idleSince: () => Instant, restart: () => void) {
    this.#loop = loop;
    this.#idleSince = idleSince;
    this.#restart = restart;
    this.#asked = loop.now();
    loop.add(this);
    loop.rearm(this.#asked);
  }

  get deadline(): Instant {
    return Math.max(this.#asked, this.#idleSince()) + REST;
  }

  poll(): void {
    this.#loop.remove(this);
    this.#restart();
  }
}
