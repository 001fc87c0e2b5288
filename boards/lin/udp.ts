/** Datagrams by Moddable's sockets on Linux, which tell no port and mark no packet. */
import UDP from "embedded:io/socket/udp";
import type { Datagram, Udp, UdpOptions } from "../../hal/network.js";

/** Ports for those who do not mind which. */
const FIRST = 20_000;
const PORTS = 20_000;
const TRIES = 16;

export function openUdp(user: UdpOptions, chance: () => number): Udp {
  const { port = 0 } = user;
  for (let tries = 1; ; tries++) {
    const tried = port === 0 ? FIRST + (chance() % PORTS) : port;
    try {
      return new LinuxUdp(tried, user);
    } catch {
      if (port !== 0 || tries === TRIES) throw new Error(`UDP port ${tried} is taken`);
    }
  }
}

class LinuxUdp implements Udp {
  readonly port: number;
  readonly #socket: UDP;
  #user: UdpOptions | null;

  constructor(port: number, user: UdpOptions) {
    this.port = port;
    this.#user = user;
    this.#socket = new UDP({ port, target: this, onReadable });
  }

  /** What the socket calls. */
  readable(): void {
    this.#user?.onReadable();
  }

  read(): Datagram | undefined {
    const octets = this.#user ? this.#socket.read() : undefined;
    return octets && { octets: new Uint8Array(octets), address: octets.address, port: octets.port };
  }

  write(octets: Uint8Array, address: string, port: number): void {
    try {
      if (this.#user) this.#socket.write(octets, address, port);
    } catch {
      // What cannot be sent is lost.
    }
  }

  close(): void {
    // Moddable's socket has a close that its typings have not.
    if (this.#user) (this.#socket as unknown as { close(): void }).close();
    this.#user = null;
  }
}

/** Made once, and called as the socket's own. */
function onReadable(this: UDP): void {
  (this as unknown as { target: LinuxUdp }).target.readable();
}
