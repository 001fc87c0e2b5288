/** What a telephone knows from one event to the next, and what it has to say about it. */
import { frozen } from "../base/frozen.js";
import type { Patience } from "../base/machine.js";
import type { Carried } from "../media/modem-call.js";
import type { Menu } from "../menu/menu.js";
import type { CallId } from "../sip/seam.js";
import { type Call, Calls, peerText } from "./calls.js";
import type { Dialling } from "./dialling.js";
import { Leaving } from "./leaving.js";
import { durationOf, type PhoneOptions } from "./options.js";
import type { PhoneOrder } from "./seam.js";
import type { PhonePatience, PhoneTableEvent } from "./states.js";
import type { Sit } from "./statuses.js";

const NO_ORDERS: PhoneOrder[] = frozen([]);
const NO_EVENTS: PhoneTableEvent[] = frozen([]);

export class Memory implements Patience<PhonePatience> {
  options: PhoneOptions;
  readonly calls = new Calls();
  readonly leaving = new Leaving();
  nextCall: CallId = 1;
  registered = false;
  /** The line itself works. */
  works = true;
  /** Messages wait in the mailbox. */
  messages: boolean;

  dialling: Dialling | null = null;
  /** The voice menu, while it is listened to. */
  menu: Menu | null = null;
  /** What is dialled is a second call, and whether it is dialled for the one that is held. */
  second = false;
  /** Dial tone is heard, and not a tone that says no. */
  audible = true;
  purpose: "call" | "transfer" = "call";
  target = "";
  /** The call in which the other side has named the target. */
  referral: CallId | null = null;
  /** The held call whose other side has been asked to call somebody else. */
  transferring: CallId | null = null;
  /** What star codes have said: of the next call, and of all. */
  hidesOnce: boolean | null = null;
  hides: boolean | null = null;
  /** Of the next call. */
  carriesOnce: Carried | null = null;
  /** An emergency number has been called: no flash until the receiver is back. */
  locked = false;

  /** Who was in the ear last, for as long as the receiver is off. */
  gone: string | null = null;
  /** Why the last call came to nothing, for as long as it is heard. */
  code: number | null = null;
  reason: string | null = null;
  /** The special information that says so. */
  sit: Sit | null = null;

  #orders = NO_ORDERS;
  /** Events the telephone has caused itself, handled before it listens again. */
  #inner = NO_EVENTS;

  constructor(options: PhoneOptions) {
    this.options = options;
    this.messages = options.messagesWaiting;
  }

  order(order: PhoneOrder): void {
    if (this.#orders === NO_ORDERS) this.#orders = [];
    this.#orders.push(order);
  }

  /** All of them, once. */
  takeOrders(): readonly PhoneOrder[] {
    const orders = this.#orders;
    this.#orders = NO_ORDERS;
    return orders;
  }

  cause(event: PhoneTableEvent): void {
    if (this.#inner === NO_EVENTS) this.#inner = [];
    this.#inner.push(event);
  }

  /** The oldest that has not been handled. */
  takeNext(): PhoneTableEvent | undefined {
    if (this.#inner === NO_EVENTS) return undefined;
    const next = this.#inner.shift();
    if (this.#inner.length === 0) this.#inner = NO_EVENTS;
    return next;
  }

  // How long a state lasts by itself.

  get busyTone(): number {
    return durationOf(this.options.tones.busy);
  }

  get reorderTone(): number {
    return durationOf(this.options.tones.reorder);
  }

  /** As long as the tone that says so. */
  get sitTone(): number {
    return this.sit === null ? 0 : durationOf(this.options.tones[this.sit]);
  }

  get warningTone(): number {
    return durationOf(this.options.tones.offHookWarning);
  }

  get reorderDelay(): number {
    return this.options.reorderDelay;
  }

  /** More than emergency numbers can be called. */
  get served(): boolean {
    return this.registered || this.options.callsWithoutRegistration;
  }

  /** The call is no more. */
  drop(call: Call): void {
    if (call === this.calls.ear) this.gone = peerText(call);
    else if (call.state === "alerting" || call.state === "elsewhere") this.order({ do: "stopBeeping" });
    this.calls.remove(call);
    this.order({ do: "release", call: call.id });
  }

  /** The call goes its own way, and is hung up if it is still there at that time. */
  letGo(call: Call, partner: CallId | null, until: number): void {
    if (call === this.calls.ear) this.gone = peerText(call);
    this.calls.remove(call);
    const oldest = this.leaving.add(call, partner, until);
    if (oldest) this.end(oldest);
  }

  /** Hangs up, whatever has become of it. */
  end(call: Call): void {
    this.order({ do: "hangUp", call: call.id });
    if (this.calls.all.includes(call)) this.drop(call);
    else this.forget(call);
  }

  /** A call that was leaving is gone. */
  forget(call: Call): void {
    this.leaving.remove(call);
    this.order({ do: "release", call: call.id });
  }

  hold(call: Call): void {
    if (call.wanted && (call.held || call.turning)) return;
    call.wanted = call.turning = true;
    this.order({ do: "hold", call: call.id });
  }

  resume(call: Call): void {
    call.wanted = false;
    call.turning = true;
    this.order({ do: "resume", call: call.id });
  }

  /** One step on the way; one that leads nowhere ends it. */
  held(call: Call, held: boolean): void {
    call.turning &&= held !== call.wanted && held !== call.held;
    call.held = held;
  }
}
