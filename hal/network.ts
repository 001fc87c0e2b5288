/** The board's network: its address, datagrams, and connections in the manner of ECMA-419. */

export type Datagram = { readonly octets: Uint8Array; readonly address: string; readonly port: number };

/** Whoever opens a socket: it keeps hold of him, and calls him by his method. */
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

/** Whoever has a connection. Nothing here is called from within a call of his own. */
export type TcpUser = {
  /** Something can be read; `read` until it answers undefined. */
  onReadable(): void;
  /** There is room again after a `write` that did not take all; or a connection of ours now stands. */
  onWritable(): void;
  /** The connection could not be made, is broken, or the other side has ended it; nothing is heard of it after that. */
  onError(): void;
};

export interface Tcp {
  /** The other end. */
  readonly address: string;
  readonly port: number;
  read(): Uint8Array | undefined;
  /** Answers how many of the octets it has taken, 0 while there is no room; keeps nothing of `octets` itself. */
  write(octets: Uint8Array): number;
  /** What has been written still arrives; nothing is heard of the connection any more. */
  close(): void;
}

/** Whoever listens: the listener keeps hold of him, and calls him by his methods. */
export type TcpListenerOptions = {
  /** 0 or missing: any free port. */
  readonly port?: number;
  /** Somebody has connected. The user who is to hear of the connection, or null: it is closed. */
  onConnection(tcp: Tcp): TcpUser | null;
  /** The port is taken after all, on a board that cannot know it at once. */
  onError?(): void;
};

export interface TcpListener {
  readonly port: number;
  /** The connections that stand are left alone. */
  close(): void;
}

export type TcpOptions = TcpUser & {
  readonly address: string;
  readonly port: number;
};

export type TlsOptions = TcpOptions & {
  /** Whom the certificate has to be for; the address itself where there is none. */
  readonly name?: string;
  /** Certificates of authorities, as PEM, that are believed besides the board's own; none where missing or null. */
  readonly authorities?: string | null;
  /** Says, before `onError`, why there is no connection: a reason in words. */
  onRefused?(reason: string): void;
};

/** What the owner has set, in dotted numbers; the gateway is "" where there is none. */
export type FixedAddress = { readonly address: string; readonly netmask: string; readonly gateway: string };

/** What DHCP has told besides the address. */
export type Lease = {
  /** DNS servers (option 6), addresses in their order. */
  readonly dns: readonly string[];
  /** The domain (option 15), "" without one. */
  readonly domain: string;
};

export interface Network {
  /** Our own address, or null without a link or a lease. */
  readonly address: string | null;
  /** The server that DHCP names for files (option 66), as name or address; null or missing without one. */
  readonly fileServer?: string | null;
  /** Null without a lease, missing on a board that cannot know; `watch` tells of a new one. */
  readonly lease?: Lease | null;
  /**
   * Says before anything else how we come to our address: null is DHCP. `name` is what we are called towards it, "" for what the
   * board chooses. Missing where the address is somebody else's to give.
   */
  configure?(address: FixedAddress | null, name: string): void;
  /**
   * Whom the board itself asks for the names of web and time servers, addresses in their order, before those that DHCP names.
   * Missing where that is somebody else's to say.
   */
  askNames?(servers: readonly string[]): void;
  /** The owner's network and its password, "" for none; missing on a board without a radio. */
  join?(name: string, password: string): void;
  /** Throws an Error with a readable message when the port is taken. */
  openUdp(options: UdpOptions): Udp;
  /** Throws an Error with a readable message when the port is taken. */
  listenTcp(options: TcpListenerOptions): TcpListener;
  /** Nothing can be written until `onWritable`. */
  connectTcp(options: TcpOptions): Tcp;
  /** The same, enciphered, to whom it is meant for and nobody else; a board that cannot do that leaves it out. */
  connectTls?(options: TlsOptions): Tcp;
  /** Tells when `address` has changed. */
  watch(onChange: () => void): void;
}
