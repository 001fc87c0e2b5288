/**
 * The connections at the SIP port of one line (RFC 3261 section 18): one is made when a message wants it, and used both ways
 * by all that follows (RFC 5626); theirs are used as ours are.
 */
import type { Clock } from "../../hal/clock.js";
import type { Network, Tcp, TcpListener, TcpListenerOptions, TcpUser } from "../../hal/network.js";
import { type Instant, NEVER } from "../base/instant.js";
import { type Endpoint, type Hop, sameEndpoint } from "../wire/hop.js";
import { Connection, type ConnectionUser } from "./connection.js";

const MOST_CONNECTIONS = 8;

export type StreamsUser = {
  onMessage(octets: Uint8Array, from: Hop): void;
  /** Nothing can be sent there. */
  onUnreachable(hop: Hop): void;
  /** Not all of the port works. */
  onDeaf(reason: string): void;
  /** All that could be read has been. */
  onRest(): void;
};

export class Streams implements ConnectionUser, TcpListenerOptions {
  readonly port: number;
  readonly #network: Network;
  readonly #clock: Pick<Clock, "now">;
  readonly #user: StreamsUser;
  #listener: TcpListener | null = null;
  readonly #connections: Connection[] = [];
  /** What could not be reached, to be told when nobody is in the middle of something. */
  readonly #lost: Hop[] = [];

  constructor(network: Network, clock: Pick<Clock, "now">, port: number, user: StreamsUser) {
    this.#network = network;
    this.#clock = clock;
    this.port = port;
    this.#user = user;
  }

  /** Takes theirs, too. Throws an Error when the port is taken. */
  listen(): void {
    this.#listener = this.#network.listenTcp(this);
  }

  get deadline(): Instant {
    let deadline = this.#lost.length > 0 ? 0 : NEVER;
    for (let i = 0; i < this.#connections.length; i++) deadline = Math.min(deadline, this.#connections[i].deadline);
    return deadline;
  }

  poll(now: Instant): void {
    for (const connection of [...this.#connections]) if (connection.deadline <= now) connection.poll(now);
    for (let hop = this.#lost.shift(); hop; hop = this.#lost.shift()) this.#user.onUnreachable(hop);
  }

  send(octets: Uint8Array, to: Hop): void {
    this.#connection(to)?.send(octets);
  }

  /** Line ends are sent by the connection to there at least as often as this, in ms. */
  keepAlive(hop: Endpoint, ms: number): void {
    this.#connectionTo(hop)?.keepAlive(ms);
  }

  /** Nobody has answered by the connection to there: what is sent next has a new one. */
  giveUp(hop: Endpoint): void {
    const connection = this.#connectionTo(hop);
    if (!connection) return;
    this.#connections.splice(this.#connections.indexOf(connection), 1);
    connection.close();
  }

  /** Connections made from an address that is ours no more are of no use. */
  drop(): void {
    for (const connection of this.#connections.splice(0)) connection.close();
  }

  close(): void {
    this.drop();
    this.#listener?.close();
  }

  // What the listener calls.

  onConnection(tcp: Tcp): TcpUser {
    const hop: Hop = { address: tcp.address, port: tcp.port, transport: "tcp" };
    return this.#keep(new Connection(hop, this, this.#clock, this.#network, tcp));
  }

  onError(): void {
    this.#user.onDeaf(`port ${this.port} takes no connections: it is in use`);
  }

  // What a connection calls.

  onMessage(octets: Uint8Array, from: Hop): void {
    this.#user.onMessage(octets, from);
    this.#user.onRest();
  }

  onLost(connection: Connection): void {
    const at = this.#connections.indexOf(connection);
    if (at >= 0) this.#connections.splice(at, 1);
    this.#lost.push(connection.hop);
    this.#user.onRest();
  }

  #connectionTo(place: Endpoint): Connection | undefined {
    return this.#connections.find(({ hop }) => sameEndpoint(hop, place));
  }

  #connection(hop: Hop): Connection | null {
    const known = this.#connectionTo(hop);
    if (known) return known;
    try {
      return this.#keep(new Connection(hop, this, this.#clock, this.#network));
    } catch {
      this.#lost.push(hop);
      return null;
    }
  }

  /** One more; the one of theirs that has been there longest makes room: nobody who connects cuts us off our server. */
  #keep(connection: Connection): Connection {
    if (this.#connections.length >= MOST_CONNECTIONS) {
      const theirs = this.#connections.findIndex(({ ours }) => !ours);
      this.#connections.splice(Math.max(theirs, 0), 1)[0].close();
    }
    this.#connections.push(connection);
    return connection;
  }
}
