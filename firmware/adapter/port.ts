/**
 * One telephone port: the queue of events between copper, telephone and network, and the performing of orders.
 *
 *   slic → line ── event → phone ── order → line → slic
 *   wires → agent ─ event ↗      ↘ order → agent → wires,  sound
 */
import type { Board } from "../../hal/board.js";
import type { Slic, SlicOptions } from "../../hal/slic.js";
import type { DateTime } from "../base/date-time.js";
import { type Instant, NEVER } from "../base/instant.js";
import { Line } from "../line/line.js";
import type { LineEvent, LineOrder } from "../line/seam.js";
import type { Carried } from "../media/modem-call.js";
import type { PhoneOptions } from "../phone/options.js";
import { Phone } from "../phone/phone.js";
import type { KeptSetting, PhoneEvent, PhoneOrder, Wish } from "../phone/seam.js";
import type { CallId, SipEvent } from "../sip/seam.js";
import type { FinishedCall } from "../web/history.js";
import type { LineDetail } from "../web/house.js";
import type { Place } from "../wire/hop.js";
import { codecOf, qualityFor } from "./call-quality.js";
import { CallWatch } from "./call-watch.js";
import { LineTest, type LineTestUser } from "./line-test.js";
import type { Loop } from "./loop.js";
import type { Found, NameOptions } from "./names.js";
import type { Nat } from "./nat.js";
import { Offers, type Unoffered } from "./offers.js";
import type { PortOptions } from "./options.js";
import { PortJournal } from "./port-journal.js";
import { Signalling, type SignallingUser } from "./signalling.js";
import { Sound, type SoundUser } from "./sound.js";
import type { LineStatus } from "./status.js";
import { Supervision } from "./supervision.js";
import { overhearTime } from "./zoned-clock.js";

const FRAME = 160;
/** Written here once, as what is written in a function is made anew with each frame. */
const NO_KEY = "";

export type RemoteWish = Extract<SipEvent, { event: "remote" }>["wish"];

/** What a port asks of the adapter. */
export type House = {
  /** Has a server of this line looked up. */
  find(line: number, place: Place, options: NameOptions, tell: Found): void;
  /** Null where no STUN server is set. */
  readonly nat: Nat | null;
  /** Keeps a setting of this line that has been changed by telephone, or by the server. */
  keep(line: number, setting: KeptSetting, value: boolean): void;
  /** Does what the voice menu wishes; answers what it is to hear of that, or null. */
  manage(wish: Wish): PhoneEvent | null;
  /** Our server has proved that it is, and wishes something of the whole adapter. */
  wished(wish: RemoteWish): void;
  /** A call of a line is over. */
  finished(call: FinishedCall, began: DateTime | null): void;
};

export class Port implements SignallingUser, SoundUser, LineTestUser {
  readonly #number: number;
  readonly #board: Board;
  readonly #loop: Loop;
  readonly #enabled: boolean;
  /** A line without a server is heard of by nobody. */
  readonly #registers: boolean;
  readonly #mapped: boolean;
  readonly #playsInfo: boolean;
  readonly #takesLetters: boolean;
  readonly #playsLetters: boolean;
  readonly #names: NameOptions;
  readonly #house: House;
  readonly #line: Line;
  readonly #phone: Phone;
  readonly #signalling: Signalling;
  readonly #sound: Sound;
  readonly #offers: Offers;
  readonly #slic: Slic;
  /** Only where the wires say more than sound. */
  readonly #supervision: Supervision | null = null;
  readonly #journal: PortJournal;
  /** From the first call on. */
  #watch: CallWatch | null = null;
  readonly #phoneOptions: PhoneOptions;
  /** Only where something has been tried out. */
  #test: LineTest | null = null;
  readonly #frame = new Int16Array(FRAME);
  readonly #queue: PhoneEvent[] = [];
  #offHook = false;
  /** Whom our server wanted to reach here, and did not. */
  #strayed: string | null = null;
  #restedAt: Instant = NEVER;
  #unregistered: (() => void) | null = null;
  readonly #unwatch: (() => void) | null;

  /** Throws an Error when the SIP port is taken. */
  constructor(number: number, board: Board, loop: Loop, options: PortOptions, house: House) {
    this.#number = number;
    this.#board = board;
    this.#loop = loop;
    this.#enabled = options.enabled;
    this.#registers = options.enabled && options.agent.account.domain !== "";
    this.#mapped = options.nat !== null;
    this.#playsInfo = options.playsInfo;
    this.#takesLetters = options.takesLetters;
    this.#playsLetters = options.playsLetters;
    this.#names = options.names;
    this.#house = house;
    this.#journal = new PortJournal(number, board);
    this.#line = new Line(options.line, board.speech);
    this.#phone = new Phone(options.phone);
    this.#sound = new Sound(number, board, this.#journal, options.sound, this);
    this.#signalling = new Signalling(board, this.#journal, options, this);
    this.#offers = new Offers(this.#sound, this.#signalling);
    this.#phoneOptions = options.phone;
    const now = loop.now();
    const slic: SlicOptions = {
      drive: options.drive,
      onHook: this.#onHook,
      onReadable: this.#onFrame,
      onError: (reason) => this.#journal.log("error", reason, "line"),
    };
    const { supervision } = options;
    if (supervision)
      this.#supervision = new Supervision(supervision, board, loop, number, slic, (event, now) => {
        this.#queue.push({ event });
        this.onRest(now);
      });
    this.#slic = this.#supervision ?? board.openLine(number, slic);
    this.#look();
    this.#unwatch = house.nat?.watch((now) => this.#natted(now)) ?? null;
    this.#natted(now);
    if (options.enabled) this.#signalling.start();
    this.#register(now);
    loop.add(this);
    this.#settle(now);
  }

  get status(): LineStatus {
    const { state, code, calls } = this.#phone.status;
    return {
      line: this.#number,
      offHook: this.#offHook,
      registration: this.#signalling.registration,
      call: state,
      code,
      calls,
      strayed: this.#strayed,
      sipPort: this.#signalling.port,
    };
  }

  /** What its page tells besides. */
  get detail(): LineDetail {
    const now = this.#loop.now();
    const calls = this.#phone.calls.map(({ id, peer }) => {
      const duration = this.#watch?.duration(id, now) ?? null;
      const session = this.#sound.sessionOf(id);
      return {
        call: id,
        name: peer.private ? "" : peer.name,
        seconds: duration === null ? null : Math.floor(duration / 1000),
        codec: codecOf(session, now),
        quality: qualityFor(session),
      };
    });
    return { messages: this.#phone.messages, calls };
  }

  // What its owner tries out: why it cannot be, or null.

  testTone(): string | null {
    return this.#tested((test, now) => test.tone(this.#phoneOptions.tones.dial, now));
  }

  testRing(): string | null {
    return this.#tested((test, now) => test.ring(now));
  }

  testCall(number: string): string | null {
    return this.#tested((test, now) => test.call(number, this.#phoneOptions.rings.own.cadence, now));
  }

  #tested(act: (test: LineTest, now: Instant) => string | null): string | null {
    const now = this.#loop.now();
    this.#test ??= new LineTest(this);
    const refusal = act(this.#test, now);
    this.onRest(now);
    return refusal;
  }

  get offHook(): boolean {
    return this.#offHook;
  }

  get busy(): boolean {
    return this.#phone.calls.length > 0;
  }

  order(order: LineOrder, now: Instant): void {
    this.#fromLine(this.#line.handle(order, now));
  }

  /** Since when nobody has used the telephone or called it; NEVER while somebody does. */
  get restedAt(): Instant {
    return this.#restedAt;
  }

  get deadline(): Instant {
    const own = Math.min(this.#line.deadline, this.#phone.deadline, this.#signalling.deadline, this.#sound.deadline);
    return this.#test === null ? own : Math.min(own, this.#test.deadline);
  }

  poll(now: Instant): void {
    if (this.#line.deadline <= now) this.#fromLine(this.#line.poll(now));
    if (this.#signalling.deadline <= now) this.#signalling.poll(now);
    if (this.#phone.deadline <= now) this.#perform(this.#phone.poll(now), now);
    this.#sound.poll(now);
    if (this.#test !== null && this.#test.deadline <= now) this.#test.poll(now);
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
    if (this.#signalling.registration.state === "unregistered") done();
    else {
      this.#unregistered = done;
      this.#signalling.order({ do: "unregister" }, now);
    }
    this.#settle(now);
  }

  close(): void {
    this.#loop.remove(this);
    this.#unwatch?.();
    this.#sound.closeAll(this.#loop.now());
    this.#slic.close();
    this.#signalling.close();
  }

  // The board's callbacks: each is one turn of the house.

  readonly #onHook = (offHook: boolean): void => {
    const now = this.#loop.now();
    this.#fromLine(this.#line.hook(offHook, now));
    this.onRest(now);
  };

  /** The line's clock has ticked: one frame up, one frame down. */
  readonly #onFrame = (): void => {
    const now = this.#loop.now();
    const frame = this.#frame;
    const line = this.#line;
    this.#slic.read(frame);
    const spoken = line.speak(frame, now);
    const pressed = this.#sound.exchange(frame, line.keyDown, now);
    const heard = line.listen(frame, now);
    this.#slic.write(frame);
    if (spoken.length === 0 && heard.length === 0 && pressed === NO_KEY && this.#queue.length === 0) return;
    this.#fromLine(spoken);
    this.#fromLine(heard);
    if (pressed !== NO_KEY) this.#play(pressed, "event", now);
    this.onRest(now);
  };

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
    this.#line.cancelsEcho = this.#sound.cancelsEcho;
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
    this.#journal.told(event);
    if (event.event === "registration") this.#registration(event);
    else if (event.event === "rejected") this.#strayed = event.uri;
    else if (event.event === "time") this.#overhear(event.date);
    else if (event.event === "remote") this.#house.wished(event.wish);
    else if (event.event === "answered") this.#sound.answered(event.call, now);
    else if (event.event === "unchanged") this.#sound.unchanged(event.call, event.status);
    else if (event.event === "signalled" && "key" in event.signal) {
      if (this.#playsInfo) this.#play(event.signal.key, "info", now);
      return;
    }
    this.#queue.push(event);
  }

  #overhear(date: DateTime): void {
    if (overhearTime(this.#board.clock, date)) this.#journal.log("info", "the time is that of our server");
  }

  onName(place: Place, tell: Found): void {
    this.#house.find(this.#number, place, this.#names, tell);
  }

  onOutside(now: Instant): void {
    this.#look();
    this.#offers.renew(now);
  }

  onRest(now: Instant): void {
    this.#settle(now);
    this.#loop.rearm(now);
  }

  // Where others see us.

  #natted(now: Instant): void {
    const { nat } = this.#house;
    if (!nat || !this.#enabled) return;
    if (nat.settled) this.#signalling.natted(nat.server, nat.symmetric, nat.warning, now);
    this.#look();
  }

  #look(): void {
    const { nat } = this.#house;
    const { outside } = this.#sound;
    outside.address = this.#signalling.outside?.address ?? null;
    outside.stun = nat && this.#mapped && !nat.symmetric ? nat.server : null;
  }

  // Events into the queue.

  #fromLine(events: readonly LineEvent[]): void {
    for (const event of events) {
      if ("slic" in event) this.#drive(event.slic);
      else {
        if (event.event === "offHook") this.#offHook = true;
        else if (event.event === "onHook") this.#offHook = false;
        else if (event.event === "digit") {
          if (isLetter(event.digit) && !this.#takesLetters) continue;
          this.#journal.digit(event.digit, event.source);
        }
        if (!this.#supervision?.withholds(event.event)) this.#queue.push(event);
        if (this.#test !== null) this.#tryOut(this.#test, event);
      }
    }
  }

  #tryOut(test: LineTest, { event }: LineEvent & { event: string }): void {
    if (event === "offHook") this.#queue.push(...test.lifted());
    else if (event === "ringingEnded") test.over();
  }

  #registration({ state }: Extract<SipEvent, { event: "registration" }>): void {
    if (state === "registering" || state === "registered") return;
    this.#unregistered?.();
    this.#unregistered = null;
  }

  #play(digit: string, source: "event" | "info", now: Instant): void {
    if (isLetter(digit) && !this.#playsLetters) return;
    this.#journal.digit(digit, source);
    this.#fromLine(this.#line.handle({ do: "play", digit }, now));
  }

  /** One event after the other, and what it brings at the end of the queue, until there is nothing left to say. */
  #settle(now: Instant): void {
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift())
      this.#perform(this.#phone.handle(event, now), now);
    this.#line.collecting = this.#phone.collecting;
    this.#line.mutesDigits = this.#sound.mutesKeys;
    this.#line.cancelsEcho = this.#sound.cancelsEcho;
    const rests = !this.#offHook && this.#phone.idle;
    if (!rests) this.#restedAt = NEVER;
    else if (this.#restedAt === NEVER) this.#restedAt = now;
    const { calls } = this.#phone;
    if (calls.length > 0) this.#watchOf.look(calls, now);
    this.#supervision?.look(calls, this.#offHook, now);
    this.#journal.call(this.#phone.status);
  }

  // Orders into deeds.

  #perform(orders: readonly PhoneOrder[], now: Instant): void {
    for (const order of orders) {
      switch (order.do) {
        case "ring":
          this.#test?.over();
          this.#fromLine(this.#line.handle({ ...order, date: this.#board.clock.today() }, now));
          break;
        case "lamp":
        case "tone":
        case "quiet":
        case "stopRinging":
        case "beep":
        case "stopBeeping":
        case "say":
        case "play":
          this.#fromLine(this.#line.handle(order, now));
          break;
        case "invite":
        case "answer":
          if (!this.#offers.open(order, now)) this.#withoutSound(order, now);
          break;
        case "hear":
          this.#sound.hear(order.call, this.#line.keyDown, now);
          break;
        case "agree":
          this.#sound.agree(order.call, order.agreement, now);
          break;
        case "release":
          this.#offers.release(order.call);
          this.#watch?.end(order.call, this.#phone.code, this.#opinionOf(order.call), now);
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
          this.#house.keep(this.#number, order.setting, order.value);
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
    this.#watch ??= new CallWatch(this.#number, this.#board, this.#house.finished);
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

  #drive(order: Extract<LineEvent, { slic: string }>["slic"]): void {
    if (order === "listen") this.#slic.listen();
    else if (order === "rest") this.#slic.rest();
    else this.#slic.linefeed(order);
  }
}

/** The fourth column, which no ordinary telephone has. */
function isLetter(key: string): boolean {
  return key >= "A" && key <= "D";
}
