/** What the sender of a REFER is told of how it goes: NOTIFYs, one after the other (RFC 3515 section 2.4). */
import { emitEvent, emitSubscriptionState } from "../../firmware/wire/sip/event.js";
import type { SipHeaders } from "../../firmware/wire/sip/sip-message.js";
import { emitSipFrag } from "../../firmware/wire/sip/sipfrag.js";
import type { Leg } from "./leg.js";

/** Seconds the sender may wait for the end: longer than anybody rings. */
const PATIENCE = 300;

export class Referral {
  readonly #leg: Leg;
  /** Null when the sender does not want to know (RFC 4488). */
  readonly #event: string | null;
  readonly #unsaid: number[] = [];
  #last = 0;
  #speaks = false;
  #done: () => void = () => {};

  /** `sequence` is the number of the REFER, which names it (section 2.4.6). */
  constructor(leg: Leg, sequence: number, silent: boolean) {
    this.#leg = leg;
    this.#event = silent ? null : emitEvent({ package: "refer", id: String(sequence) });
  }

  /** A final status is the last; `done` hears when that has arrived, or will not. */
  tell(status: number, done: () => void = () => {}): void {
    if (this.#last >= 200 || status === this.#last) return;
    this.#last = status;
    if (status >= 200) this.#done = done;
    this.#unsaid.push(status);
    this.#next();
  }

  #next(): void {
    if (this.#speaks) return;
    const status = this.#unsaid.shift();
    if (status === undefined) return;
    if (this.#event === null || !this.#leg.isUp) {
      this.#told(status);
      return;
    }
    this.#speaks = true;
    const over = status >= 200;
    const headers: SipHeaders = [
      ...this.#leg.introduction,
      ["Event", this.#event],
      [
        "Subscription-State",
        emitSubscriptionState({
          ...{ state: over ? "terminated" : "active", reason: over ? "noresource" : null },
          ...{ expires: over ? null : PATIENCE, retryAfter: null },
        }),
      ],
      ["Content-Type", "message/sipfrag;version=2.0"],
    ];
    this.#leg.ask("NOTIFY", headers, emitSipFrag(status), () => {
      this.#speaks = false;
      this.#told(status);
    });
  }

  #told(status: number): void {
    if (status >= 200) this.#done();
    else this.#next();
  }
}
