/** A network that is gone with the power: every socket and connection opened through it closes at once, and nothing calls back any more. */
import type { Network, Tcp, TcpListenerOptions, TcpOptions, TcpUser, Udp, UdpOptions } from "../hal/network.js";

type Closing = { close(): void };

export class Mains implements Network {
  readonly #inner: Network;
  readonly #isDeaf: boolean;
  readonly #open = new Set<Closing>();
  #on = true;

  /** Nobody comes to an address by a network that `isDeaf`. */
  constructor(inner: Network, isDeaf = false) {
    this.#inner = inner;
    this.#isDeaf = isDeaf;
  }

  get address(): string | null {
    return this.#isDeaf ? null : this.#inner.address;
  }

  cut(): void {
    this.#on = false;
    for (const one of this.#open) one.close();
    this.#open.clear();
  }

  watch(onChange: () => void): void {
    this.#inner.watch(() => {
      if (this.#on) onChange();
    });
  }

  openUdp(options: UdpOptions): Udp {
    const { port, dscp } = options;
    const inner = this.#inner.openUdp({ port, dscp, onReadable: () => this.#on && options.onReadable() });
    return this.#kept({
      port: inner.port,
      read: () => inner.read(),
      write: (octets: Uint8Array, address: string, port: number) => inner.write(octets, address, port),
      close: () => inner.close(),
    });
  }

  listenTcp(options: TcpListenerOptions) {
    const inner = this.#inner.listenTcp({
      ...options,
      onConnection: (tcp) => {
        if (!this.#on) return null;
        const user = options.onConnection(this.#keptTcp(tcp));
        return user && this.#user(user);
      },
      onError: () => this.#on && options.onError?.(),
    });
    return this.#kept({ port: inner.port, close: () => inner.close() });
  }

  connectTcp(options: TcpOptions): Tcp {
    const { address, port } = options;
    return this.#keptTcp(this.#inner.connectTcp({ address, port, ...this.#user(options) }));
  }

  #user(user: TcpUser): TcpUser {
    return {
      onReadable: () => this.#on && user.onReadable(),
      onWritable: () => this.#on && user.onWritable(),
      onError: () => this.#on && user.onError(),
    };
  }

  #keptTcp(inner: Tcp): Tcp {
    return this.#kept({
      address: inner.address,
      port: inner.port,
      read: () => inner.read(),
      write: (octets: Uint8Array) => inner.write(octets),
      close: () => inner.close(),
    });
  }

  #kept<T extends Closing>(one: T): T {
    const kept = {
      ...one,
      close: () => {
        this.#open.delete(kept);
        one.close();
      },
    };
    this.#open.add(kept);
    return kept;
  }
}
