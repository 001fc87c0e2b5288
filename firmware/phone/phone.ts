/** One telephone: the table of its states and the memory of its calls. Events in, orders out. */
import { type Instant, NEVER } from "../base/instant.js";
import { Machine } from "../base/machine.js";
import type { CallId, SipEvent } from "../sip/seam.js";
import type { Agreement } from "../wire/agreement.js";
import { callState } from "./call-state.js";
import { type Call, Calls } from "./calls.js";
import { type Dialled, Dialling } from "./dialling.js";
import { identityOf } from "./identity.js";
import { durationOf, type PhoneOptions, ringFor } from "./options.js";
import type { PhoneEvent, PhoneOrder, PhoneStatus } from "./seam.js";
import { type PhoneAction, type PhonePatience, type PhoneState, type PhoneTableEvent, phoneTable } from "./states.js";
import { progressTone, type Sit, toneOf } from "./statuses.js";

type Table = Machine<PhoneState, PhoneTableEvent, PhoneAction, PhonePatience>;

export class Phone {
  #options: PhoneOptions;
  readonly #table: Table;
  readonly #calls = new Calls();
  #dialling: Dialling | null = null;
  #target = "";
  /** Who was in the ear last, for as long as the receiver is off. */
  #gone: string | null = null;
  #nextCall: CallId = 1;
  #registered = false;
  /** Why the last call came to nothing, for as long as it is heard. */
  #code: number | null = null;
  #reason: string | null = null;
  /** The special information that says so. */
  #sit: Sit | null = null;
  #orders: PhoneOrder[] = [];
  /** Events the telephone has caused itself, handled before it listens again. */
  readonly #inner: PhoneTableEvent[] = [];

  constructor(options: PhoneOptions) {
    this.#options = options;
    this.#table = new Machine(phoneTable, "idle", patienceOf(options));
  }

  get idle(): boolean {
    return this.#table.state === "idle" && this.#calls.all.length === 0;
  }

  /** Digits mean a number. */
  get collecting(): boolean {
    return this.#dialling !== null;
  }

  /** To be called while idle: a call never changes its rules. */
  configure(options: PhoneOptions): void {
    this.#options = options;
    this.#table.patience = patienceOf(options);
  }

  get deadline(): Instant {
    return Math.min(this.#table.deadline, this.#dialling?.deadline ?? NEVER);
  }

  get status(): PhoneStatus {
    const ear = this.#calls.ear;
    return {
      state: callState(this.#table.state, ear),
      peer: ear ? peerText(ear) : this.#gone || this.#target || null,
      code: this.#code,
      reason: this.#reason,
      calls: this.#calls.all.map((call) => ({
        state: callState(call === ear ? this.#table.state : call.state === "alerting" ? "ringing" : "talking", call),
        peer: peerText(call),
        direction: call.direction,
        held: call.held,
      })),
    };
  }

  /** Ends every call, as at shutdown. */
  leave(): readonly PhoneOrder[] {
    this.#orders = [];
    for (const call of [...this.#calls.all]) {
      this.#orders.push({ do: "hangUp", call: call.id });
      this.#drop(call);
    }
    this.#orders.push({ do: "stopRinging" }, { do: "quiet" });
    return this.#orders;
  }

  poll(now: Instant): readonly PhoneOrder[] {
    this.#orders = [];
    for (const action of this.#table.poll(now)) this.#act(action, null, now);
    const dialling = this.#dialling;
    if (dialling && now >= dialling.deadline) this.#judge(dialling.poll(now));
    this.#settle(now);
    return this.#orders;
  }

  handle(event: PhoneEvent, now: Instant): readonly PhoneOrder[] {
    this.#orders = [];
    this.#hear(event, now);
    this.#settle(now);
    return this.#orders;
  }

  #hear(event: PhoneEvent, now: Instant): void {
    switch (event.event) {
      case "registration":
        this.#registered = event.state === "registered" || (this.#registered && event.state === "registering");
        return;
      case "offHook":
        this.#turn(this.#served ? "offHook" : "offHookUnserved", event, now);
        return;
      case "onHook":
      case "flash":
      case "digit":
        this.#turn(event.event, event, now);
        return;
      case "invited":
        if (this.#calls.full) this.#orders.push({ do: "refuse", call: event.call, status: 486 });
        else this.#turn("invited", event, now);
        return;
      case "cancelled":
      case "progressed":
      case "sentOn":
      case "answered":
      case "refused":
      case "ended":
      case "agreed":
      case "held": {
        const call = this.#calls.get(event.call);
        if (!call) return;
        this.#remember(call, event);
        if (call === this.#calls.ear) this.#turnCall(event, now);
        else if (event.event === "cancelled" || event.event === "ended") this.#drop(call);
      }
    }
  }

  get #served(): boolean {
    return this.#registered || this.#options.callsWithoutRegistration;
  }

  /** What an event says of a call, whether it is in the ear or not. */
  #remember(call: Call, event: SipEvent): void {
    switch (event.event) {
      case "agreed":
        call.agreed = true;
        call.holding = !call.held && isHeldBy(event.agreement);
        call.silent = call.holding && event.agreement.direction !== "recvonly";
        this.#orders.push({ do: "agree", call: call.id, agreement: event.agreement });
        return;
      case "progressed":
        call.state = "proceeding";
        return;
      case "sentOn":
        call.agreed = false;
        if (call === this.#calls.ear) this.#orders.push({ do: "hear", call: null });
        return;
      case "answered":
        call.state = "up";
        return;
      case "held":
        call.held = event.held;
        call.turning = false;
        return;
      case "refused":
        this.#code = event.status;
        this.#reason = event.reason;
        return;
      case "ended":
        this.#reason = event.reason;
    }
  }

  #turnCall(event: SipEvent, now: Instant): void {
    const { state } = this.#table;
    switch (event.event) {
      case "refused":
        this.#turn(this.#refusal(event.status), event, now);
        break;
      case "agreed":
        // Early media: what the other side plays takes the place of our ringback.
        if (state === "calling" || state === "proceeding") this.#turn("progressed", event, now);
        else if (state === "talking") this.#listen();
        break;
      case "held":
        if (!event.held) this.#turn("answered", event, now);
        break;
      case "cancelled":
      case "progressed":
      case "answered":
      case "ended":
        this.#turn(event.event, event, now);
    }
  }

  /** Special information lasts as long as its own tone. */
  #refusal(status: number): PhoneTableEvent {
    const { tones, sitCodes } = this.#options;
    const tone = toneOf(status, sitCodes);
    if (tone === "busy") return "refusedBusy";
    if (tone === "reorder") return "refused";
    this.#sit = tone;
    this.#table.patience = { ...this.#table.patience, sitTone: durationOf(tones[tone]) };
    return "refusedSit";
  }

  #turn(event: PhoneTableEvent, cause: PhoneEvent | null, now: Instant): void {
    const before = this.#table.state;
    const actions = this.#table.handle(event, now);
    if (this.#table.state !== before) this.#dialling = null;
    for (const action of actions) this.#act(action, cause, now);
  }

  #settle(now: Instant): void {
    for (let event = this.#inner.shift(); event !== undefined; event = this.#inner.shift())
      this.#turn(event, null, now);
  }

  #act(action: PhoneAction, cause: PhoneEvent | null, now: Instant): void {
    const { tones } = this.#options;
    const ear = this.#calls.ear;
    switch (action) {
      case "quiet":
        this.#orders.push({ do: "quiet" }, { do: "hear", call: null });
        return;
      case "startDialling":
        this.#code = this.#reason = this.#gone = null;
        this.#target = "";
        this.#dialling = new Dialling(this.#options.dialling);
        this.#judge(this.#dialling.start(now));
        return;
      case "collect":
        if (this.#dialling && cause?.event === "digit") this.#judge(this.#dialling.key(cause.digit, now));
        return;
      case "place": {
        const id = this.#nextCall;
        this.#nextCall += 2;
        const uri = this.#target;
        this.#calls.ear = this.#calls.add(id, "out", { number: uri, name: "", private: false, uri }, null);
        this.#orders.push({ do: "invite", call: id, target: uri });
        return;
      }
      case "ringback":
        if (!ear) return;
        if (ear.agreed) this.#orders.push({ do: "quiet" }, { do: "hear", call: ear.id });
        else {
          const ringback = cause?.event === "progressed" ? progressTone(cause.status) : null;
          if (ringback) this.#orders.push({ do: "tone", tone: tones[ringback] });
        }
        return;
      case "welcome":
        if (cause?.event !== "invited") return;
        this.#calls.ear = this.#calls.add(cause.call, "in", cause.peer, cause.alertInfo);
        this.#orders.push({ do: "progress", call: cause.call, status: 180 });
        return;
      case "ring":
        if (ear) {
          const identity = this.#options.showsCaller ? identityOf(ear.peer) : null;
          this.#orders.push({ do: "ring", cadence: ringFor(this.#options, ear.alertInfo), identity });
        }
        return;
      case "stopRinging":
        this.#orders.push({ do: "stopRinging" });
        return;
      case "answer":
        if (!ear) return;
        if (ear.state === "up") {
          ear.turning = true;
          this.#orders.push({ do: "resume", call: ear.id });
        } else this.#orders.push({ do: "answer", call: ear.id });
        return;
      case "voice":
        this.#listen();
        if (this.#waiting) this.#orders.push({ do: "beep", tone: tones.callWaiting });
        return;
      case "hangUp":
        if (ear) {
          this.#orders.push({ do: "hangUp", call: ear.id });
          this.#drop(ear);
        }
        return;
      case "forget":
        if (ear) this.#drop(ear);
        return;
      case "wait":
        this.#wait(cause);
        return;
      case "refuse":
        if (cause?.event === "invited") this.#orders.push({ do: "refuse", call: cause.call, status: 486 });
        return;
      case "swap":
        this.#swap();
        return;
      case "busyTone":
        this.#say(tones.busy);
        return;
      case "reorderTone":
        this.#say(tones.reorder);
        return;
      case "sitTone":
        if (this.#sit) this.#say(tones[this.#sit]);
        return;
      case "warningTone":
        this.#say(tones.offHookWarning);
        return;
      case "next":
        this.#target = "";
        this.#code = this.#reason = this.#gone = null;
        this.#calls.ear = this.#calls.other;
        if (this.#calls.ear) this.#inner.push("callWaits");
    }
  }

  /** The voice of the call in the ear; a tone says that nobody is there to hear, where they hold us in silence. */
  #listen(): void {
    const { ear } = this.#calls;
    if (!ear) return;
    if (ear.silent) this.#orders.push({ do: "tone", tone: this.#options.tones.holding });
    else this.#orders.push({ do: "quiet" });
    this.#orders.push({ do: "hear", call: ear.id });
  }

  #say(tone: PhoneOptions["tones"]["busy"]): void {
    this.#orders.push({ do: "hear", call: null }, { do: "tone", tone });
  }

  get #waiting(): boolean {
    return this.#calls.other?.state === "alerting";
  }

  /** A second call: announced to the caller, and to the ear if somebody listens. */
  #wait(cause: PhoneEvent | null): void {
    if (cause?.event !== "invited") return;
    if (!this.#options.callWaiting) {
      this.#orders.push({ do: "refuse", call: cause.call, status: 486 });
      return;
    }
    this.#calls.add(cause.call, "in", cause.peer, cause.alertInfo);
    this.#orders.push({ do: "progress", call: cause.call, status: this.#options.says182 ? 182 : 180 });
    if (this.#table.state !== "ringing") this.#orders.push({ do: "beep", tone: this.#options.tones.callWaiting });
  }

  /** A flash: the other call comes into the ear, and this one is held. */
  #swap(): void {
    const { ear, other } = this.#calls;
    if (!other) return;
    if (other.state === "alerting") this.#orders.push({ do: "stopBeeping" });
    if (ear) {
      ear.turning = true;
      this.#orders.push({ do: "hold", call: ear.id });
    }
    this.#calls.ear = other;
    this.#inner.push("taken");
  }

  #drop(call: Call): void {
    if (call === this.#calls.ear) this.#gone = peerText(call);
    else if (call.state === "alerting") this.#orders.push({ do: "stopBeeping" });
    this.#calls.remove(call);
    this.#orders.push({ do: "release", call: call.id });
  }

  #judge(dialled: Dialled): void {
    const { tones } = this.#options;
    if ("target" in dialled) {
      this.#target = dialled.target;
      this.#inner.push(dialled.emergency ? "emergencyReady" : "numberReady");
    } else if ("refused" in dialled) {
      this.#reason = dialled.refused;
      this.#inner.push("numberBad");
    } else if (this.#table.state === "dialling") {
      if (dialled.hears === "none") this.#orders.push({ do: "quiet" });
      else this.#orders.push({ do: "tone", tone: dialled.hears === "dial" ? tones.dial : tones.outside });
    }
  }
}

const isHeldBy = ({ direction, remote }: Agreement) =>
  direction === "recvonly" || direction === "inactive" || remote === null;

const peerText = (call: Call): string | null => (call.peer.private ? null : call.peer.number || null);

const patienceOf = ({ tones, reorderDelay }: PhoneOptions) => ({
  busyTone: durationOf(tones.busy),
  reorderTone: durationOf(tones.reorder),
  sitTone: 0,
  warningTone: durationOf(tones.offHookWarning),
  reorderDelay,
});
