/** A 2xx to an INVITE, repeated by the one who answered until its ACK comes (RFC 3261 section 13.3.1.4). */
import { type Instant, NEVER } from "../base/instant.js";
import type { Timers } from "../transaction/timers.js";

export class Acceptance {
  readonly #t2: number;
  #interval: number;
  #resendAt: Instant;
  #giveUpAt: Instant;

  constructor(timers: Timers, now: Instant) {
    this.#t2 = timers.t2;
    this.#interval = timers.t1;
    this.#resendAt = now + timers.t1;
    this.#giveUpAt = now + 64 * timers.t1;
  }

  get deadline(): Instant {
    return Math.min(this.#resendAt, this.#giveUpAt);
  }

  poll(now: Instant): "wait" | "send" | "giveUp" {
    if (now >= this.#giveUpAt) {
      this.#resendAt = this.#giveUpAt = NEVER;
      return "giveUp";
    }
    if (now < this.#resendAt) return "wait";
    this.#interval = Math.min(2 * this.#interval, this.#t2);
    this.#resendAt = now + this.#interval;
    return "send";
  }
}
