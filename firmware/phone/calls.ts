/** At most two calls of one telephone: one in the ear, one waiting or held. */
import { frozen } from "../base/frozen.js";
import type { Carried } from "../media/modem-call.js";
import type { CallId, Peer } from "../sip/seam.js";

export const MOST_CALLS = 2;

export type Call = {
  readonly id: CallId;
  readonly direction: "in" | "out";
  readonly peer: Peer;
  readonly alertInfo: string | null;
  /** `alerting`: they call us, and nobody has answered yet; `answering`: we have, and they do not know it yet; `elsewhere`: another has. */
  state: "calling" | "proceeding" | "alerting" | "answering" | "up" | "elsewhere";
  /** We hold them, or want to; and on the way there or back, `turning`. */
  held: boolean;
  wanted: boolean;
  turning: boolean;
  /** What talks there. */
  carries: Carried;
  /** They hold us; and send nothing meanwhile, `silent`. */
  holding: boolean;
  silent: boolean;
  /** Offer and answer have met, so there may be sound. */
  agreed: boolean;
  /** Dialled while the other call was held: hanging up hands the other over to this one. */
  consult: boolean;
  /** The call in which the other side has asked for this one. */
  referral: CallId | null;
};

const NONE: readonly Call[] = frozen([]);

export class Calls {
  #calls: readonly Call[] = NONE;
  /** The call in the ear, or the one the bell rings for. */
  ear: Call | null = null;

  get all(): readonly Call[] {
    return this.#calls;
  }

  get full(): boolean {
    return this.#calls.length >= MOST_CALLS;
  }

  get(id: CallId): Call | null {
    return this.#calls.find((call) => call.id === id) ?? null;
  }

  /** The one that is not in the ear. */
  get other(): Call | null {
    return this.#calls.find((call) => call !== this.ear) ?? null;
  }

  add(id: CallId, direction: "in" | "out", peer: Peer, alertInfo: string | null): Call {
    const call: Call = {
      id,
      direction,
      peer,
      alertInfo,
      state: direction === "in" ? "alerting" : "calling",
      held: false,
      wanted: false,
      turning: false,
      carries: "voice",
      holding: false,
      silent: false,
      agreed: false,
      consult: false,
      referral: null,
    };
    this.restore(call);
    return call;
  }

  /** One that was here before is here again. */
  restore(call: Call): void {
    this.#calls = [...this.#calls, call];
  }

  /** Nobody is left to be handed over to anybody. */
  remove(call: Call): void {
    const left = this.#calls.filter((other) => other !== call);
    this.#calls = left.length > 0 ? left : NONE;
    if (this.ear === call) this.ear = null;
    for (const left of this.#calls) left.consult = false;
  }
}

/** The number of the other side, where it may be shown. */
export const peerText = (call: Call): string | null => (call.peer.private ? null : call.peer.number || null);
