/**
 * Keys that are held long enough to be no chance likeness in somebody's voice (`DTMF_Tx_Strict_Hold_Off_Time`).
 * A key is told 40 ms after it began, for so long does the receiver take; the hold-off counts from its beginning.
 */
import type { Instant } from "../base/instant.js";

const RECEIVED = 40;

export class KeyHold {
  readonly #wait: number;
  #key: string | null = null;
  /** When the key that was asked about last was told first. */
  since: Instant = 0;

  /** In ms. */
  constructor(holdOff: number) {
    this.#wait = Math.max(0, holdOff - RECEIVED);
  }

  /** The key that is down at this moment: itself once it has been held long enough, else null. */
  settle(key: string | null, now: Instant): string | null {
    if (key === null || this.#wait === 0) {
      this.#key = null;
      this.since = now;
      return key;
    }
    if (key !== this.#key) {
      this.#key = key;
      this.since = now;
    }
    return now - this.since >= this.#wait ? key : null;
  }
}
