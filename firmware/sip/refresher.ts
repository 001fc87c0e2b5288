/**
 * When a session is refreshed, and when it has died (RFC 4028 sections 7.2, 9, 10).
 *
 *   ours:     half the interval ──► refresh, again and again until one is granted
 *   theirs:   nothing of ours
 *   both:     the interval less 32 s, or a third of it ──► end
 *   courtesy: refreshes of ours to a side that knows of none, which never end a call by their absence
 */
import { type Instant, NEVER } from "../base/instant.js";
import { SURE_MARGIN } from "./limits.js";

export type Duty = "ours" | "theirs" | "courtesy";

export class Refresher {
  #interval = 0;
  #refreshAt: Instant = NEVER;
  #endAt: Instant = NEVER;

  get deadline(): Instant {
    return Math.min(this.#refreshAt, this.#endAt);
  }

  /** A refresh has been granted, for so many seconds. */
  start(seconds: number, duty: Duty, now: Instant): void {
    this.#interval = 1000 * seconds;
    this.#refreshAt = duty === "theirs" ? NEVER : now + this.#interval / 2;
    this.#endAt = duty === "courtesy" ? NEVER : now + this.#interval - Math.min(SURE_MARGIN, this.#interval / 3);
  }

  stop(): void {
    this.#refreshAt = this.#endAt = NEVER;
  }

  poll(now: Instant): "wait" | "refresh" | "end" {
    if (now >= this.#endAt) {
      this.stop();
      return "end";
    }
    if (now < this.#refreshAt) return "wait";
    this.#refreshAt = now + this.#interval / 2;
    return "refresh";
  }
}
