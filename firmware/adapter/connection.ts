/** One connection that carries SIP: a stream cut into messages, kept alive by line ends (RFC 3261 section 18, RFC 5626). */
import type { Clock } from "../../hal/clock.js";
import type { Network, Tcp, TcpUser } from "../../hal/network.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { Hop } from "../wire/hop.js";
import { SipStream } from "../wire/sip/sip-stream.js";

/** Octets that wait to be taken by the network; whoever lets more wait is given up. */
const MOST_WAITING = 65_536;
/** ms between the line ends that keep a connection of ours alive (RFC 5626 section 4.4.1: 95 to 120 s), and the fewest. */
const KEEP_ALIVE = 100_000;
const SHORTEST_KEEP_ALIVE = 5_000;
/** ms a server that has answered one of them has for the next. */
const PATIENCE = 10_000;
/** ms to wait for a connection, and to bear one of theirs that says nothing. */
const CONNECTING = 10_000;
const IDLE = 600_000;

const PING = Uint8Array.of(13, 10, 13, 10);
const PONG = Uint8Array.of(13, 10);

export type ConnectionUser = {
  onMessage(octets: Uint8Array, from: Hop): void;
  /** Over: broken, refused or given up. */
  onLost(connection: Connection): void;
};

export class Connection implements TcpUser {
  readonly hop: Hop;
  readonly #user: ConnectionUser;
  readonly #clock: Pick<Clock, "now">;
  readonly #tcp: Tcp;
  readonly #stream = new SipStream();
  readonly #waiting: Uint8Array[] = [];
  #waitingOctets = 0;
  /** Made by us. */
  readonly ours: boolean;
  #stands: boolean;
  #open = true;
  /** The other side answers line ends, so silence means something. */
  #answers = false;
  #keepAlive = KEEP_ALIVE;
  #wakeAt: Instant;
  #giveUpAt: Instant = NEVER;

  /** `tcp` is one of theirs; without it we connect to `hop`. Throws an Error where the board cannot. */
  constructor(hop: Hop, user: ConnectionUser, clock: Pick<Clock, "now">, network: Network, tcp?: Tcp) {
    this.hop = hop;
    this.#user = user;
    this.#clock = clock;
    this.ours = tcp === undefined;
    this.#stands = tcp !== undefined;
    this.#tcp = tcp ?? connect(network, hop, this);
    this.#wakeAt = clock.now() + (tcp ? IDLE : CONNECTING);
  }

  get deadline(): Instant {
    return Math.min(this.#wakeAt, this.#giveUpAt);
  }

  poll(now: Instant): void {
    if (now >= this.#giveUpAt || (now >= this.#wakeAt && (!this.#stands || !this.ours))) this.#lose();
    else if (now >= this.#wakeAt) {
      this.#wakeAt = now + this.#keepAlive;
      if (this.#answers) this.#giveUpAt = now + PATIENCE;
      this.send(PING);
    }
  }

  /** Line ends are sent at least as often as this, in ms, and as usual. */
  keepAlive(ms: number): void {
    this.#keepAlive = Math.max(SHORTEST_KEEP_ALIVE, Math.min(ms, KEEP_ALIVE));
    if (this.ours) this.#wakeAt = Math.min(this.#wakeAt, this.#clock.now() + this.#keepAlive);
  }

  /** Sent in order, as soon as the connection stands. */
  send(octets: Uint8Array): void {
    if (!this.#open) return;
    const taken = this.#stands && this.#waiting.length === 0 ? this.#tcp.write(octets) : 0;
    if (taken === octets.length) return;
    this.#waiting.push(octets.slice(taken));
    this.#waitingOctets += octets.length - taken;
    if (this.#waitingOctets > MOST_WAITING) this.#wakeAt = this.#giveUpAt = this.#clock.now();
  }

  /** By us; what has been said still arrives. */
  close(): void {
    this.#open = false;
    this.#wakeAt = this.#giveUpAt = NEVER;
    this.#tcp.close();
  }

  // What the network calls.

  onReadable(): void {
    const now = this.#clock.now();
    for (let octets = this.#tcp.read(); octets && this.#open; octets = this.#tcp.read()) {
      this.#giveUpAt = NEVER;
      this.#wakeAt = now + (this.ours ? this.#keepAlive : IDLE);
      this.#stream.push(octets);
      for (let frame = this.#stream.next(); frame && this.#open; frame = this.#stream.next()) {
        if (frame.kind === "message") this.#user.onMessage(frame.octets, this.hop);
        else if (frame.kind === "ping") this.send(PONG);
        else if (frame.kind === "pong") this.#answers = true;
        else this.#lose();
      }
    }
  }

  onWritable(): void {
    if (!this.#stands) {
      this.#stands = true;
      this.#wakeAt = this.#clock.now() + this.#keepAlive;
    }
    const waiting = this.#waiting;
    while (waiting.length > 0) {
      const taken = this.#tcp.write(waiting[0]);
      this.#waitingOctets -= taken;
      if (taken < waiting[0].length) {
        waiting[0] = waiting[0].subarray(taken);
        return;
      }
      waiting.shift();
    }
  }

  onError(): void {
    this.#lose();
  }

  #lose(): void {
    if (!this.#open) return;
    this.close();
    this.#user.onLost(this);
  }
}

function connect(network: Network, { address, port, transport }: Hop, user: TcpUser): Tcp {
  const options = {
    address,
    port,
    onReadable: () => user.onReadable(),
    onWritable: () => user.onWritable(),
    onError: () => user.onError(),
  };
  if (transport !== "tls") return network.connectTcp(options);
  if (!network.connectTls) throw new Error("this board has no TLS");
  return network.connectTls(options);
}
