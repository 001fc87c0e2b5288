/** The SIP of one port: its user agent, the wires it speaks by, and the names of servers it wants looked up. */
import type { Board } from "../../hal/board.js";
import type { Instant } from "../base/instant.js";
import type { SipOutput } from "../sip/core.js";
import type { SipEvent, SipOrder } from "../sip/seam.js";
import { UserAgent } from "../sip/user-agent.js";
import type { Hop } from "../wire/hop.js";
import { Dropped } from "./dropped.js";
import type { Find } from "./names.js";
import type { PortOptions } from "./options.js";
import type { PortJournal } from "./port-journal.js";
import { Wires, type WiresUser } from "./wires.js";

export type SignallingOptions = Pick<PortOptions, "agent" | "sipPort" | "sipDscp" | "listens"> & {
  readonly board: Board;
  readonly journal: PortJournal;
  readonly now: () => Instant;
  readonly find: Find;
  /** What the user agent has to say, one after the other. */
  readonly tell: (event: SipEvent) => void;
  /** Nothing more is told for now. */
  readonly onRest: (now: Instant) => void;
};

export class Signalling implements WiresUser {
  readonly #options: SignallingOptions;
  readonly #agent: UserAgent;
  readonly #wires: Wires;
  readonly #dropped: Dropped;

  /** Throws an Error when the SIP port is taken. */
  constructor(options: SignallingOptions) {
    this.#options = options;
    const { board, journal, agent, sipPort: port, sipDscp: dscp, listens, now } = options;
    const { network, chance, crypto } = board;
    this.#dropped = new Dropped("SIP", (text) => journal.log("warning", text));
    this.#wires = new Wires({ network, now, port, dscp, listens, user: this });
    this.#agent = new UserAgent({
      ...agent,
      local: { address: network.address ?? "0.0.0.0", port: this.#wires.port },
      chance,
      digest: (algorithm, octets) => crypto.digest(algorithm, octets),
    });
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

  get deadline(): Instant {
    return Math.min(this.#agent.deadline, this.#wires.deadline);
  }

  poll(now: Instant): void {
    if (this.#wires.deadline <= now) this.#wires.poll(now);
    if (this.#agent.deadline <= now) this.#perform(this.#agent.poll(now));
  }

  order(order: SipOrder, now: Instant): void {
    this.#perform(this.#agent.handle(order, now));
  }

  /** The network has another address. */
  moved(address: string, now: Instant): void {
    this.#wires.drop();
    this.#perform(this.#agent.moved({ address, port: this.#wires.port }, now));
  }

  close(): void {
    this.#wires.close();
  }

  // What the wires call.

  onMessage(octets: Uint8Array, from: Hop): void {
    const now = this.#options.now();
    this.#options.journal.sip("in", octets, this.#wires.port, from);
    this.#perform(this.#agent.receive(octets, from, now));
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
      } else this.#options.tell(output);
    }
  }
}
