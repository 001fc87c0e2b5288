/** The calls of one line, each until its last message has been exchanged. */
import { type Instant, NEVER } from "../base/instant.js";
import type { SipRequest } from "../wire/sip/sip-message.js";
import type { Call } from "./call.js";
import type { Server, SipOutput } from "./core.js";
import { IncomingCall } from "./incoming-call.js";
import { MOST_LINGERING_CALLS } from "./limits.js";
import type { CallId } from "./seam.js";

export class Calls {
  readonly #calls = new Map<CallId, Call>();
  #last: CallId = 0;

  get size(): number {
    return this.#calls.size;
  }

  get deadline(): Instant {
    let deadline = NEVER;
    for (const call of this.#calls.values()) deadline = Math.min(deadline, call.deadline);
    return deadline;
  }

  /** Those the telephone still has to do with. */
  get busy(): number {
    let busy = 0;
    for (const call of this.#calls.values()) if (call.busy) busy++;
    return busy;
  }

  /** The number of the next call we take: even ones, so that neither side has to ask. */
  next(): CallId {
    this.#last += 2;
    return this.#last;
  }

  add(call: Call): void {
    this.#calls.set(call.id, call);
  }

  get(id: CallId): Call | undefined {
    return this.#calls.get(id);
  }

  values(): Iterable<Call> {
    return this.#calls.values();
  }

  /** The one that a request within a dialog is for. */
  of(request: SipRequest): Call | undefined {
    for (const call of this.#calls.values()) if (call.owns(request)) return call;
    return undefined;
  }

  /** The one that this INVITE has begun. */
  begunBy(invite: Server): IncomingCall | undefined {
    for (const call of this.#calls.values()) if (call instanceof IncomingCall && call.began(invite)) return call;
    return undefined;
  }

  poll(outputs: SipOutput[], now: Instant): void {
    for (const call of this.#calls.values()) if (call.deadline <= now) outputs.push(...call.poll(now));
  }

  /** Forgets what is over, and of what lingers on the oldest. */
  sweep(): void {
    let lingering = 0;
    for (const call of this.#calls.values()) {
      if (call.over) this.#calls.delete(call.id);
      else if (!call.busy) lingering++;
    }
    for (const call of this.#calls.values()) {
      if (lingering <= MOST_LINGERING_CALLS) return;
      if (call.busy) continue;
      this.#calls.delete(call.id);
      lingering--;
    }
  }
}
