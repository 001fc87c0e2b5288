/**
 * The orders that say where a call's sound is heard. Where STUN is asked first, they wait until it has answered or half a
 * second is over, and all other orders for the call wait behind them; the end of the call waits for nothing.
 */
import type { Instant } from "../base/instant.js";
import type { PhoneOrder } from "../phone/seam.js";
import type { CallId, SipOrder } from "../sip/seam.js";
import type { Sound } from "./sound.js";

/** An order that lacks but the media. */
export type Unoffered = Extract<PhoneOrder, { do: "invite" | "answer" }>;
type Waiting = Unoffered | SipOrder;

/** Who performs the orders when they are complete. */
export type OffersUser = { order(order: SipOrder, now: Instant): void };

export class Offers {
  readonly #sound: Sound;
  readonly #user: OffersUser;
  /** Only where STUN is asked first. */
  #waiting: Map<CallId, Waiting[]> | null = null;

  constructor(sound: Sound, user: OffersUser) {
    this.#sound = sound;
    this.#user = user;
  }

  /** False when there is no port for it. */
  open(order: Unoffered, now: Instant): boolean {
    const { call } = order;
    if (!this.#sound.open(call, now, order.do === "invite", order.carries)) return false;
    if (this.#sound.asking(call)) {
      this.#waiting ??= new Map();
      this.#waiting.set(call, [order]);
    } else this.#offer(order, now);
    return true;
  }

  /** Any other order. */
  order(order: SipOrder, now: Instant): void {
    const waiting = "call" in order ? this.#waiting?.get(order.call) : undefined;
    if (waiting && "call" in order) {
      if (order.do !== "hangUp" && order.do !== "refuse") {
        waiting.push(order);
        return;
      }
      this.#waiting?.delete(order.call);
    }
    this.#user.order(order, now);
  }

  /** The ports of a call are known, for the first time or anew. */
  ready(call: CallId, now: Instant): void {
    const waiting = this.#waiting?.get(call);
    this.#waiting?.delete(call);
    if (!waiting) this.change(call, now);
    else
      for (const order of waiting)
        if (order.do === "invite" || order.do === "answer") this.#offer(order, now);
        else this.#user.order(order, now);
  }

  /** We are, or are seen, elsewhere: all who are in a call with us hear of it. */
  renew(now: Instant): void {
    for (const call of this.#sound.calls) {
      this.#sound.ask(call, now);
      if (!this.#sound.asking(call)) this.ready(call, now);
    }
  }

  release(call: CallId): void {
    this.#waiting?.delete(call);
  }

  #offer(order: Unoffered, now: Instant): void {
    const media = this.#sound.offer(order.call);
    const { carries: _, ...rest } = order;
    if (media) this.#user.order({ ...rest, media }, now);
  }

  /** The sound of a call that is up is described anew. */
  change(call: CallId, now: Instant): void {
    const media = this.#sound.offer(call);
    if (media) this.#user.order({ do: "change", call, media }, now);
  }
}
