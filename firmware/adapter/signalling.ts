/** The SIP of one port: its user agent, the wires it speaks by, and the names of servers it wants looked up. */
import type { Board } from "../../hal/board.js";
import type { Clock } from "../../hal/clock.js";
import type { DateTime } from "../base/date-time.js";
import { type Instant, NEVER } from "../base/instant.js";
import { whole } from "../base/shared.js";
import { Flow, type FlowOutput } from "../net/flow.js";
import { Mapping, type MappingOutput } from "../net/mapping.js";
import type { SipOutput } from "../sip/core.js";
import type { SipEvent, SipOrder } from "../sip/seam.js";
import { UserAgent } from "../sip/user-agent.js";
import type { Endpoint, Hop, Place } from "../wire/hop.js";
import { isStun } from "../wire/stun/stun.js";
import { Dropped } from "./dropped.js";
import type { Found } from "./names.js";
import type { PortOptions } from "./options.js";
import type { PortJournal } from "./port-journal.js";
import { Wires, type WiresUser } from "./wires.js";
import { overhearTime } from "./zoned-clock.js";

export type SignallingOptions = Pick<PortOptions, "agent" | "sipPort" | "sipDscp" | "listens" | "nat">;

export type SignallingUser = {
  /** What the user agent has to say, one after the other. */
  onSip(event: SipEvent, now: Instant): void;
  /** A server has to be looked up. */
  onName(place: Place, tell: Found): void;
  /** Others see us elsewhere than before. */
  onOutside(now: Instant): void;
  /** Nothing more is told for now. */
  onRest(now: Instant): void;
};

type RegistrationState = Extract<SipEvent, { event: "registration" }>["state"];

/** ms a registration waits for STUN, so that the server hears at once where we are seen. */
const STUN_WAIT = 1000;

export class Signalling implements WiresUser {
  readonly #clock: Clock;
  readonly #journal: PortJournal;
  readonly #user: SignallingUser;
  readonly #agent: UserAgent;
  readonly #wires: Wires;
  /** Only where something has been. */
  #dropped: Dropped | null = null;
  readonly #mapping: Mapping | null;
  /** Only where a registrar may wish for it. */
  readonly #flow: Flow | null;
  #local: Endpoint;
  /** Where our server has last seen us. */
  #seen: Endpoint | null = null;
  /** Whom STUN is asked of; undefined while that is not known. */
  #stun: Endpoint | null | undefined;
  /** Until when STUN is waited for; NEVER when it is not. */
  #waitsUntil: Instant = NEVER;
  /** The line is to register as soon as it has answered. */
  #registers = false;
  #unregistered: (() => void) | null = null;
  /** Whom our server wanted to reach here, and did not. */
  strayed: string | null = null;

  /** Throws an Error when the SIP port is taken. */
  constructor(board: Board, journal: PortJournal, options: SignallingOptions, user: SignallingUser) {
    const { agent, sipPort: port, sipDscp: dscp, listens, nat } = options;
    const { clock, network, chance, crypto } = board;
    this.#clock = clock;
    this.#journal = journal;
    this.#user = user;
    this.#wires = new Wires({ network, clock, port, dscp, listens, user: this });
    this.#local = { address: network.address ?? "0.0.0.0", port: this.#wires.port };
    const { outbound, instanceId } = agent.account.registration;
    this.#flow = outbound && instanceId !== null ? new Flow(chance) : null;
    this.#mapping = nat && new Mapping({ ...whole(nat), local: this.#local, chance });
    this.#agent = new UserAgent({
      ...whole(agent),
      local: this.#local,
      chance,
      digest: crypto.digest,
    });
    this.#reach(clock.now());
  }

  /** Has the servers looked up. */
  start(): void {
    this.#perform(this.#agent.start());
  }

  get port(): number {
    return this.#wires.port;
  }

  get registration() {
    return this.#agent.registration;
  }

  /** The ports of the line have addresses outside that are to be found out. */
  get mapped(): boolean {
    return this.#mapping !== null;
  }

  /** Where others see us; null for where we are. */
  get outside(): Endpoint | null {
    return this.#mapping?.place ?? null;
  }

  get deadline(): Instant {
    const mapping = Math.min(this.#mapping?.deadline ?? NEVER, this.#flow?.deadline ?? NEVER);
    return Math.min(this.#agent.deadline, this.#wires.deadline, mapping, this.#waitsUntil);
  }

  poll(now: Instant): void {
    if (this.#wires.deadline <= now) this.#wires.poll(now);
    if (this.#mapping && this.#mapping.deadline <= now) this.#map(this.#mapping.poll(now), now);
    if (this.#flow && this.#flow.deadline <= now) this.#keep(this.#flow.poll(now), now);
    if (this.#waitsUntil <= now) this.#settle(now);
    if (this.#agent.deadline > now) return;
    const outputs = this.#agent.poll(now);
    const { dead } = this.#agent;
    if (dead) this.#wires.giveUp(dead);
    this.#agent.dead = null;
    this.#perform(outputs);
  }

  order(order: SipOrder, now: Instant): void {
    if (order.do === "unregister") this.#registers = false;
    if (order.do === "register" && this.#mapping?.waiting) {
      this.#registers = true;
      this.#wait(now);
    } else this.#perform(this.#agent.handle(order, now));
  }

  /** `done` when the server has answered or will not. */
  unregister(done: () => void, now: Instant): void {
    const waits = this.registration.state !== "unregistered";
    if (waits) this.#unregistered = done;
    // whoever does not register may have subscribed
    this.order({ do: "unregister" }, now);
    if (!waits) done();
  }

  /** The network has another address. */
  moved(address: string, now: Instant): void {
    this.#wires.drop();
    this.#local = { address, port: this.#wires.port };
    if (this.#mapping) this.#map(this.#mapping.moved(this.#local, now), now);
    if (this.#mapping?.waiting) this.#wait(now);
    else this.#reach(now);
  }

  /** What is known of the NAT: the STUN server, or that there is none, whether asking it makes sense, and its kind. */
  natted(server: Endpoint | null, symmetric: boolean, warning: string | null, now: Instant): void {
    this.#agent.warn(warning);
    const mapping = this.#mapping;
    if (!mapping) return;
    this.#map(mapping.judged(symmetric, now), now);
    if (server === this.#stun) return;
    this.#stun = server;
    this.#map(mapping.ask(server, now), now);
  }

  close(): void {
    this.#wires.close();
  }

  // What the wires call.

  onMessage(octets: Uint8Array, from: Hop): void {
    const now = this.#clock.now();
    if (from.transport === "udp" && isStun(octets)) {
      const { address, port } = from;
      if (this.#flow) this.#keep(this.#flow.receive(octets, address, port, now), now);
      if (this.#mapping) this.#map(this.#mapping.receive(octets, address, port, now), now);
      return;
    }
    this.#journal.sip("in", octets, this.#wires.port, from);
    this.#perform(this.#agent.receive(octets, from, now));
    this.#keepFlow(now);
    const { seen } = this.#agent;
    if (!this.#mapping || !seen || seen === this.#seen) return;
    this.#seen = seen;
    this.#map(this.#mapping.noted(seen, now), now);
  }

  onDeaf(reason: string): void {
    this.#journal.log("warning", reason);
  }

  onUnreachable(hop: Hop): void {
    const now = this.#clock.now();
    this.#perform(this.#agent.unreachable(hop, now));
  }

  onRest(): void {
    const now = this.#clock.now();
    const { strangers } = this.#agent;
    if (strangers > 0) {
      this.#dropped ??= new Dropped("SIP");
      const dropped = this.#dropped.note(strangers, now);
      if (dropped !== null) this.#journal.log("warning", dropped);
    }
    this.#user.onRest(now);
  }

  #wait(now: Instant): void {
    if (this.#waitsUntil === NEVER) this.#waitsUntil = now + STUN_WAIT;
  }

  #map(outputs: readonly MappingOutput[], now: Instant): void {
    let moved = false;
    for (const output of outputs) {
      if ("send" in output) this.#wires.write(output.send, output);
      else moved = true;
    }
    if (this.#waitsUntil === NEVER) {
      if (moved) this.#reach(now);
    } else if (!this.#mapping?.waiting) this.#settle(now);
    if (moved) this.#user.onOutside(now);
  }

  /** Of a flow that is broken the registrar hears at once. */
  #keep(outputs: readonly FlowOutput[], now: Instant): void {
    for (const output of outputs) {
      if ("send" in output) this.#wires.write(output.send, output);
      else this.#perform(this.#agent.handle({ do: "register" }, now));
    }
  }

  /** STUN has answered, or has been waited for long enough. */
  #settle(now: Instant): void {
    this.#waitsUntil = NEVER;
    this.#reach(now);
    if (this.#registers) this.#perform(this.#agent.handle({ do: "register" }, now));
    this.#registers = false;
  }

  /** Whoever has to know hears where we are, if that is new. */
  #reach(now: Instant): void {
    this.#perform(this.#agent.moved(this.#local, now, this.outside));
  }

  #perform(outputs: readonly SipOutput[]): void {
    for (const output of outputs) {
      if ("send" in output) {
        this.#journal.sip("out", output.send, this.#wires.port, output.to);
        this.#wires.send(output.send, output.to);
      } else if ("find" in output) {
        const { find } = output;
        this.#user.onName(find, (hops, now) => {
          this.#perform(this.#agent.found(find, hops, now));
          this.#user.onRest(now);
        });
      } else {
        const now = this.#clock.now();
        this.#journal.told(output);
        if (output.event === "registration") this.#registration(output.state, now);
        else if (output.event === "rejected") this.strayed = output.uri;
        else if (output.event === "time") this.#overhear(output.date);
        this.#user.onSip(output, now);
      }
    }
  }

  #registration(state: RegistrationState, now: Instant): void {
    this.#keepFlow(now);
    if (state === "registering" || state === "registered") return;
    this.#unregistered?.();
    this.#unregistered = null;
  }

  /** As often as our registrar wishes: by STUN beside datagrams, by line ends in a stream. */
  #keepFlow(now: Instant): void {
    if (!this.#flow) return;
    const wish = this.#agent.flow;
    const isStream = wish !== null && wish.transport !== "udp";
    this.#flow.keep(isStream ? null : wish, now);
    // from 80 to 100 % of the time
    if (isStream) this.#wires.keepAlive(wish, 900 * wish.seconds);
  }

  #overhear(date: DateTime): void {
    if (overhearTime(this.#clock, date)) this.#journal.log("info", "the time is that of our server");
  }
}
