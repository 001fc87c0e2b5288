/** Datagrams by lwip-udp.c, in the shape of `hal/network.ts`. */
import type { Datagram, Udp, UdpOptions } from "../network.js";

class LwipUdp extends Native("xs_ata_udp_destructor") {
  /** Whose the datagram is that was read last. */
  address = "";
  from = 0;
  /** Null for nobody any more. */
  user: UdpOptions | null;
  /** Throws when the port is taken. */
  constructor(user: UdpOptions) {
    super();
    const { port = 0, dscp = 0 } = user;
    native("xs_ata_udp").call(this, port, (dscp & 63) << 2, onReadable);
    this.user = user;
  }
  get port(): number {
    return native("xs_ata_udp_get_port").call(this);
  }
  read(): ArrayBuffer | undefined {
    return native("xs_ata_udp_read").call(this);
  }
  write(octets: Uint8Array, address: string, port: number): number {
    return native("xs_ata_udp_write").call(this, octets, address, port);
  }
  close(): void {
    native("xs_ata_udp_close").call(this);
  }
}

/** The socket calls it as its own. */
function onReadable(this: LwipUdp): void {
  this.user?.onReadable();
}

export class BoardUdp implements Udp {
  readonly port: number;
  readonly #socket: LwipUdp;

  /** Throws an Error with a readable message when the port is taken. */
  constructor(user: UdpOptions) {
    try {
      this.#socket = new LwipUdp(user);
    } catch {
      throw new Error(`UDP port ${user.port ?? 0} is taken`);
    }
    this.port = this.#socket.port;
  }

  get #open(): boolean {
    return this.#socket.user !== null;
  }

  read(): Datagram | undefined {
    if (!this.#open) return undefined;
    const socket = this.#socket;
    const octets = socket.read();
    return octets && { octets: new Uint8Array(octets), address: socket.address, port: socket.from };
  }

  write(octets: Uint8Array, address: string, port: number): void {
    if (this.#open) this.#socket.write(octets, address, port);
  }

  close(): void {
    if (!this.#open) return;
    this.#socket.user = null;
    this.#socket.close();
  }
}
