/** The SIP port of one line: datagrams, and connections at the same number, as soon as there are any (RFC 3261 section 18). */
import type { Clock } from "../../hal/clock.js";
import type { Network, Udp, UdpOptions } from "../../hal/network.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { Endpoint, Hop } from "../wire/hop.js";
import { Streams, type StreamsUser } from "./streams.js";

/** `onMessage` is told of whatever else was sent to the port by a datagram, too. */
export type WiresUser = StreamsUser;

export type WiresOptions = {
  readonly network: Network;
  readonly clock: Pick<Clock, "now">;
  /** 0 for any. */
  readonly port: number;
  readonly dscp: number;
  /** Connections are taken, too. */
  readonly listens: boolean;
  readonly user: WiresUser;
};

export class Wires implements UdpOptions {
  readonly port: number;
  readonly dscp: number;
  readonly #user: WiresUser;
  readonly #network: Network;
  readonly #clock: Pick<Clock, "now">;
  readonly #socket: Udp;
  /** Only where a message has gone by one, or they are taken. */
  #streams: Streams | null = null;

  /** Throws an Error when the port is taken. */
  constructor(options: WiresOptions) {
    const { network, clock, port, dscp, listens, user } = options;
    this.port = port;
    this.dscp = dscp;
    this.#user = user;
    this.#network = network;
    this.#clock = clock;
    this.#socket = network.openUdp(this);
    this.port = this.#socket.port;
    try {
      if (listens) this.#streamsOf.listen();
    } catch (error) {
      this.#socket.close();
      throw error;
    }
  }

  get deadline(): Instant {
    return this.#streams === null ? NEVER : this.#streams.deadline;
  }

  poll(now: Instant): void {
    this.#streams?.poll(now);
  }

  send(octets: Uint8Array, to: Hop): void {
    if (to.transport === "udp") this.#socket.write(octets, to.address, to.port);
    else this.#streamsOf.send(octets, to);
  }

  /** A datagram that is no SIP. */
  write(octets: Uint8Array, { address, port }: Endpoint): void {
    this.#socket.write(octets, address, port);
  }

  /** Line ends are sent by the connection to there at least as often as this, in ms. */
  keepAlive(hop: Endpoint, ms: number): void {
    this.#streams?.keepAlive(hop, ms);
  }

  /** Nobody has answered by the connection to there: what is sent next has a new one. */
  giveUp(hop: Endpoint): void {
    this.#streams?.giveUp(hop);
  }

  /** Connections made from an address that is ours no more are of no use. */
  drop(): void {
    this.#streams?.drop();
  }

  close(): void {
    this.#streams?.close();
    this.#socket.close();
  }

  // What the socket calls.

  onReadable(): void {
    const user = this.#user;
    for (let packet = this.#socket.read(); packet; packet = this.#socket.read())
      user.onMessage(packet.octets, { address: packet.address, port: packet.port, transport: "udp" });
    user.onRest();
  }

  get #streamsOf(): Streams {
    this.#streams ??= new Streams(this.#network, this.#clock, this.port, this.#user);
    return this.#streams;
  }
}
