/** One telephone: the table of its states and the memory of its calls. Events in, orders out. */
import { type Instant, NEVER } from "../base/instant.js";
import { Machine } from "../base/machine.js";
import type { SipEvent } from "../sip/seam.js";
import { perform } from "./actions.js";
import { type CallState, callState } from "./call-state.js";
import { type Call, peerText } from "./calls.js";
import { Memory } from "./memory.js";
import { pollDialling } from "./number.js";
import type { PhoneOptions } from "./options.js";
import { arrived, refer, replace, wayBack } from "./referral.js";
import { remember } from "./remember.js";
import type { PhoneEvent, PhoneOrder, PhoneStatus } from "./seam.js";
import { findOut, isPage } from "./second-call.js";
import { endAll, refuseUnserved } from "./service.js";
import { listen } from "./sound.js";
import { type PhoneAction, type PhonePatience, type PhoneState, type PhoneTableEvent, phoneTable } from "./states.js";
import { toneOf } from "./statuses.js";
import { leavingHears, transferred } from "./transfer.js";
import { menuTold, pollMenu } from "./voice-menu.js";

/** Who must be answered by itself, and is not, is told so (RFC 5373 section 4.3). */
const FORBIDDEN = 403;

type Table = Machine<PhoneState, PhoneTableEvent, PhoneAction, PhonePatience>;

export class Phone {
  readonly #table: Table;
  readonly #memory: Memory;

  constructor(options: PhoneOptions) {
    this.#memory = new Memory(options);
    this.#table = new Machine(phoneTable, "idle", this.#memory);
  }

  /** The receiver lies, and no call is left that has been in it. */
  get idle(): boolean {
    const { calls, leaving } = this.#memory;
    return this.#table.state === "idle" && calls.all.length === 0 && leaving.empty;
  }

  /** Those it has now, the one in the ear and another. */
  get calls(): readonly Call[] {
    return this.#memory.calls.all;
  }

  /** Messages wait in the mailbox. */
  get messages(): boolean {
    return this.#memory.messages;
  }

  /** The status by which the last call was refused, for as long as that is heard. */
  get code(): number | null {
    return this.#memory.code;
  }

  /** Digits mean a number. */
  get collecting(): boolean {
    return this.#memory.dialling !== null;
  }

  get options(): PhoneOptions {
    return this.#memory.options;
  }

  /** To be called while idle: a call never changes its rules. */
  configure(options: PhoneOptions): void {
    this.#memory.options = options;
    this.#memory.hides = null;
  }

  get deadline(): Instant {
    const { dialling, menu, leaving } = this.#memory;
    const keys = dialling?.deadline ?? menu?.deadline ?? NEVER;
    return Math.min(this.#table.deadline, keys, leaving.deadline);
  }

  /** What the call in the ear is in, or the telephone without one. */
  get state(): CallState {
    return callState(this.#table.state, this.#memory.calls.ear);
  }

  /** Who is in the ear, or was, or is being dialled. */
  get peer(): string | null {
    const { calls, gone, target } = this.#memory;
    return calls.ear ? peerText(calls.ear) : gone || target || null;
  }

  get reason(): string | null {
    return this.#memory.reason;
  }

  get status(): PhoneStatus {
    const { calls, code, reason } = this.#memory;
    const { ear } = calls;
    return {
      state: this.state,
      peer: this.peer,
      code,
      reason,
      calls: calls.all.map((call) => ({
        state: callState(call === ear ? this.#table.state : call.state === "alerting" ? "ringing" : "talking", call),
        peer: peerText(call),
        direction: call.direction,
        held: call.held,
        ...(call.carries === "voice" ? {} : { carries: call.carries }),
      })),
    };
  }

  /** Ends every call, as at shutdown. */
  leave(): readonly PhoneOrder[] {
    const memory = this.#memory;
    for (const call of [...memory.calls.all]) memory.end(call);
    this.#giveUp(NEVER);
    memory.order({ do: "stopRinging" });
    memory.order({ do: "quiet" });
    return memory.takeOrders();
  }

  poll(now: Instant): readonly PhoneOrder[] {
    const memory = this.#memory;
    this.#giveUp(now);
    for (const action of this.#table.poll(now)) perform(action, memory, null, this.#table.state, now);
    pollDialling(memory, now);
    pollMenu(memory, now);
    this.#settle(now);
    return memory.takeOrders();
  }

  handle(event: PhoneEvent, now: Instant): readonly PhoneOrder[] {
    this.#hear(event, now);
    this.#settle(now);
    return this.#memory.takeOrders();
  }

  /** Calls that have been leaving for too long. */
  #giveUp(now: Instant): void {
    const memory = this.#memory;
    for (let call = memory.leaving.overdue(now); call; call = memory.leaving.overdue(now)) memory.end(call);
  }

  #hear(event: PhoneEvent, now: Instant): void {
    const memory = this.#memory;
    switch (event.event) {
      case "registration":
        memory.registered = event.state === "registered" || (memory.registered && event.state === "registering");
        return;
      case "messages":
        if (event.waiting !== memory.messages)
          memory.order({ do: "keep", setting: "Message_Waiting", value: event.waiting });
        memory.messages = event.waiting;
        if (memory.options.messagesLamp) memory.order({ do: "lamp", on: event.waiting, count: event.fresh ?? 0 });
        return;
      case "offHook":
        this.#turn(memory.served ? "offHook" : "offHookUnserved", event, now);
        return;
      case "onHook":
      case "flash":
      case "digit":
        this.#turn(event.event, event, now);
        return;
      case "service":
        this.#serve(event.up, now);
        return;
      case "menuRead":
      case "menuJudged":
        menuTold(memory, event);
        return;
      case "invited":
        if (!memory.works) refuseUnserved(memory, event.call);
        else if (event.replaces !== null) {
          if (replace(memory, event, now)) this.#turn("replaced", event, now);
        } else if (memory.calls.full) memory.order({ do: "refuse", call: event.call, status: 486 });
        else if (isPage(memory, event) && phoneTable[this.#table.state].on.paged) this.#turn("paged", event, now);
        else if (event.mustAnswer) memory.order({ do: "refuse", call: event.call, status: FORBIDDEN });
        else this.#turn("invited", event, now);
        return;
      case "referred":
        if (refer(memory, event, this.#table.state === "talking")) this.#turn("referred", event, now);
        return;
      case "transferred": {
        const next = transferred(memory, event, this.#table.state === "idle", now);
        if (next !== null) this.#turn(next === "failed" ? this.#refusal(event.status, "") : next, event, now);
        return;
      }
      case "carries":
        findOut(memory, event.call, event.carries);
        return;
      case "cancelled":
      case "progressed":
      case "sentOn":
      case "answered":
      case "refused":
      case "ended":
      case "agreed":
      case "held": {
        const call = memory.calls.get(event.call);
        if (call) this.#hearCall(call, event, now);
        else {
          const left = memory.leaving.get(event.call);
          if (left) leavingHears(memory, event, left, now);
        }
      }
    }
  }

  #hearCall(call: Call, event: SipEvent, now: Instant): void {
    const memory = this.#memory;
    remember(memory, call, event);
    if (call === memory.calls.ear) this.#turnCall(call, event, now);
    else if (event.event === "cancelled" || event.event === "ended" || event.event === "refused") {
      memory.drop(call);
      // whom we have sent away is gone, and has said so before we were told that it worked
      if (call.id === memory.transferring) this.#turn("ended", event, now);
    }
    // one that has taken the place of another is up, and nobody listens
    if (event.event === "answered" && (call !== memory.calls.ear || this.#table.state === "ringing")) memory.hold(call);
  }

  #turnCall(call: Call, event: SipEvent, now: Instant): void {
    const memory = this.#memory;
    const { state } = this.#table;
    switch (event.event) {
      case "refused":
        if (!wayBack(memory, call)) this.#turn(this.#refusal(event.status, event.reason), event, now);
        break;
      case "agreed":
        // Early media: what the other side plays takes the place of our ringback.
        if (state === "calling" || state === "proceeding") this.#turn("progressed", event, now);
        else if (state === "talking") listen(memory);
        break;
      case "held":
        if (!event.held) this.#turn("answered", event, now);
        break;
      case "answered":
        arrived(memory, call, now);
        this.#turn("answered", event, now);
        break;
      case "ended":
        if (!wayBack(memory, call)) this.#turn("ended", event, now);
        break;
      case "cancelled":
      case "progressed":
        this.#turn(event.event, event, now);
    }
  }

  #serve(up: boolean, now: Instant): void {
    const memory = this.#memory;
    memory.works = up;
    if (up) return;
    endAll(memory);
    // as if the receiver lay: when it is seen again it has been lifted
    this.#turn(this.#table.state === "ringing" ? "ended" : "onHook", null, now);
  }

  #refusal(status: number, reason: string): PhoneTableEvent {
    const tone = toneOf(status, this.#memory.options.sitCodes, reason);
    if (tone === "busy") return "refusedBusy";
    if (tone === "reorder") return "refused";
    this.#memory.sit = tone;
    return "refusedSit";
  }

  #turn(event: PhoneTableEvent, cause: PhoneEvent | null, now: Instant): void {
    const before = this.#table.state;
    const actions = this.#table.handle(event, now);
    if (this.#table.state !== before) this.#memory.dialling = null;
    for (const action of actions) perform(action, this.#memory, cause, this.#table.state, now);
  }

  #settle(now: Instant): void {
    const memory = this.#memory;
    for (let event = memory.takeNext(); event !== undefined; event = memory.takeNext()) this.#turn(event, null, now);
  }
}
