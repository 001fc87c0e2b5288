/** A connection of Moddable's sockets, plain or TLS, in the shape of `hal/network.ts`: what they ask is done here once. */
import type { Tcp, TcpUser } from "../network.js";

/** What both kinds of socket have. */
export type Socket = {
  read(count?: number): ArrayBuffer | number | undefined;
  write(octets: Uint8Array): unknown;
  close(): void;
};

export type Callbacks = { onReadable(count: number): void; onWritable(count: number): void; onError(): void };

export type ConnectionOptions = {
  readonly address: string;
  readonly port: number;
  /** Makes the socket that calls these; undefined when it cannot be had. */
  open(callbacks: Callbacks): Socket | undefined;
  /** Calls a little later: nobody is called from within a call of his own. */
  later(call: () => void): void;
};

export class Connection implements Tcp {
  readonly address: string;
  readonly port: number;
  user: TcpUser | null = null;
  readonly #socket: Socket | undefined;
  readonly #later: ConnectionOptions["later"];
  #open = true;
  #readable = 0;
  #writable = 0;

  constructor({ address, port, open, later }: ConnectionOptions) {
    this.address = address;
    this.port = port;
    this.#later = later;
    this.#socket = open({
      onReadable: (count) => {
        this.#readable = count;
        if (this.#open) this.user?.onReadable();
      },
      onWritable: (count) => {
        const was = this.#writable;
        this.#writable = count;
        if (this.#open && was === 0) this.user?.onWritable();
      },
      onError: () => this.#lose(),
    });
    if (!this.#socket) later(() => this.#lose());
  }

  read(): Uint8Array | undefined {
    if (!this.#open || this.#readable === 0) return undefined;
    this.#readable = 0;
    const octets = this.#socket?.read();
    return octets instanceof ArrayBuffer ? new Uint8Array(octets) : undefined;
  }

  write(octets: Uint8Array): number {
    const count = Math.min(octets.length, this.#writable);
    if (!this.#open || count === 0) return 0;
    try {
      this.#socket?.write(octets.slice(0, count));
    } catch {
      // It has broken, and the socket has not come to say so.
      this.#later(() => this.#lose());
      return 0;
    }
    this.#writable -= count;
    // What is full is told of when there is room again.
    if (count < octets.length) this.#writable = 0;
    return count;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket?.close();
  }

  #lose(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket?.close();
    this.user?.onError();
  }
}
