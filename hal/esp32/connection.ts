/** A connection of Moddable's sockets, plain or TLS, in the shape of `hal/network.ts`: what they ask is done here once. */
import type { Tcp, TcpUser } from "../network.js";
import type { Ticks } from "../si321x/ticks.js";

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
  /** Nobody is called from within a call of his own. */
  readonly time: Pick<Ticks, "after">;
};

export class Connection implements Tcp {
  readonly address: string;
  readonly port: number;
  user: TcpUser | null = null;
  readonly #socket: Socket | undefined;
  readonly #time: ConnectionOptions["time"];
  #open = true;
  #readable = 0;
  #writable = 0;

  constructor({ address, port, open, time }: ConnectionOptions) {
    this.address = address;
    this.port = port;
    this.#time = time;
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
    if (!this.#socket) time.after(0, () => this.#lose());
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
      this.#time.after(0, () => this.#lose());
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
