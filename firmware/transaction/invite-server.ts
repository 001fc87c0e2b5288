/**
 * INVITE server transaction, RFC 3261 section 17.2.1 (figure 7) with the accepted state of RFC 6026 (figure 5).
 *
 *   proceeding ──2xx──► accepted ──Timer L──► terminated
 *       └──3xx-6xx──► completed ──ACK──► confirmed ──Timer I──► terminated
 *                         └──Timer H──► terminated
 *
 * A 2xx is repeated by the one who answered, not in here (section 13.3.1.4).
 */
import { type Instant, NEVER } from "../base/instant.js";
import type { Timers } from "./timers.js";
import type { ServerOutput } from "./transaction.js";

export class InviteServer<R extends { readonly status: number }> {
  readonly #timers: Timers;
  readonly #reliable: boolean;
  #state: "proceeding" | "accepted" | "completed" | "confirmed" | "terminated" = "proceeding";
  #last: R | null = null;
  #resendAt: Instant = NEVER; // Timer G
  #endAt: Instant = NEVER; // Timer L, H or I
  #interval: number;

  constructor(timers: Timers, reliable = false) {
    this.#timers = timers;
    this.#reliable = reliable;
    this.#interval = timers.t1;
  }

  get state() {
    return this.#state;
  }

  get deadline(): Instant {
    return Math.min(this.#resendAt, this.#endAt);
  }

  /** The INVITE again: the last response again, unless its ACK or the answerer's own copies see to that. */
  repeat(): ServerOutput<R>[] {
    const answers = this.#state === "proceeding" || this.#state === "completed";
    return answers && this.#last ? [{ do: "send", response: this.#last }] : [];
  }

  /** The 2xx, while copies of it may be sent. */
  get accepted(): R | null {
    return this.#state === "accepted" ? this.#last : null;
  }

  /** The ACK to a refusal. */
  acknowledge(now: Instant): void {
    if (this.#state !== "completed") return;
    this.#state = "confirmed";
    this.#resendAt = NEVER;
    this.#endAt = now + (this.#reliable ? 0 : this.#timers.t4); // Timer I
  }

  respond(response: R, now: Instant): ServerOutput<R>[] {
    const { status } = response;
    if (this.#state === "accepted") return status >= 200 && status < 300 ? [{ do: "send", response }] : [];
    if (this.#state !== "proceeding") return [];
    this.#last = response;
    if (status >= 300) {
      this.#state = "completed";
      this.#resendAt = this.#reliable ? NEVER : now + this.#timers.t1;
      this.#endAt = now + this.#timers.h;
    } else if (status >= 200) {
      this.#state = "accepted";
      this.#endAt = now + this.#timers.l;
    }
    return [{ do: "send", response }];
  }

  poll(now: Instant): ServerOutput<R>[] {
    if (now >= this.#endAt) {
      const acknowledged = this.#state !== "completed";
      this.#state = "terminated";
      this.#resendAt = this.#endAt = NEVER;
      return [{ do: "end", why: acknowledged ? "done" : "timeout" }];
    }
    if (now < this.#resendAt || !this.#last) return [];
    this.#interval = Math.min(2 * this.#interval, this.#timers.t2);
    this.#resendAt = now + this.#interval;
    return [{ do: "send", response: this.#last }];
  }
}
