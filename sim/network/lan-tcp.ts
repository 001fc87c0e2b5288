/** Connections of the network in memory: in virtual time, in order, nothing lost, as much under way as a window allows. */
import type { Tcp, TcpListener, TcpListenerOptions, TcpOptions, TcpUser } from "../../hal/network.js";
import type { Time } from "../time.js";

/** Octets under way or unread, each way of one connection. */
export const WINDOW = 65_536;

export class TcpLan {
  readonly #time: Time;
  readonly #delay: number;
  readonly #listeners = new Map<string, TcpListenerOptions>();

  constructor(time: Time, delay: number) {
    this.#time = time;
    this.#delay = delay;
  }

  isTaken(address: string, port: number): boolean {
    return this.#listeners.has(`${address} ${port}`);
  }

  /** `port` is a free one. */
  listen(address: string, port: number, options: TcpListenerOptions): TcpListener {
    const key = `${address} ${port}`;
    this.#listeners.set(key, options);
    return {
      port,
      close: () => {
        if (this.#listeners.get(key) === options) this.#listeners.delete(key);
      },
    };
  }

  connect(address: string, port: number, options: TcpOptions): Tcp {
    const after = (call: () => void) => void this.#time.after(this.#delay, call);
    const near = new LanTcp(options.address, options.port, options, after);
    after(() => {
      const listener = this.#listeners.get(`${options.address} ${options.port}`);
      if (!listener) {
        after(() => near.end());
        return;
      }
      const far = new LanTcp(address, port, null, after);
      far.peer = near;
      after(() => near.stand(far));
      far.user = listener.onConnection(far);
      if (!far.user) far.close();
    });
    return near;
  }
}

class LanTcp implements Tcp {
  readonly address: string;
  readonly port: number;
  user: TcpUser | null;
  peer: LanTcp | null = null;
  readonly #after: (call: () => void) => void;
  readonly #waiting: Uint8Array[] = [];
  #open = true;
  /** Octets of ours the other side has not read yet. */
  #unread = 0;
  #wantsRoom = false;

  constructor(address: string, port: number, user: TcpUser | null, after: (call: () => void) => void) {
    this.address = address;
    this.port = port;
    this.user = user;
    this.#after = after;
  }

  read(): Uint8Array | undefined {
    const octets = this.#waiting.shift();
    const { peer } = this;
    if (octets && peer) this.#after(() => peer.#taken(octets.length));
    return octets;
  }

  write(octets: Uint8Array): number {
    const { peer } = this;
    if (!this.#open || !peer) return 0;
    const count = Math.min(octets.length, WINDOW - this.#unread);
    if (count < octets.length) this.#wantsRoom = true;
    if (count === 0) return 0;
    const own = octets.slice(0, count);
    this.#unread += count;
    this.#after(() => peer.#arrive(own));
    return count;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#waiting.length = 0;
    const { peer } = this;
    if (peer) this.#after(() => peer.end());
  }

  /** The other side has accepted. */
  stand(peer: LanTcp): void {
    if (!this.#open) {
      peer.end();
      return;
    }
    this.peer = peer;
    this.user?.onWritable();
  }

  end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.user?.onError();
  }

  #arrive(octets: Uint8Array): void {
    if (!this.#open) return;
    this.#waiting.push(octets);
    this.user?.onReadable();
  }

  #taken(count: number): void {
    this.#unread -= count;
    if (!this.#open || !this.#wantsRoom) return;
    this.#wantsRoom = false;
    this.user?.onWritable();
  }
}
