/** The board's network: its address, and datagrams. */

export type Datagram = { readonly octets: Uint8Array; readonly address: string; readonly port: number };

export type UdpOptions = {
  /** 0 or missing: any free port. */
  readonly port?: number;
  /** DSCP, 0 to 63 (RFC 2474). */
  readonly dscp?: number;
  /** Something can be read; `read` until it answers undefined. */
  onReadable(): void;
};

export interface Udp {
  readonly port: number;
  read(): Datagram | undefined;
  /** Sends at once and keeps nothing of `octets`; what cannot be sent is lost. */
  write(octets: Uint8Array, address: string, port: number): void;
  close(): void;
}

export interface Network {
  /** Our own address, or null without a link or a lease. */
  readonly address: string | null;
  /** Throws an Error with a readable message when the port is taken. */
  openUdp(options: UdpOptions): Udp;
  /** Tells when `address` has changed. */
  watch(onChange: () => void): void;
}
