/**
 * INVITE client transaction, RFC 3261 section 17.1.1 (figure 5) with the accepted state of RFC 6026 (figure 4).
 *
 *   calling ──1xx──► proceeding ──2xx──► accepted ───Timer M──► terminated
 *      │                  └────3xx-6xx─► completed ──Timer D──► terminated
 *      └─Timer B──► terminated
 */
import { type Instant, NEVER } from "../base/instant.js";
import type { Timers } from "./timers.js";
import type { ClientOutput } from "./transaction.js";

export class InviteClient<R extends { readonly status: number }> {
  readonly #timers: Timers;
  readonly #reliable: boolean;
  #state: "calling" | "proceeding" | "accepted" | "completed" | "terminated" = "calling";
  #resendAt: Instant; // Timer A
  #endAt: Instant; // Timer B, then M or D
  #interval: number;

  /** Over a reliable transport nothing is sent twice. */
  constructor(timers: Timers, now: Instant, reliable = false) {
    this.#timers = timers;
    this.#reliable = reliable;
    this.#interval = timers.t1;
    this.#resendAt = reliable ? NEVER : now + timers.t1;
    this.#endAt = now + timers.b;
  }

  get state() {
    return this.#state;
  }

  get deadline(): Instant {
    return Math.min(this.#resendAt, this.#endAt);
  }

  receive(response: R, now: Instant): ClientOutput<R>[] {
    const { status } = response;
    switch (this.#state) {
      case "calling":
      case "proceeding":
        if (status < 200) {
          if (this.#state === "calling") this.#become("proceeding", NEVER);
          return [{ do: "tell", response }];
        }
        if (status < 300) {
          this.#become("accepted", now + this.#timers.m);
          return [{ do: "tell", response }];
        }
        this.#become("completed", now + (this.#reliable ? 0 : this.#timers.d));
        return [
          { do: "acknowledge", response },
          { do: "tell", response },
        ];
      case "accepted":
        return status >= 200 && status < 300 ? [{ do: "tell", response }] : [];
      case "completed":
        return status >= 300 ? [{ do: "acknowledge", response }] : [];
      case "terminated":
        return [];
    }
  }

  /** A CANCEL went out: the final response has 64 * T1 left (section 9.1). */
  cancelled(now: Instant): void {
    if (this.#state === "proceeding") this.#endAt = now + 64 * this.#timers.t1;
  }

  poll(now: Instant): ClientOutput<R>[] {
    if (now >= this.#endAt) {
      const answered = this.#state === "accepted" || this.#state === "completed";
      this.#become("terminated", NEVER);
      return [{ do: "end", why: answered ? "done" : "timeout" }];
    }
    if (now < this.#resendAt) return [];
    this.#interval *= 2;
    this.#resendAt = now + this.#interval;
    return [{ do: "send" }];
  }

  #become(state: "proceeding" | "accepted" | "completed" | "terminated", endAt: Instant): void {
    this.#state = state;
    this.#resendAt = NEVER;
    this.#endAt = endAt;
  }
}
