/** The host's network by node:dgram and node:net, in the shape of `hal/network.ts`, bound to one address. */
import { createSocket } from "node:dgram";
import { isIP } from "node:net";
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
import { reason } from "./reason.js";
import { connectTcp, TcpPort } from "./tcp.js";

/** Datagrams that wait for a reader; more are lost. */
const MAX_WAITING = 256;
/** Ports tried until one is free for UDP and TCP alike. */
const TRIES = 16;

export class NodeNetwork implements Network {
  readonly address: string;
  readonly #sockets = new Set<NodeUdp>();
  readonly #reserved = new Map<number, TcpPort>();

  /** `address`: a numeric address of this host. */
  constructor(address: string) {
    if (isIP(address) === 0) throw new RangeError(`not an address: ${address}`);
    this.address = address;
  }

  openUdp(options: UdpOptions): Udp {
    const socket = new NodeUdp(this.address, options, () => this.#sockets.delete(socket));
    this.#sockets.add(socket);
    return socket;
  }

  /**
   * Sees that a port can be had for UDP and for TCP, and keeps it for `listenTcp`. 0: any; answers which.
   * Rejects with an Error with one readable line when the port is taken.
   */
  async reserve(port: number): Promise<number> {
    for (let tries = 1; ; tries++) {
      const reserved = await TcpPort.open(this.address, port);
      try {
        this.openUdp({ port: reserved.port, onReadable: () => {} }).close();
      } catch (error) {
        reserved.close();
        if (port !== 0 || tries === TRIES) throw error;
        continue;
      }
      this.#reserved.set(reserved.port, reserved);
      return reserved.port;
    }
  }

  /** Whether a port is free that has not been reserved is known only later. */
  listenTcp(options: TcpListenerOptions): TcpListener {
    const { port = 0 } = options;
    let reserved = this.#reserved.get(port);
    if (!reserved) {
      if (port === 0) throw new Error("any port at all has to be reserved");
      reserved = TcpPort.begin(this.address, port, () => options.onError?.());
      this.#reserved.set(port, reserved);
    }
    return reserved.listen(options);
  }

  connectTcp(options: TcpOptions): Tcp {
    return connectTcp(this.address, options);
  }

  /** The address given is kept for good. */
  watch(): void {}

  /** Closes every socket still open, and gives back the ports reserved. */
  close(): void {
    for (const reserved of this.#reserved.values()) reserved.close();
    this.#reserved.clear();
    for (const socket of this.#sockets) socket.close();
  }

  /** Ports open now, with the DSCP their owners asked for: Node has no way to set it on the packets. */
  get open(): readonly { readonly port: number; readonly dscp: number }[] {
    return [...this.#sockets].map(({ port, dscp }) => ({ port, dscp }));
  }
}

class NodeUdp implements Udp {
  readonly port: number;
  readonly dscp: number;
  readonly #socket;
  readonly #family: number;
  readonly #waiting: Datagram[] = [];
  readonly #onClose: () => void;
  #open = true;

  constructor(address: string, user: UdpOptions, onClose: () => void) {
    const { port = 0, dscp = 0 } = user;
    this.#family = isIP(address);
    this.#onClose = onClose;
    this.dscp = dscp;
    const family = this.#family as 4 | 6;
    this.#socket = createSocket({
      type: family === 6 ? "udp6" : "udp4",
      ipv6Only: family === 6,
      // Only numeric addresses come here, so that binding and sending need not wait for a name.
      lookup: (host, _options, found) => found(null, host, family),
    });
    let refused: NodeJS.ErrnoException | null = null;
    this.#socket.on("error", (error: NodeJS.ErrnoException) => {
      refused = error; // while binding; later ones are datagrams that could not be sent
    });
    this.#socket.bind({ address, port, exclusive: true });
    const failed = refused as NodeJS.ErrnoException | null;
    if (failed) {
      this.#socket.close();
      throw new Error(reason(failed, address, port));
    }
    this.port = this.#socket.address().port;
    this.#socket.on("message", (octets, from) => {
      if (this.#waiting.length >= MAX_WAITING) return;
      this.#waiting.push({ octets, address: from.address, port: from.port });
      user.onReadable();
    });
  }

  read(): Datagram | undefined {
    return this.#waiting.shift();
  }

  write(octets: Uint8Array, address: string, port: number): void {
    if (!this.#open || isIP(address) !== this.#family || !Number.isInteger(port) || port < 1 || port > 65_535) return;
    // A copy, because Node keeps what the system does not take at once.
    this.#socket.send(Buffer.from(octets), port, address, () => {});
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#waiting.length = 0;
    this.#socket.close();
    this.#onClose();
  }
}
