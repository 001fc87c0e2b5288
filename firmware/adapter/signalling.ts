/** The SIP of one port: its user agent, the wires it speaks by, and the names of servers it wants looked up. */
import type { Board } from "../../hal/board.js";
import { type Instant, NEVER } from "../base/instant.js";
import { Flow, type FlowOutput } from "../net/flow.js";
import { Mapping, type MappingOutput } from "../net/mapping.js";
import type { SipOutput } from "../sip/core.js";
import type { SipEvent, SipOrder } from "../sip/seam.js";
import { UserAgent } from "../sip/user-agent.js";
import type { Endpoint, Hop } from "../wire/hop.js";
import { isStun } from "../wire/stun.js";
import { Dropped } from "./dropped.js";
import type { Find } from "./names.js";
import type { PortOptions } from "./options.js";
import type { PortJournal } from "./port-journal.js";
import { Wires, type WiresUser } from "./wires.js";

export type SignallingOptions = Pick<PortOptions, "agent" | "sipPort" | "sipDscp" | "listens" | "nat"> & {
  readonly board: Board;
  readonly journal: PortJournal;
  readonly now: () => Instant;
  readonly find: Find;
  /** What the user agent has to say, one after the other. */
  readonly tell: (event: SipEvent) => void;
  /** Others see us elsewhere than before. */
  readonly onOutside: (now: Instant) => void;
  /** Nothing more is told for now. */
  readonly onRest: (now: Instant) => void;
};

/** ms a registration waits for STUN, so that the server hears at once where we are seen. */
const STUN_WAIT = 1000;

export class Signalling implements WiresUser {
  readonly #options: SignallingOptions;
  readonly #agent: UserAgent;
  readonly #wires: Wires;
  readonly #dropped: Dropped;
  readonly #mapping: Mapping | null;
  readonly #flow: Flow;
  #local: Endpoint;
  /** Where our server has last seen us. */
  #seen: Endpoint | null = null;
  /** Whom STUN is asked of; undefined while that is not known. */
  #stun: Endpoint | null | undefined;
  /** Until when STUN is waited for; NEVER when it is not. */
  #waitsUntil: Instant = NEVER;
  /** The line is to register as soon as it has answered. */
  #registers = false;

  /** Throws an Error when the SIP port is taken. */
  constructor(options: SignallingOptions) {
    this.#options = options;
    const { board, journal, agent, sipPort: port, sipDscp: dscp, listens, now, nat } = options;
    const { network, chance, crypto } = board;
    this.#dropped = new Dropped("SIP", (text) => journal.log("warning", text));
    this.#wires = new Wires({ network, now, port, dscp, listens, user: this });
    this.#local = { address: network.address ?? "0.0.0.0", port: this.#wires.port };
    this.#flow = new Flow(chance);
    this.#mapping = nat && new Mapping({ ...nat, local: this.#local, chance });
    this.#agent = new UserAgent({
      ...agent,
      local: this.#local,
      chance,
      digest: (algorithm, octets) => crypto.digest(algorithm, octets),
    });
    this.#reach(now());
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

  /** Where others see us; null for where we are. */
  get outside(): Endpoint | null {
    return this.#mapping?.place ?? null;
  }

  get deadline(): Instant {
    const mapping = Math.min(this.#mapping?.deadline ?? NEVER, this.#flow.deadline);
    return Math.min(this.#agent.deadline, this.#wires.deadline, mapping, this.#waitsUntil);
  }

  poll(now: Instant): void {
    if (this.#wires.deadline <= now) this.#wires.poll(now);
    if (this.#mapping && this.#mapping.deadline <= now) this.#map(this.#mapping.poll(now), now);
    if (this.#flow.deadline <= now) this.#keep(this.#flow.poll(now), now);
    if (this.#waitsUntil <= now) this.#settle(now);
    if (this.#agent.deadline <= now) this.#perform(this.#agent.poll(now));
  }

  order(order: SipOrder, now: Instant): void {
    if (order.do === "unregister") this.#registers = false;
    if (order.do === "register" && this.#mapping?.waiting) {
      this.#registers = true;
      this.#wait(now);
    } else this.#perform(this.#agent.handle(order, now));
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
    const now = this.#options.now();
    if (from.transport === "udp" && isStun(octets)) {
      const { address, port } = from;
      this.#keep(this.#flow.receive(octets, address, port, now), now);
      if (this.#mapping) this.#map(this.#mapping.receive(octets, address, port, now), now);
      return;
    }
    this.#options.journal.sip("in", octets, this.#wires.port, from);
    this.#perform(this.#agent.receive(octets, from, now));
    const { seen } = this.#agent;
    if (!this.#mapping || !seen || seen === this.#seen) return;
    this.#seen = seen;
    this.#map(this.#mapping.noted(seen, now), now);
  }

  onDeaf(reason: string): void {
    this.#options.journal.log("warning", reason);
  }

  onUnreachable(hop: Hop): void {
    const now = this.#options.now();
    this.#perform(this.#agent.unreachable(hop, now));
  }

  onRest(): void {
    const now = this.#options.now();
    this.#dropped.note(this.#agent.strangers, now);
    this.#options.onRest(now);
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
    if (moved) this.#options.onOutside(now);
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
        this.#options.journal.sip("out", output.send, this.#wires.port, output.to);
        this.#wires.send(output.send, output.to);
      } else if ("find" in output) {
        const { find } = output;
        this.#options.find(find, (hops, now) => {
          this.#perform(this.#agent.found(find, hops, now));
          this.#options.onRest(now);
        });
      } else {
        if (output.event === "registration") this.#flow.keep(this.#agent.flow, this.#options.now());
        this.#options.tell(output);
      }
    }
  }
}
