/**
 * One telephone port: the queue of events between copper, telephone and network, and the performing of orders.
 *
 *   copper ─── event → phone ── order → copper
 *   signalling ─ event ↗      ↘ order → signalling, sound
 */
import type { Board } from "../../hal/board.js";
import type { MeasureOutcome } from "../../hal/slic.js";
import type { DateTime } from "../base/date-time.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { Happened } from "../events/event.js";
import type { Carried } from "../media/modem-call.js";
import { Phone } from "../phone/phone.js";
import type { KeptSetting, PhoneEvent, PhoneOrder, Wish } from "../phone/seam.js";
import type { CallId, SipEvent } from "../sip/seam.js";
import type { FinishedCall } from "../web/history.js";
import type { LineDetail } from "../web/house.js";
import type { Place } from "../wire/hop.js";
import { detailOf, qualityFor } from "./call-quality.js";
import { CallWatch } from "./call-watch.js";
import { Copper, type CopperUser, type Measurement } from "./copper.js";
import type { Trial } from "./line-test.js";
import type { Loop } from "./loop.js";
import type { Found, NameOptions } from "./names.js";
import type { Nat, NatUser } from "./nat.js";
import { Offers, type Unoffered } from "./offers.js";
import type { PortOptions } from "./options.js";
import { PortJournal } from "./port-journal.js";
import { Signalling, type SignallingUser } from "./signalling.js";
import { Sound, type SoundUser } from "./sound.js";
import type { LineStatus } from "./status.js";

export type RemoteWish = Extract<SipEvent, { event: "remote" }>["wish"];

/** What a port asks of the lines it is one of. */
export type Neighbours = {
  /** Null where no STUN server is set. */
  readonly nat: Nat | null;
  /** Has a server of this line looked up. */
  findFor(line: number, place: Place, options: NameOptions, tell: Found): void;
};

/** What it asks of the adapter. */
export type House = {
  /** Keeps a setting of this line that has been changed by telephone, or by the server. */
  keep(line: number, setting: KeptSetting, value: boolean): void;
  /** Does what the voice menu wishes; answers what it is to hear of that, or null. */
  manage(wish: Wish): PhoneEvent | null;
  /** Our server has proved that it is, and wishes something of the whole adapter. */
  wished(wish: RemoteWish): void;
  /** A call of a line is over. */
  finished(call: FinishedCall, began: DateTime | null): void;
  /** Something that somebody outside may want to know. */
  happened(happened: Happened): void;
};

export class Port implements SignallingUser, SoundUser, CopperUser, NatUser {
  readonly #board: Board;
  readonly #loop: Loop;
  /** A line without a server is heard of by nobody. */
  readonly #registers: boolean;
  readonly #playsInfo: boolean;
  readonly #names: NameOptions;
  readonly #neighbours: Neighbours;
  readonly #house: House;
  readonly #phone: Phone;
  readonly #signalling: Signalling;
  readonly #sound: Sound;
  readonly #offers: Offers;
  readonly #copper: Copper;
  readonly #journal: PortJournal;
  /** From the first call on. */
  #watch: CallWatch | null = null;
  readonly #queue: PhoneEvent[] = [];
  #restedAt: Instant = NEVER;

  /** Throws an Error when the SIP port is taken. */
  constructor(number: number, board: Board, loop: Loop, options: PortOptions, neighbours: Neighbours, house: House) {
    this.#board = board;
    this.#loop = loop;
    this.#registers = options.enabled && options.agent.account.domain !== "";
    this.#playsInfo = options.playsInfo;
    this.#names = options.names;
    this.#neighbours = neighbours;
    this.#house = house;
    const journal = new PortJournal(number, board, house);
    this.#journal = journal;
    this.#phone = new Phone(options.phone);
    const sound = new Sound(number, board, journal, options.sound, this);
    this.#sound = sound;
    this.#signalling = new Signalling(board, journal, options, this);
    this.#offers = new Offers(sound, this.#signalling);
    this.#copper = new Copper(board, loop, options, { journal, sound, queue: this.#queue, user: this });
    const now = loop.now();
    this.#look();
    neighbours.nat?.watch(this);
    this.onNat(now);
    if (options.enabled) this.#signalling.start();
    this.#register(now);
    loop.add(this);
    this.#settle(now);
  }

  get status(): LineStatus {
    const { state, code, reason, calls } = this.#phone.status;
    return {
      line: this.#journal.line,
      offHook: this.#copper.offHook,
      service: this.#copper.service,
      registration: this.#signalling.registration,
      call: state,
      code,
      reason,
      calls,
      strayed: this.#signalling.strayed,
      sipPort: this.#signalling.port,
    };
  }

  get detail(): LineDetail {
    return detailOf(this.#phone, this.#watch, this.#sound, this.#loop.now());
  }

  test(trial: Trial): string | null {
    const now = this.#loop.now();
    const refusal = trial(this.#copper.test, this.#phone.options, now);
    this.onRest(now);
    return refusal;
  }

  get measurement(): Measurement {
    return this.#copper.measurement;
  }

  measure(done: () => void): MeasureOutcome {
    return this.#copper.test.measure(done);
  }

  /** Since when nobody has used the telephone or called it; NEVER while somebody does. */
  get restedAt(): Instant {
    return this.#restedAt;
  }

  get deadline(): Instant {
    return Math.min(this.#copper.deadline, this.#phone.deadline, this.#signalling.deadline, this.#sound.deadline);
  }

  poll(now: Instant): void {
    this.#copper.poll(now);
    if (this.#signalling.deadline <= now) this.#signalling.poll(now);
    if (this.#phone.deadline <= now) this.#perform(this.#phone.poll(now), now);
    this.#sound.poll(now);
    this.#settle(now);
  }

  /** The network has another address, or none: the server and whoever is in a call with us hear of it. */
  moved(now: Instant): void {
    const { address } = this.#board.network;
    if (address === null) return;
    this.#signalling.moved(address, now);
    this.#look();
    this.#offers.renew(now);
    // Nobody knows what the server has heard meanwhile.
    this.#register(now);
    this.#settle(now);
  }

  #register(now: Instant): void {
    if (this.#registers) this.#signalling.order({ do: "register" }, now);
  }

  /** Hangs up and unregisters; `done` when the server has answered or will not. */
  leave(done: () => void): void {
    const now = this.#loop.now();
    this.#perform(this.#phone.leave(), now);
    this.#signalling.unregister(done, now);
    this.#settle(now);
  }

  close(): void {
    this.#loop.remove(this);
    this.#neighbours.nat?.unwatch(this);
    this.#sound.closeAll(this.#loop.now());
    this.#copper.close();
    this.#signalling.close();
  }

  // What the copper calls, and whoever else has had its say.

  get busy(): boolean {
    return this.#phone.calls.length > 0;
  }

  onRest(now: Instant): void {
    this.#settle(now);
    this.#loop.rearm(now);
  }

  // What the sound calls.

  onKey(call: CallId, key: string, duration: number, now: Instant): void {
    this.#signalling.order({ do: "info", call, info: { key, duration } }, now);
  }

  onCarries(call: CallId, carries: Carried, _now: Instant): void {
    this.#queue.push({ event: "carries", call, carries });
  }

  onAsk(call: CallId, now: Instant): void {
    this.#offers.change(call, now);
  }

  onEcho(): void {
    this.#copper.cancelEcho();
  }

  onReady(call: CallId, now: Instant): void {
    this.#offers.ready(call, now);
    this.onRest(now);
  }

  /** The other side is gone without a word: so is the call. */
  onSilent(call: CallId, now: Instant): void {
    const reason = `nothing has come for ${this.#sound.timeout / 1000} s`;
    this.#journal.log("warning", `${reason}: the call is ended`, "media");
    this.#signalling.order({ do: "hangUp", call }, now);
    this.#queue.push({ event: "ended", call, reason });
  }

  // What the signalling calls.

  onSip(event: SipEvent, now: Instant): void {
    if (event.event === "remote") this.#house.wished(event.wish);
    else if (event.event === "answered") this.#sound.answered(event.call, now);
    else if (event.event === "unchanged") this.#sound.unchanged(event.call, event.status);
    else if (event.event === "signalled" && "key" in event.signal) {
      if (this.#playsInfo) this.#copper.play(event.signal.key, "info", now);
      return;
    }
    this.#queue.push(event);
  }

  onName(place: Place, tell: Found): void {
    this.#neighbours.findFor(this.#journal.line, place, this.#names, tell);
  }

  onOutside(now: Instant): void {
    this.#look();
    this.#offers.renew(now);
  }

  // Where others see us.

  onNat(now: Instant): void {
    const { nat } = this.#neighbours;
    if (nat?.settled) this.#signalling.natted(nat.server, nat.symmetric, nat.warning, now);
    this.#look();
  }

  #look(): void {
    const { nat } = this.#neighbours;
    const { outside } = this.#sound;
    outside.address = this.#signalling.outside?.address ?? null;
    outside.stun = nat && this.#signalling.mapped && !nat.symmetric ? nat.server : null;
  }

  /** One event after the other, and what it brings at the end of the queue, until there is nothing left to say. */
  #settle(now: Instant): void {
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift())
      this.#perform(this.#phone.handle(event, now), now);
    const rests = !this.#copper.offHook && this.#phone.idle;
    if (!rests) this.#restedAt = NEVER;
    else if (this.#restedAt === NEVER) this.#restedAt = now;
    const { calls } = this.#phone;
    if (calls.length > 0) this.#watchOf.look(calls, now);
    this.#copper.attune(this.#phone.collecting, calls, now);
    this.#journal.hook(this.#copper.offHook);
    this.#journal.call(this.#phone);
  }

  // Orders into deeds.

  #perform(orders: readonly PhoneOrder[], now: Instant): void {
    for (const order of orders) {
      switch (order.do) {
        case "ring":
          this.#copper.ring(order, now);
          break;
        case "lamp":
        case "tone":
        case "quiet":
        case "stopRinging":
        case "beep":
        case "stopBeeping":
        case "say":
        case "play":
          this.#copper.order(order, now);
          break;
        case "invite":
        case "answer":
          if (!this.#offers.open(order, now)) this.#withoutSound(order, now);
          break;
        case "hear":
          this.#sound.hear(order.call, this.#copper.keyDown, now);
          break;
        case "agree":
          this.#sound.agree(order.call, order.agreement, now);
          break;
        case "release":
          this.#offers.release(order.call);
          this.#watch?.end(order.call, this.#phone, this.#opinionOf(order.call), now);
          this.#sound.release(order.call, now);
          break;
        case "flash":
          this.#sound.flash(order.call);
          break;
        case "manage": {
          const answer = this.#house.manage(order.wish);
          if (answer !== null) this.#queue.push(answer);
          break;
        }
        case "keep":
          this.#house.keep(this.#journal.line, order.setting, order.value);
          break;
        case "hangUp": {
          const statistics = this.#sound.statistics(order.call, now);
          this.#offers.order(statistics ? { ...order, statistics } : order, now);
          break;
        }
        default:
          this.#offers.order(order, now);
      }
    }
  }

  get #watchOf(): CallWatch {
    this.#watch ??= new CallWatch(this.#journal.line, this.#board, this.#house);
    return this.#watch;
  }

  #opinionOf(call: CallId): number | null {
    return qualityFor(this.#sound.sessionOf(call))?.mos ?? null;
  }

  #withoutSound(order: Unoffered, now: Instant): void {
    const { call } = order;
    if (order.do === "answer") {
      this.#signalling.order({ do: "refuse", call, status: 500 }, now);
      this.#queue.push({ event: "ended", call, reason: "no free RTP port" });
    } else this.#queue.push({ event: "refused", call, status: 500, reason: "no free RTP port" });
  }
}
