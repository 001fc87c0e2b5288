/** The calls of one line, each until its last message has been exchanged. */
import { type Instant, NEVER } from "../base/instant.js";
import type { SipRequest } from "../wire/sip/sip-message.js";
import type { Call } from "./call.js";
import type { Server, SipOutput } from "./core.js";
import { IncomingCall } from "./incoming-call.js";
import { MOST_LINGERING_CALLS } from "./limits.js";
import type { CallId } from "./seam.js";

export class Calls {
  #calls: Call[] = [];
  #last: CallId = 0;

  get size(): number {
    return this.#calls.length;
  }

  get deadline(): Instant {
    let deadline = NEVER;
    for (const call of this.#calls) deadline = Math.min(deadline, call.deadline);
    return deadline;
  }

  /** Those the telephone still has to do with. */
  get busy(): number {
    let busy = 0;
    for (const call of this.#calls) if (call.busy) busy++;
    return busy;
  }

  /** The number of the next call we take: even ones, so that neither side has to ask. */
  next(): CallId {
    this.#last += 2;
    return this.#last;
  }

  add(call: Call): void {
    this.#calls.push(call);
  }

  get(id: CallId): Call | undefined {
    return this.#calls.find((call) => call.id === id);
  }

  values(): readonly Call[] {
    return this.#calls;
  }

  /** The one that a request within a dialog is for. */
  of(request: SipRequest): Call | undefined {
    for (const call of this.#calls) if (call.owns(request)) return call;
    return undefined;
  }

  /** The one that this INVITE has begun. */
  begunBy(invite: Server): IncomingCall | undefined {
    for (const call of this.#calls) if (call instanceof IncomingCall && call.began(invite)) return call;
    return undefined;
  }

  poll(outputs: SipOutput[], now: Instant): void {
    for (const call of this.#calls) if (call.deadline <= now) outputs.push(...call.poll(now));
  }

  /** Forgets what is over, and of what lingers on the oldest. */
  sweep(): void {
    if (this.#calls.every(({ busy }) => busy)) return;
    const left = this.#calls.filter((call) => !call.over);
    let tooMany = left.filter(({ busy }) => !busy).length - MOST_LINGERING_CALLS;
    this.#calls = left.filter(({ busy }) => busy || tooMany-- <= 0);
  }
}
