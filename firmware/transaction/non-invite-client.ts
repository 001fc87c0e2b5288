/**
 * Non-INVITE client transaction, RFC 3261 section 17.1.2 (figure 6).
 *
 *   trying ──1xx──► proceeding ──2xx-6xx──► completed ──Timer K──► terminated
 *      └───────────────┴─────Timer F──► terminated
 */
import { type Instant, NEVER } from "../base/instant.js";
import type { Timers } from "./timers.js";
import type { ClientOutput } from "./transaction.js";

export class NonInviteClient<R extends { readonly status: number }> {
  readonly #timers: Timers;
  readonly #reliable: boolean;
  #state: "trying" | "proceeding" | "completed" | "terminated" = "trying";
  #resendAt: Instant; // Timer E
  #endAt: Instant; // Timer F, then K
  #interval: number;

  /** Over a reliable transport nothing is sent twice. */
  constructor(timers: Timers, now: Instant, reliable = false) {
    this.#timers = timers;
    this.#reliable = reliable;
    this.#interval = timers.t1;
    this.#resendAt = reliable ? NEVER : now + timers.t1;
    this.#endAt = now + timers.f;
  }

  get state() {
    return this.#state;
  }

  get deadline(): Instant {
    return Math.min(this.#resendAt, this.#endAt);
  }

  receive(response: R, now: Instant): ClientOutput<R>[] {
    if (this.#state === "completed" || this.#state === "terminated") return [];
    if (response.status < 200) this.#state = "proceeding";
    else {
      this.#state = "completed";
      this.#resendAt = NEVER;
      this.#endAt = now + (this.#reliable ? 0 : this.#timers.t4);
    }
    return [{ do: "tell", response }];
  }

  poll(now: Instant): ClientOutput<R>[] {
    if (now >= this.#endAt) {
      const answered = this.#state === "completed";
      this.#state = "terminated";
      this.#resendAt = this.#endAt = NEVER;
      return [{ do: "end", why: answered ? "done" : "timeout" }];
    }
    if (now < this.#resendAt) return [];
    const { t2 } = this.#timers;
    this.#interval = this.#state === "proceeding" ? t2 : Math.min(2 * this.#interval, t2);
    this.#resendAt = now + this.#interval;
    return [{ do: "send" }];
  }
}
