/** A network in memory: hosts with addresses, datagrams and connections between them in virtual time, nothing lost but overflow. */
import type { Datagram, Network, Udp, UdpOptions } from "../../hal/network.js";
import type { Time } from "../time.js";
import { TcpLan } from "./lan-tcp.js";

/** Datagrams that wait for a reader; more are lost, as in a real host. */
export const MAX_WAITING = 256;
/** Longest payload of a datagram in IPv4. */
const MAX_PAYLOAD = 65_507;
/** Dynamic ports (RFC 6335 section 6). */
const FIRST_PORT = 49_152;
const LAST_PORT = 65_535;

export type LanOptions = {
  readonly time: Time;
  /** Milliseconds from host to host. */
  readonly delay?: number;
};

export class Lan {
  readonly #time: Time;
  readonly #delay: number;
  readonly #sockets = new Map<string, LanUdp>();
  readonly #tcp: TcpLan;
  #nextPort = FIRST_PORT;

  constructor(options: LanOptions) {
    this.#time = options.time;
    this.#delay = options.delay ?? 0;
    this.#tcp = new TcpLan(this.#time, this.#delay);
  }

  /** A host at this address; asked twice, both are the same host. */
  host(address: string): Network {
    return {
      address,
      openUdp: (options) => this.#open(address, options),
      listenTcp: (options) => {
        const port = options.port || this.#freePort(address);
        if (this.#tcp.isTaken(address, port)) throw new Error(`port ${port} of ${address} is taken`);
        return this.#tcp.listen(address, port, options);
      },
      connectTcp: (options) => this.#tcp.connect(address, this.#freePort(address), options),
      watch: () => {}, // a host of this network never moves
    };
  }

  #open(address: string, options: UdpOptions): Udp {
    const port = options.port || this.#freePort(address);
    const key = `${address} ${port}`;
    if (this.#sockets.has(key)) throw new Error(`port ${port} of ${address} is taken`);
    const socket = new LanUdp(port, options, {
      send: (octets, to, toPort) => {
        const datagram = { octets: octets.slice(), address, port };
        this.#time.after(this.#delay, () => this.#sockets.get(`${to} ${toPort}`)?.arrive(datagram));
      },
      close: () => this.#sockets.delete(key),
    });
    this.#sockets.set(key, socket);
    return socket;
  }

  #freePort(address: string): number {
    for (let tries = FIRST_PORT; tries <= LAST_PORT; tries++) {
      const port = this.#nextPort;
      this.#nextPort = port === LAST_PORT ? FIRST_PORT : port + 1;
      if (!this.#sockets.has(`${address} ${port}`) && !this.#tcp.isTaken(address, port)) return port;
    }
    throw new Error(`no port of ${address} is free`);
  }
}

type Wire = { send(octets: Uint8Array, address: string, port: number): void; close(): void };

class LanUdp implements Udp {
  readonly port: number;
  readonly #options: UdpOptions;
  readonly #wire: Wire;
  readonly #waiting: Datagram[] = [];
  #open = true;

  constructor(port: number, options: UdpOptions, wire: Wire) {
    this.port = port;
    this.#options = options;
    this.#wire = wire;
  }

  read(): Datagram | undefined {
    return this.#waiting.shift();
  }

  write(octets: Uint8Array, address: string, port: number): void {
    if (this.#open && octets.length <= MAX_PAYLOAD) this.#wire.send(octets, address, port);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#waiting.length = 0;
    this.#wire.close();
  }

  arrive(datagram: Datagram): void {
    if (this.#waiting.length >= MAX_WAITING) return;
    this.#waiting.push(datagram);
    this.#options.onReadable();
  }
}
