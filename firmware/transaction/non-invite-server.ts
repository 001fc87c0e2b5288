/**
 * Non-INVITE server transaction, RFC 3261 section 17.2.2 (figure 8).
 *
 *   trying ──1xx──► proceeding ──2xx-6xx──► completed ──Timer J──► terminated
 */
import { type Instant, NEVER } from "../base/instant.js";
import type { Timers } from "./timers.js";
import type { ServerOutput } from "./transaction.js";

export class NonInviteServer<R extends { readonly status: number }> {
  readonly #timers: Timers;
  readonly #reliable: boolean;
  #state: "trying" | "proceeding" | "completed" | "terminated" = "trying";
  #last: R | null = null;
  #endAt: Instant = NEVER; // Timer J

  constructor(timers: Timers, reliable = false) {
    this.#timers = timers;
    this.#reliable = reliable;
  }

  get state() {
    return this.#state;
  }

  get deadline(): Instant {
    return this.#endAt;
  }

  /** The request again: the last response again. */
  repeat(): ServerOutput<R>[] {
    return this.#last && this.#state !== "terminated" ? [{ do: "send", response: this.#last }] : [];
  }

  respond(response: R, now: Instant): ServerOutput<R>[] {
    if (this.#state === "completed" || this.#state === "terminated") return [];
    this.#last = response;
    if (response.status < 200) this.#state = "proceeding";
    else {
      this.#state = "completed";
      this.#endAt = now + (this.#reliable ? 0 : this.#timers.j);
    }
    return [{ do: "send", response }];
  }

  poll(now: Instant): ServerOutput<R>[] {
    if (now < this.#endAt) return [];
    this.#state = "terminated";
    this.#endAt = NEVER;
    return [{ do: "end", why: "done" }];
  }
}
