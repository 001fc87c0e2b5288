/** Datagrams by lwip-udp.c, in the shape of `hal/network.ts`. */
import type { Datagram, Udp, UdpOptions } from "../network.js";

class LwipUdp extends Native("xs_ata_udp_destructor") {
  /** Whose the datagram is that was read last. */
  address = "";
  from = 0;
  constructor(port: number, tos: number, onReadable: () => void) {
    super();
    native("xs_ata_udp").call(this, port, tos, onReadable);
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

export class BoardUdp implements Udp {
  readonly port: number;
  readonly #socket: LwipUdp;
  #open = true;

  /** Throws an Error with a readable message when the port is taken. */
  constructor({ port = 0, dscp = 0, onReadable }: UdpOptions) {
    try {
      this.#socket = new LwipUdp(port, (dscp & 63) << 2, () => {
        if (this.#open) onReadable();
      });
    } catch {
      throw new Error(`UDP port ${port} is taken`);
    }
    this.port = this.#socket.port;
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
    this.#open = false;
    this.#socket.close();
  }
}
