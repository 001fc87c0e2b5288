/** A 2xx of ours to an INVITE, given again until its ACK comes (RFC 3261 section 13.3.1.4). */
import type { Cancel, Time } from "../time.js";

const T1 = 500;
const T2 = 4000;

export type AcceptanceOptions = {
  readonly time: Time;
  /** Number in the CSeq of the INVITE, and of its ACK. */
  readonly sequence: number;
  /** Sends the 2xx. */
  send(): void;
  /** No ACK came in 64 * T1. */
  unheard(): void;
};

export class Acceptance {
  readonly #options: AcceptanceOptions;
  readonly #giveUpAt: number;
  #cancel: Cancel = () => {};

  /** Sends it for the first time. */
  constructor(options: AcceptanceOptions) {
    this.#options = options;
    this.#giveUpAt = options.time.now() + 64 * T1;
    this.#send(T1);
  }

  get sequence(): number {
    return this.#options.sequence;
  }

  stop(): void {
    this.#cancel();
  }

  #send(interval: number): void {
    const { time, send, unheard } = this.#options;
    send();
    const left = this.#giveUpAt - time.now();
    this.#cancel = time.after(Math.min(interval, left), () => {
      if (time.now() < this.#giveUpAt) this.#send(Math.min(2 * interval, T2));
      else unheard();
    });
  }
}
