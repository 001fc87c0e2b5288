/** What the adapter's sockets saw, kept as Wireshark opens it: classic pcap, microseconds, LINKTYPE_RAW. */
import type { Network } from "../../hal/network.js";
import { type Endpoint, emitPacket, packetLength, parseAddress } from "./ip-packet.js";

/** Kept: the last ten minutes, or as much of them as fits, in pieces of which the oldest goes first. */
export const KEPT_MS = 600_000;
export const KEPT_OCTETS = 64 * 1024 * 1024;
const PIECE = 256 * 1024;

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** Longer than any packet of UDP over IPv6 without jumbograms. */
const SNAP_LENGTH = 262_144;
const LINKTYPE_RAW = 101;

export type CaptureOptions = {
  /** Milliseconds of the desk. */
  now(): number;
  /** Wall clock at desk time 0: milliseconds since 1970. */
  readonly epoch: number;
};

/** Records one after the other, as they stand in the file. */
type Piece = { readonly octets: Uint8Array; length: number; last: number };

export class Capture {
  readonly #now: () => number;
  readonly #epoch: number;
  readonly #pieces: Piece[] = [];
  #id = 0;

  constructor(options: CaptureOptions) {
    this.#now = options.now;
    this.#epoch = options.epoch;
  }

  /** Keeps one datagram; addresses of two families, and what no IP packet can carry, are left out. */
  record(from: Endpoint, to: Endpoint, payload: Uint8Array, dscp: number): void {
    if (from.address.length !== to.address.length) return;
    const length = packetLength(from.address.length, payload.length);
    if (length > 0xffff) return;
    const now = this.#now();
    const piece = this.#pieceFor(RECORD_HEADER + length, now);
    const at = piece.length;
    const view = new DataView(piece.octets.buffer);
    const microseconds = Math.floor((this.#epoch + now) * 1000);
    view.setUint32(at, Math.floor(microseconds / 1_000_000), true);
    view.setUint32(at + 4, microseconds % 1_000_000, true);
    view.setUint32(at + 8, length, true);
    view.setUint32(at + 12, length, true);
    this.#id = (this.#id + 1) & 0xffff;
    emitPacket(piece.octets, at + RECORD_HEADER, from, to, payload, dscp, this.#id);
    piece.length = at + RECORD_HEADER + length;
    piece.last = now;
  }

  /** The file, in pieces that may be kept: header first, oldest packet first. */
  file(): Uint8Array[] {
    const since = this.#now() - KEPT_MS;
    const oldest = Math.floor((this.#epoch + since) * 1000);
    const file = [fileHeader()];
    for (const { octets, length, last } of this.#pieces) {
      if (last < since) continue;
      const start = firstRecordSince(octets, length, oldest);
      // A piece is only ever added to, so what is handed out does not change.
      if (start < length) file.push(octets.subarray(start, length));
    }
    return file;
  }

  #pieceFor(length: number, now: number): Piece {
    const pieces = this.#pieces;
    const current = pieces[pieces.length - 1];
    if (current && current.length + length <= current.octets.length) return current;
    const next = { octets: new Uint8Array(PIECE), length: 0, last: now };
    pieces.push(next);
    while (pieces.length * PIECE > KEPT_OCTETS || pieces[0].last < now - KEPT_MS) pieces.shift();
    return next;
  }
}

/** A network whose datagrams are recorded where its user's sockets are: as they are written, and as they are read. */
export function recorded(inner: Network, capture: Capture): Network {
  const seen = new Map<string, Uint8Array | undefined>();
  const octetsOf = (address: string) => {
    if (!seen.has(address)) {
      if (seen.size >= MAX_ADDRESSES) seen.clear();
      seen.set(address, parseAddress(address));
    }
    return seen.get(address);
  };
  let own = inner.address;
  const record = (
    direction: "in" | "out",
    localPort: number,
    address: string,
    port: number,
    octets: Uint8Array,
    dscp: number,
  ) => {
    own = inner.address ?? own; // without a link the socket keeps the address it had
    const local = own === null ? undefined : octetsOf(own);
    const remote = octetsOf(address);
    if (!local || !remote) return;
    const here = { address: local, port: localPort };
    const there = { address: remote, port };
    if (direction === "in") capture.record(there, here, octets, 0);
    else capture.record(here, there, octets, dscp);
  };
  return {
    get address() {
      return inner.address;
    },
    watch: (onChange) => inner.watch(onChange),
    listenTcp: (options) => inner.listenTcp(options),
    connectTcp: (options) => inner.connectTcp(options),
    openUdp: (options) => {
      const socket = inner.openUdp(options);
      const dscp = options.dscp ?? 0;
      return {
        port: socket.port,
        read: () => {
          const datagram = socket.read();
          if (datagram) record("in", socket.port, datagram.address, datagram.port, datagram.octets, 0);
          return datagram;
        },
        write: (octets, address, port) => {
          record("out", socket.port, address, port, octets, dscp);
          socket.write(octets, address, port);
        },
        close: () => socket.close(),
      };
    },
  };
}

/** Remote addresses remembered as octets. */
const MAX_ADDRESSES = 256;

function fileHeader(): Uint8Array {
  const header = new Uint8Array(FILE_HEADER);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, SNAP_LENGTH, true);
  view.setUint32(20, LINKTYPE_RAW, true);
  return header;
}

/** Where the first record at or after `oldest` (microseconds since 1970) begins. */
function firstRecordSince(octets: Uint8Array, length: number, oldest: number): number {
  const view = new DataView(octets.buffer);
  let at = 0;
  while (at < length && view.getUint32(at, true) * 1_000_000 + view.getUint32(at + 4, true) < oldest)
    at += RECORD_HEADER + view.getUint32(at + 8, true);
  return at;
}
