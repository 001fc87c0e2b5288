/** The host's connections by node:net, in the shape of `hal/network.ts`. */
import { once } from "node:events";
import { type AddressInfo, createServer, isIP, type Server, Socket, type SocketConstructorOpts } from "node:net";
import type { Tcp, TcpListener, TcpListenerOptions, TcpOptions, TcpUser } from "../../hal/network.js";
import { reason } from "./reason.js";

/** How long a connection of ours that has been closed may take for its last octets, in ms. */
const LAST_OCTETS_MS = 5_000;
/** Octets Node keeps for a connection before it calls it full. */
const HIGH_WATER = 65_536;

/**
 * A port that is listened to from the start, and answered while a `TcpListener` is open: Node takes a while to tell
 * whether a port is free, and `listenTcp` has to say so at once.
 */
export class TcpPort {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #answering: TcpListenerOptions | null = null;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
    server.on("error", () => {}); // of accepting; the next one may do better
    server.on("connection", (socket) => this.#accept(socket));
  }

  /** `port` 0: any free one. Rejects with an Error with one readable line when it cannot be had. */
  static async open(address: string, port: number): Promise<TcpPort> {
    const server = createServer({ highWaterMark: HIGH_WATER, noDelay: true });
    server.listen({ host: address, port, exclusive: true });
    try {
      await once(server, "listening");
    } catch (error) {
      throw new Error(reason(error as NodeJS.ErrnoException, address, port));
    }
    return new TcpPort(server, (server.address() as AddressInfo).port);
  }

  /** At once, to be told later when it cannot be had. */
  static begin(address: string, port: number, refused: () => void): TcpPort {
    const server = createServer({ highWaterMark: HIGH_WATER, noDelay: true });
    server.once("error", refused);
    server.once("listening", () => server.off("error", refused));
    server.listen({ host: address, port, exclusive: true });
    return new TcpPort(server, port);
  }

  /** Throws an Error when somebody listens already. */
  listen(options: TcpListenerOptions): TcpListener {
    if (this.#answering) throw new Error(`port ${this.port} is taken`);
    this.#answering = options;
    return {
      port: this.port,
      close: () => {
        if (this.#answering === options) this.#answering = null;
      },
    };
  }

  /** Cuts its connections too. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {}); // it has a "close" too
    const { remoteAddress, remotePort } = socket;
    if (!this.#answering || remoteAddress === undefined || remotePort === undefined) {
      socket.destroy();
      return;
    }
    const tcp = new NodeTcp(socket, remoteAddress, remotePort);
    tcp.user = this.#answering.onConnection(tcp);
    if (!tcp.user) tcp.close();
  }
}

/** A connection of ours, on its way. */
export function connectTcp(local: string, options: TcpOptions): Tcp {
  const { address, port } = options;
  const socket = new Socket({ highWaterMark: HIGH_WATER } as SocketConstructorOpts);
  socket.setNoDelay();
  socket.on("error", () => {}); // it has a "close" too
  const tcp = new NodeTcp(socket, address, port);
  tcp.user = options;
  if (isIP(address) === isIP(local) && Number.isInteger(port) && port > 0 && port < 65_536)
    socket.connect({ host: address, port, localAddress: local });
  else socket.destroy();
  return tcp;
}

class NodeTcp implements Tcp {
  readonly address: string;
  readonly port: number;
  user: TcpUser | null = null;
  readonly #socket: Socket;
  #open = true;

  constructor(socket: Socket, address: string, port: number) {
    this.address = address;
    this.port = port;
    this.#socket = socket;
    socket.on("readable", () => this.#open && this.user?.onReadable());
    socket.on("drain", () => this.#open && this.user?.onWritable());
    socket.on("connect", () => this.#open && this.user?.onWritable());
    socket.on("close", () => {
      if (!this.#open) return;
      this.#open = false;
      this.user?.onError();
    });
  }

  read(): Uint8Array | undefined {
    return this.#open ? (this.#socket.read() ?? undefined) : undefined;
  }

  write(octets: Uint8Array): number {
    const socket = this.#socket;
    if (!this.#open || !socket.writable || socket.connecting) return 0;
    // Filled to the brim it promises a "drain".
    const count = Math.min(octets.length, Math.max(0, socket.writableHighWaterMark - socket.writableLength));
    if (count > 0) socket.write(octets.slice(0, count));
    return count;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.destroySoon();
    this.#socket.setTimeout(LAST_OCTETS_MS, () => this.#socket.destroy());
  }
}
