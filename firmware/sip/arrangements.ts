/**
 * What calls of one line have to do with each other: one asked for by another's far end (RFC 3515), one handed over to
 * another (RFC 5589), one in another's place (RFC 3891).
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { SipHeaders } from "../wire/sip/sip-message.js";
import type { Call } from "./call.js";
import type { Calls } from "./calls.js";
import type { Core, SipOutput } from "./core.js";
import type { CallId, SipEvent } from "./seam.js";
import { referToOther } from "./transfer.js";

type Transferred = Extract<SipEvent, { event: "transferred" }>;

/** What a telephone says that cannot take a call over, or knows no Replaces, or has no room for both. */
const CANNOT_REPLACE: readonly number[] = frozen([400, 420, 481, 486]);

type Pair = { readonly call: CallId; readonly other: CallId };
type Parting = { readonly call: CallId; readonly at: Instant };

/** As it nearly always is. */
const NONE: readonly never[] = frozen([]);

export class Arrangements {
  readonly #core: Core;
  readonly #calls: Calls;
  /** Calls that others have asked for, each with the call it was asked for in. */
  #followed: readonly Pair[] = NONE;
  /** Calls whose far ends shall talk to each other. */
  #connected: readonly Pair[] = NONE;
  /** Calls that take the place of others, once they are answered. */
  #replacing: readonly Pair[] = NONE;
  /** Calls that have been handed over, and when they end on our side. */
  #partings: readonly Parting[] = NONE;

  constructor(core: Core, calls: Calls) {
    this.#core = core;
    this.#calls = calls;
  }

  get deadline(): Instant {
    let deadline = NEVER;
    for (const { at } of this.#partings) deadline = Math.min(deadline, at);
    return deadline;
  }

  poll(outputs: SipOutput[], now: Instant): void {
    if (this.deadline > now) return;
    const due = this.#partings.filter(({ at }) => at <= now);
    this.#partings = this.#partings.filter(({ at }) => at > now);
    for (const { call } of due) outputs.push(...this.#end(call, "Handed over", now));
  }

  /** `call` is made because the other side of `referrer` wants it. Headers for its INVITE. */
  follow(call: CallId, referrer: CallId, outputs: SipOutput[], now: Instant): SipHeaders {
    const headers = this.#calls.get(referrer)?.services?.referral.follow(outputs, now);
    if (headers) this.#followed = [...this.#followed, { call, other: referrer }];
    return headers ?? [];
  }

  /** The far ends of both shall talk to each other; `other` may still be ringing. */
  connect(call: CallId, other: CallId, now: Instant): SipOutput[] {
    const services = this.#calls.get(call)?.services;
    const there = this.#calls.get(other);
    if (!services || !there) return [{ event: "transferred", call, status: 481, over: true }];
    this.#connected = [...without(this.#connected, call), { call, other }];
    return services.transfer(this.#referTo(there, true), now);
  }

  /** `call` takes the place of `other` when it is answered. */
  replace(call: CallId, other: CallId): void {
    this.#replacing = [...this.#replacing, { call, other }];
  }

  /** The telephone has answered. */
  answered(call: CallId, now: Instant): SipOutput[] {
    const pair = this.#replacing.find((row) => row.call === call);
    if (!pair || !this.#calls.get(call)?.busy) return [];
    this.#replacing = without(this.#replacing, call);
    return this.#end(pair.other, "Replaced", now);
  }

  /** The telephone has hung up, and hears no more of it. */
  hungUp(call: CallId, now: Instant): SipOutput[] {
    this.#connected = without(this.#connected, call);
    this.#replacing = without(this.#replacing, call);
    return this.#followed.length > 0 ? this.#report(call, 487, now) : [];
  }

  /** What is told of one call may be news for another. */
  watch(outputs: SipOutput[], now: Instant): void {
    const idle = this.#followed.length === 0 && this.#connected.length === 0 && this.#replacing.length === 0;
    for (let i = 0; i < outputs.length; i++) {
      const output = outputs[i];
      if (!("event" in output)) continue;
      if (output.event === "transferred") {
        const anew = this.#transferAnew(output, now);
        if (anew) outputs.splice(i--, 1, ...anew);
        else this.#transferred(output, now);
      } else if (!idle && "call" in output) outputs.push(...this.#heard(output, now));
    }
  }

  #heard(event: Extract<SipEvent, { readonly call: CallId }>, now: Instant): SipOutput[] {
    const { call } = event;
    switch (event.event) {
      case "progressed":
        return this.#report(call, event.status, now);
      case "answered":
        return this.#report(call, 200, now);
      case "refused":
        return this.#report(call, event.status, now);
      case "cancelled":
      case "ended":
        this.#connected = without(this.#connected, call);
        this.#replacing = without(this.#replacing, call);
        return this.#report(call, 487, now);
      default:
        return [];
    }
  }

  /** Tells whoever has asked for this call how it goes. */
  #report(call: CallId, status: number, now: Instant): SipOutput[] {
    const pair = this.#followed.find((row) => row.call === call);
    if (!pair) return [];
    if (status >= 200) this.#followed = without(this.#followed, call);
    return this.#calls.get(pair.other)?.services?.referral.tell(status, now) ?? [];
  }

  /** A transfer that came through is followed by our farewell, should the far ends not have said theirs. */
  #transferred({ call, status, over }: Transferred, now: Instant): void {
    if (!over) return;
    const other = this.#connected.find((row) => row.call === call)?.other;
    this.#connected = without(this.#connected, call);
    if (status >= 300) return;
    const { referorByeDelay, targetByeDelay } = this.#core.account.transfer;
    const partings = [...this.#partings, { call, at: now + referorByeDelay }];
    this.#partings = other === undefined ? partings : [...partings, { call: other, at: now + targetByeDelay }];
  }

  /**
   * Whom we only ring yet cannot be taken over from us by everybody (RFC 3891 section 3): then we stop ringing him, and
   * he is called like anybody else. `undefined` for all other ends of a transfer.
   */
  #transferAnew({ call, status, over }: Transferred, now: Instant): SipOutput[] | undefined {
    const pair = over && CANNOT_REPLACE.includes(status) && this.#connected.find((row) => row.call === call);
    const there = pair && this.#calls.get(pair.other);
    const here = this.#calls.get(call);
    if (!there || !here?.busy || !here.services || !there.busy || there.services) return undefined;
    const referTo = this.#referTo(there, false);
    this.#connected = without(this.#connected, call);
    return [...there.handle({ do: "hangUp", call: there.id }, now), ...here.services.transfer(referTo, now)];
  }

  #referTo(there: Call, replacing: boolean): string | undefined {
    const dialogs = there.busy ? there.dialogs : [];
    // of a call that has forked the telephone that was heard last
    const dialog = dialogs[dialogs.length - 1];
    return dialog && referToOther(this.#core, dialog, replacing);
  }

  #end(id: CallId, reason: string, now: Instant): SipOutput[] {
    const call = this.#calls.get(id);
    if (!call?.busy) return [];
    const outputs = call.handle({ do: "hangUp", call: id }, now);
    outputs.push({ event: "ended", call: id, reason });
    return outputs;
  }
}

function without(pairs: readonly Pair[], call: CallId): readonly Pair[] {
  return pairs.length === 0 ? pairs : pairs.filter((row) => row.call !== call);
}
