/**
 * One telephone port: the queue of events between copper, telephone and network, and the performing of orders.
 *
 *   slic → line ─ event → phone ─ order → line → slic
 *   udp  → agent ─ event ↗     ↘ order → agent → udp,  session
 */
import type { Board } from "../../hal/board.js";
import type { Udp } from "../../hal/network.js";
import type { Slic } from "../../hal/slic.js";
import type { Instant } from "../base/instant.js";
import { applyGain } from "../dsp/level.js";
import { Line } from "../line/line.js";
import type { LineEvent } from "../line/seam.js";
import { Phone } from "../phone/phone.js";
import type { PhoneEvent, PhoneOrder } from "../phone/seam.js";
import type { SipOutput } from "../sip/core.js";
import type { CallId, SipEvent, SipOrder } from "../sip/seam.js";
import { UserAgent } from "../sip/user-agent.js";
import type { Hop } from "../wire/hop.js";
import { Dropped } from "./dropped.js";
import type { Loop } from "./loop.js";
import type { PortOptions } from "./options.js";
import { PortJournal } from "./port-journal.js";
import type { Session } from "./session.js";
import { Sessions } from "./sessions.js";
import type { LineStatus } from "./status.js";

const FRAME = 160;

export class Port {
  readonly #number: number;
  readonly #board: Board;
  readonly #loop: Loop;
  readonly #options: PortOptions;
  readonly #line: Line;
  readonly #phone: Phone;
  readonly #agent: UserAgent;
  readonly #slic: Slic;
  readonly #socket: Udp;
  readonly #sessions: Sessions;
  readonly #journal: PortJournal;
  readonly #dropped: Dropped;
  readonly #frame = new Int16Array(FRAME);
  readonly #queue: PhoneEvent[] = [];
  /** The session in the ear. */
  #heard: Session | null = null;
  #key: string | null = null;
  #offHook = false;
  #unregistered: (() => void) | null = null;
  /** Null while nobody knows where it is. */
  #server: Hop | null;

  /** Throws an Error when the SIP port is taken. */
  constructor(number: number, board: Board, loop: Loop, options: PortOptions) {
    this.#number = number;
    this.#board = board;
    this.#loop = loop;
    this.#options = options;
    this.#server = options.agent.account.server;
    this.#journal = new PortJournal(number, board);
    this.#dropped = new Dropped("SIP", (text) => this.#journal.log("warning", text));
    this.#sessions = new Sessions(number, board, options.session);
    this.#line = new Line(options.line);
    this.#phone = new Phone(options.phone);
    this.#socket = board.network.openUdp({
      port: options.sipPort,
      dscp: options.sipDscp,
      onReadable: this.#onMessage,
    });
    this.#agent = new UserAgent({
      ...options.agent,
      local: { address: board.network.address ?? "0.0.0.0", port: this.#socket.port },
      chance: board.chance,
      digest: (algorithm, octets) => board.crypto.digest(algorithm, octets),
    });
    this.#slic = board.openLine(number, {
      drive: options.drive,
      onHook: this.#onHook,
      onReadable: this.#onFrame,
      onError: (reason) => this.#journal.log("error", reason),
    });
    this.#register(loop.now());
    loop.add(this);
    this.#settle(loop.now());
  }

  get status(): LineStatus {
    const { state, code, calls } = this.#phone.status;
    return {
      line: this.#number,
      offHook: this.#offHook,
      registration: this.#agent.registration,
      call: state,
      code,
      calls,
      sipPort: this.#socket.port,
    };
  }

  get deadline(): Instant {
    return Math.min(this.#line.deadline, this.#phone.deadline, this.#agent.deadline, this.#sessions.deadline);
  }

  poll(now: Instant): void {
    if (this.#line.deadline <= now) this.#fromLine(this.#line.poll(now));
    if (this.#agent.deadline <= now) this.#fromAgent(this.#agent.poll(now));
    if (this.#phone.deadline <= now) this.#perform(this.#phone.poll(now), now);
    this.#sessions.poll(now);
    this.#settle(now);
  }

  /** The server has been looked up; null when there is none to be found. */
  found(server: Hop | null, now: Instant): void {
    this.#server = server;
    const address = this.#board.network.address ?? "0.0.0.0";
    this.#fromAgent(this.#agent.reach(server, { address, port: this.#socket.port }, now));
    this.#settle(now);
  }

  /** The network has another address, or none. */
  moved(now: Instant): void {
    const address = this.#board.network.address;
    if (address === null) return;
    this.#fromAgent(this.#agent.reach(this.#server, { address, port: this.#socket.port }, now));
    // Nobody knows what the server has heard meanwhile.
    this.#register(now);
    this.#settle(now);
  }

  /** A line without a server is heard of by nobody. */
  #register(now: Instant): void {
    const { enabled, agent } = this.#options;
    if (enabled && agent.account.domain !== "") this.#order({ do: "register" }, now);
  }

  /** Hangs up and unregisters; `done` when the server has answered or will not. */
  leave(done: () => void): void {
    const now = this.#loop.now();
    this.#perform(this.#phone.leave(), now);
    if (this.#agent.registration.state === "unregistered") done();
    else {
      this.#unregistered = done;
      this.#order({ do: "unregister" }, now);
    }
    this.#settle(now);
  }

  close(): void {
    this.#loop.remove(this);
    this.#sessions.closeAll(this.#loop.now());
    this.#slic.close();
    this.#socket.close();
  }

  // The board's callbacks: each is one turn of the house.

  readonly #onHook = (offHook: boolean): void => {
    const now = this.#loop.now();
    this.#fromLine(this.#line.hook(offHook, now));
    this.#settle(now);
    this.#loop.rearm(now);
  };

  /** The line's clock has ticked: one frame up, one frame down. */
  readonly #onFrame = (): void => {
    const now = this.#loop.now();
    const frame = this.#frame;
    const line = this.#line;
    this.#slic.read(frame);
    const spoken = line.speak(frame, now);
    const session = this.#heard;
    if (session !== null) {
      this.#press(session, line.keyDown);
      // The gain is the voice's alone: tones and keys have levels of their own.
      applyGain(frame, this.#options.inputGain);
      session.exchange(frame);
      applyGain(frame, this.#options.outputGain);
    } else frame.fill(0);
    const heard = line.listen(frame, now);
    this.#slic.write(frame);
    const pressed = session === null ? "" : session.voice.takePressed();
    if (spoken.length === 0 && heard.length === 0 && pressed === "") return;
    this.#fromLine(spoken);
    this.#fromLine(heard);
    if (pressed !== "") this.#play(pressed, now);
    this.#settle(now);
    this.#loop.rearm(now);
  };

  readonly #onMessage = (): void => {
    const now = this.#loop.now();
    for (let packet = this.#socket.read(); packet; packet = this.#socket.read()) {
      this.#journal.sip("in", packet.octets, this.#socket.port, packet.address, packet.port);
      this.#fromAgent(this.#agent.receive(packet.octets, { ...packet, transport: "udp" }, now));
    }
    this.#dropped.note(this.#agent.strangers, now);
    this.#settle(now);
    this.#loop.rearm(now);
  };

  // Keys, both ways: RFC 4733 events instead of sound.

  #press(session: Session, key: string | null): void {
    if (key === this.#key) return;
    this.#key = key;
    if (key === null) session.voice.release();
    else session.voice.press(key);
  }

  #play(digit: string, now: Instant): void {
    this.#journal.digit(digit, "event");
    this.#fromLine(this.#line.handle({ do: "play", digit }, now));
  }

  // Events into the queue.

  #fromLine(events: readonly LineEvent[]): void {
    for (const event of events) {
      if ("slic" in event) this.#drive(event.slic);
      else {
        if (event.event === "offHook") this.#offHook = true;
        else if (event.event === "onHook") this.#offHook = false;
        else if (event.event === "digit") this.#journal.digit(event.digit, event.source);
        this.#queue.push(event);
      }
    }
  }

  #fromAgent(outputs: readonly SipOutput[]): void {
    for (const output of outputs) {
      if ("send" in output) {
        const { send, to } = output;
        this.#journal.sip("out", send, this.#socket.port, to.address, to.port);
        this.#socket.write(send, to.address, to.port);
      } else {
        if (output.event === "registration") this.#registration(output);
        else if (output.event === "rejected")
          this.#journal.log("warning", `a call for ${output.uri} was answered ${output.status}`);
        this.#queue.push(output);
      }
    }
  }

  #registration(event: Extract<SipEvent, { event: "registration" }>): void {
    this.#journal.registration(event);
    if (event.state === "registering" || event.state === "registered") return;
    this.#unregistered?.();
    this.#unregistered = null;
  }

  /** One event after the other, and what it brings at the end of the queue, until there is nothing left to say. */
  #settle(now: Instant): void {
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift())
      this.#perform(this.#phone.handle(event, now), now);
    this.#line.collecting = this.#phone.collecting;
    this.#journal.call(this.#phone.status);
  }

  // Orders into deeds.

  #perform(orders: readonly PhoneOrder[], now: Instant): void {
    for (const order of orders) {
      switch (order.do) {
        case "ring":
          this.#fromLine(this.#line.handle({ ...order, date: this.#board.clock.today() }, now));
          break;
        case "tone":
        case "quiet":
        case "stopRinging":
        case "beep":
        case "stopBeeping":
        case "play":
          this.#fromLine(this.#line.handle(order, now));
          break;
        case "invite":
        case "answer": {
          const session = this.#open(order.call, now);
          if (session) this.#order({ ...order, media: session.offer }, now);
          else this.#withoutSound(order, now);
          break;
        }
        case "progress":
        case "refuse":
        case "hangUp":
        case "hold":
        case "resume":
          this.#order(order, now);
          break;
        case "hear":
          this.#listenTo(order.call === null ? null : this.#sessions.get(order.call));
          break;
        case "agree":
          this.#sessions.get(order.call)?.agree(order.agreement, now);
          this.#mute();
          break;
        case "release":
          this.#release(order.call, now);
      }
    }
  }

  #order(order: SipOrder, now: Instant): void {
    this.#fromAgent(this.#agent.handle(order, now));
  }

  #listenTo(session: Session | null): void {
    if (session === this.#heard) return;
    if (this.#heard !== null) this.#press(this.#heard, null);
    this.#heard = session;
    // A key that is still held from dialling is not for the one who has just answered.
    this.#key = session === null ? null : this.#line.keyDown;
    this.#mute();
  }

  /** Keys are silenced where they are told in another way. */
  #mute(): void {
    this.#line.mutesDigits = this.#options.sendsEvents && (this.#heard?.takesEvents ?? false);
  }

  #open(call: CallId, now: Instant): Session | null {
    try {
      return this.#sessions.open(call, now);
    } catch (error) {
      this.#journal.log("error", error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  #withoutSound(order: { do: "invite" | "answer"; call: CallId }, now: Instant): void {
    const { call } = order;
    if (order.do === "answer") {
      this.#order({ do: "refuse", call, status: 500 }, now);
      this.#queue.push({ event: "ended", call, reason: "no free RTP port" });
    } else this.#queue.push({ event: "refused", call, status: 500, reason: "no free RTP port" });
  }

  #release(call: CallId, now: Instant): void {
    if (this.#sessions.get(call) === this.#heard) this.#listenTo(null);
    this.#sessions.close(call, now);
  }

  #drive(order: Extract<LineEvent, { slic: string }>["slic"]): void {
    if (order === "listen") this.#slic.listen();
    else if (order === "rest") this.#slic.rest();
    else this.#slic.linefeed(order);
  }
}
