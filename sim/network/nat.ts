/**
 * A NAT of any kind before a host (RFC 4787): wraps the network outside, and is the one inside.
 *
 *   adapter 192.168.1.2:5060 ── NAT ── 203.0.113.7:49152 ── network
 *
 * Connections are made through it, and none can be made to the host inside.
 */
import type {
  Datagram,
  Network,
  Tcp,
  TcpListener,
  TcpListenerOptions,
  TcpOptions,
  Udp,
  UdpOptions,
} from "../../hal/network.js";
import type { Time } from "../time.js";

export type Dependence = "endpoint-independent" | "address-dependent" | "address-and-port-dependent";

export type NatOptions = {
  readonly time: Time;
  readonly outside: Network;
  /** Of the host inside. */
  readonly address: string;
  /** For whom a port outside stands, and whom it lets in (sections 4.1 and 5). */
  readonly mapping?: Dependence;
  readonly filtering?: Dependence;
  /** ms a port outside stands after the last packet that went out by it. */
  readonly lifetime?: number;
};

/** Section 4.3: two minutes at the least. */
const LIFETIME = 120_000;
const MAX_WAITING = 256;
const FIRST_PORT = 49_152;
const LAST_PORT = 65_535;

export class Nat implements Network {
  readonly address: string;
  readonly #options: NatOptions;
  readonly #sockets = new Map<number, NatUdp>();
  #outside: Network;
  #nextPort = FIRST_PORT;

  constructor(options: NatOptions) {
    this.#options = options;
    this.#outside = options.outside;
    this.address = options.address;
  }

  /** The NAT has got another address outside: nothing of before holds, and the host inside is not told. */
  renumber(outside: Network): void {
    this.#outside = outside;
    for (const socket of this.#sockets.values()) socket.forget();
  }

  openUdp(options: UdpOptions): Udp {
    const port = options.port || this.#freePort();
    if (this.#sockets.has(port)) throw new Error(`port ${port} of ${this.address} is taken`);
    const socket = new NatUdp(port, options, this.#options, {
      open: (onReadable) => this.#outside.openUdp({ dscp: options.dscp, onReadable }),
      close: () => this.#sockets.delete(port),
    });
    this.#sockets.set(port, socket);
    return socket;
  }

  listenTcp({ port }: TcpListenerOptions): TcpListener {
    return { port: port || this.#freePort(), close: () => {} };
  }

  connectTcp(options: TcpOptions): Tcp {
    return this.#outside.connectTcp(options);
  }

  watch(): void {} // the host inside never moves

  #freePort(): number {
    while (this.#sockets.has(this.#nextPort))
      this.#nextPort = this.#nextPort === LAST_PORT ? FIRST_PORT : this.#nextPort + 1;
    return this.#nextPort++;
  }
}

type Wall = { open(onReadable: () => void): Udp; close(): void };

/** A port outside, and those who may come in by it. */
type Mapped = { readonly socket: Udp; readonly heard: Set<string>; last: number };

class NatUdp implements Udp {
  readonly port: number;
  readonly #user: UdpOptions;
  readonly #options: NatOptions;
  readonly #wall: Wall;
  readonly #mapped = new Map<string, Mapped>();
  readonly #waiting: Datagram[] = [];

  constructor(port: number, user: UdpOptions, options: NatOptions, wall: Wall) {
    this.port = port;
    this.#user = user;
    this.#options = options;
    this.#wall = wall;
  }

  read(): Datagram | undefined {
    return this.#waiting.shift();
  }

  write(octets: Uint8Array, address: string, port: number): void {
    const { mapping = "endpoint-independent", filtering = "address-and-port-dependent", time } = this.#options;
    const key = keyOf(mapping, address, port);
    const old = this.#mapped.get(key);
    const mapped = old && this.#stands(old) ? old : this.#open(key, old);
    mapped.last = time.now();
    mapped.heard.add(keyOf(filtering, address, port));
    mapped.socket.write(octets, address, port);
  }

  close(): void {
    this.forget();
    this.#waiting.length = 0;
    this.#wall.close();
  }

  forget(): void {
    for (const { socket } of this.#mapped.values()) socket.close();
    this.#mapped.clear();
  }

  #open(key: string, old: Mapped | undefined): Mapped {
    // first the new one, so that it has another port
    const mapped: Mapped = { socket: this.#wall.open(() => this.#arrive(mapped)), heard: new Set(), last: 0 };
    old?.socket.close();
    this.#mapped.set(key, mapped);
    return mapped;
  }

  #arrive(mapped: Mapped): void {
    const { filtering = "address-and-port-dependent" } = this.#options;
    for (let datagram = mapped.socket.read(); datagram; datagram = mapped.socket.read()) {
      const welcome = mapped.heard.has(keyOf(filtering, datagram.address, datagram.port));
      if (!welcome || !this.#stands(mapped) || this.#waiting.length >= MAX_WAITING) continue;
      this.#waiting.push(datagram);
      this.#user.onReadable();
    }
  }

  #stands({ last }: Mapped): boolean {
    const { time, lifetime = LIFETIME } = this.#options;
    return time.now() - last <= lifetime;
  }
}

function keyOf(dependence: Dependence, address: string, port: number): string {
  if (dependence === "endpoint-independent") return "";
  return dependence === "address-dependent" ? address : `${address}:${port}`;
}
