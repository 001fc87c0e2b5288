/**
 * The message lamp (VMWI): when the telephone is told again what it is to show.
 *
 * A telephone may have missed it, or forgotten it over a call. It is told twice when the mailbox has changed, and once
 * more after each call and each ringing while the lamp is lit; only on a line that is quiet.
 */
import { type Instant, NEVER } from "../base/instant.js";

/** ms between the tellings of one change, and of quiet before any. */
const AGAIN = 10_000;
const SETTLE = 1_000;
/** ms to wait for something else that is being told. */
const BUSY = 200;
const TIMES = 2;

export class Lamp {
  deadline: Instant = NEVER;
  /** Null while nobody knows. */
  on: boolean | null = null;
  count = 0;
  #left = 0;
  /** When the line became quiet; `NEVER` while it is not. */
  #since: Instant = Number.NEGATIVE_INFINITY;

  set(on: boolean, count: number, now: Instant): void {
    if (on === this.on && count === this.count) return;
    this.on = on;
    this.count = count;
    this.#left = TIMES;
    this.#arm(now);
  }

  /** The receiver is lifted, or the bell rings; what was just being told has not been heard. */
  wake(telling: boolean): void {
    if (this.#since === NEVER) return;
    this.#since = NEVER;
    this.deadline = NEVER;
    if (telling) this.#left++;
  }

  /** Receiver and bell are at rest. */
  rest(now: Instant): void {
    if (this.#since !== NEVER) return;
    this.#since = now;
    if (this.on && this.#left === 0) this.#left = 1;
    this.#arm(now);
  }

  /** True when it is to be told now, once. */
  poll(now: Instant, busy: boolean): boolean {
    if (now < this.deadline) return false;
    if (busy) {
      this.deadline = now + BUSY;
      return false;
    }
    this.#left--;
    this.deadline = this.#left > 0 ? now + AGAIN : NEVER;
    return true;
  }

  #arm(now: Instant): void {
    this.deadline = this.#left > 0 && this.#since !== NEVER ? Math.max(now, this.#since + SETTLE) : NEVER;
  }
}
