/** Progress of a call that the caller has to acknowledge, one response at a time (RFC 3262 section 3). */
import { type Instant, NEVER } from "../base/instant.js";
import { below, type Chance } from "../base/random.js";
import type { Timers } from "../transaction/timers.js";
import type { RAck } from "../wire/sip/reliability.js";

const HIGHEST_FIRST = 0x7fff_ffff;

export class ReliableProgress {
  readonly #t1: number;
  /** CSeq of the INVITE. */
  readonly #cseq: number;
  /** Of the last response (RSeq). */
  #number: number;
  #waiting = false;
  #interval = 0;
  #resendAt: Instant = NEVER;
  #giveUpAt: Instant = NEVER;

  constructor(timers: Timers, chance: Chance, cseq: number) {
    this.#t1 = timers.t1;
    this.#cseq = cseq;
    this.#number = below(chance, HIGHEST_FIRST);
  }

  get deadline(): Instant {
    return Math.min(this.#resendAt, this.#giveUpAt);
  }

  get number(): number {
    return this.#number;
  }

  /** The last response has not been acknowledged, and there may be no other before. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** A response goes out with the next number. */
  begin(now: Instant): void {
    this.#number++;
    this.#waiting = true;
    this.#interval = this.#t1;
    this.#resendAt = now + this.#t1;
    this.#giveUpAt = now + 64 * this.#t1;
  }

  /** False when it acknowledges nothing that waits for it. */
  acknowledge({ rseq, cseq, method }: RAck): boolean {
    if (!this.#waiting || rseq !== this.#number || cseq !== this.#cseq || method !== "INVITE") return false;
    this.#waiting = false;
    this.rest();
    return true;
  }

  /** The INVITE has its final response: nothing is sent any more, but a PRACK may come. */
  rest(): void {
    this.#resendAt = this.#giveUpAt = NEVER;
  }

  poll(now: Instant): "wait" | "send" | "giveUp" {
    if (now >= this.#giveUpAt) {
      this.rest();
      return "giveUp";
    }
    if (now < this.#resendAt) return "wait";
    this.#interval *= 2;
    this.#resendAt = now + this.#interval;
    return "send";
  }
}
