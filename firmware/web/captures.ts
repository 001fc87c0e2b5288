/**
 * SIP messages as a file that Wireshark opens, while it is being written: classic pcap, microseconds, LINKTYPE_RAW. The
 * board hands over no packets, so each message stands in a datagram of its own, whatever carried it, without its secrets.
 */
import { secondsOf } from "../base/calendar.js";
import { octetsOf } from "../base/text.js";
import type { HeardSip } from "./history.js";
import type { House } from "./house.js";
import { data, type Response, refuse, type Sink } from "./http.js";
import { MAX_CAPTURES } from "./limits.js";
import type { Redactor } from "./redactor.js";

const LINKTYPE_RAW = 101;
const SNAP_LENGTH = 0xffff;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const IP4_HEADER = 20;
const IP6_HEADER = 40;
const UDP_HEADER = 8;
const UDP = 17;
const HOPS = 64;

type Taker = { readonly sink: Sink; readonly stays: () => boolean };

export class Captures {
  readonly #house: House;
  readonly #redactor: Redactor;
  readonly #takers: Taker[] = [];

  constructor(house: House, redactor: Redactor) {
    this.#house = house;
    this.#redactor = redactor;
  }

  /** For as long as somebody `stays`. */
  open(stays: () => boolean): Response {
    if (this.#takers.length >= MAX_CAPTURES) return refuse(503, "A capture is being taken already.");
    const headers = { "content-disposition": 'attachment; filename="sip.pcap"' };
    return {
      ...data("application/vnd.tcpdump.pcap", fileHeader(), headers),
      stream: (sink) => {
        const taker = { sink, stays };
        this.#takers.push(taker);
        return () => this.#drop(taker);
      },
    };
  }

  add(entry: HeardSip): void {
    if (this.#takers.length === 0) return;
    const record = this.#record(entry);
    for (const taker of [...this.#takers]) {
      if (!taker.stays()) this.#end(taker);
      else if (record) taker.sink.write(record);
    }
  }

  closeAll(): void {
    for (const taker of [...this.#takers]) this.#end(taker);
  }

  #end(taker: Taker): void {
    this.#drop(taker);
    taker.sink.end();
  }

  #drop(taker: Taker): void {
    const at = this.#takers.indexOf(taker);
    if (at >= 0) this.#takers.splice(at, 1);
  }

  #record({ direction, local, remote, message }: HeardSip): Uint8Array | null {
    const packet = datagram(
      placeOf(direction === "out" ? local : remote),
      placeOf(direction === "out" ? remote : local),
      octetsOf(this.#redactor.message(message)),
    );
    if (!packet) return null;
    const now = this.#house.now();
    const today = this.#house.today();
    const record = new Uint8Array(RECORD_HEADER + packet.length);
    const view = new DataView(record.buffer);
    view.setUint32(0, today ? secondsOf(today) : Math.floor(now / 1000), true);
    view.setUint32(4, Math.floor((1000 * now) % 1_000_000), true);
    view.setUint32(8, packet.length, true);
    view.setUint32(12, packet.length, true);
    record.set(packet, RECORD_HEADER);
    return record;
  }
}

type Place = { readonly address: Uint8Array; readonly port: number } | null;

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

/** A message over UDP (RFC 768) over IP; null where no such packet can be. */
function datagram(from: Place, to: Place, message: Uint8Array): Uint8Array | null {
  if (!from || !to || from.address.length !== to.address.length) return null;
  const isOld = from.address.length === 4;
  const start = isOld ? IP4_HEADER : IP6_HEADER;
  const length = UDP_HEADER + message.length;
  if (start + length > SNAP_LENGTH) return null;
  const packet = new Uint8Array(start + length);
  const view = new DataView(packet.buffer);
  if (isOld) {
    packet[0] = 0x45;
    view.setUint16(2, start + length);
    packet[8] = HOPS;
    packet[9] = UDP;
    packet.set(from.address, 12);
    packet.set(to.address, 16);
    view.setUint16(10, sum(packet, 0, start, 0));
  } else {
    packet[0] = 0x60;
    view.setUint16(4, length);
    packet[6] = UDP;
    packet[7] = HOPS;
    packet.set(from.address, 8);
    packet.set(to.address, 24);
  }
  view.setUint16(start, from.port);
  view.setUint16(start + 2, to.port);
  view.setUint16(start + 4, length);
  packet.set(message, start + UDP_HEADER);
  // The addresses stand before it in both families, which is most of the pseudo-header (RFC 8200 section 8.1).
  const addresses = 2 * from.address.length;
  view.setUint16(start + 6, sum(packet, start - addresses, packet.length, UDP + length) || 0xffff);
  return packet;
}

/** The Internet checksum (RFC 1071). */
function sum(octets: Uint8Array, start: number, end: number, first: number): number {
  let total = first;
  for (let at = start; at < end; at += 2) total += (octets[at] << 8) | (at + 1 < end ? octets[at + 1] : 0);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return ~total & 0xffff;
}

const PLACE = /^(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):([0-9]{1,5})$/;

/** `10.0.0.2:5060`, `[2001:db8::1]:5060`. */
function placeOf(text: string): Place {
  const [, six, four, port] = PLACE.exec(text) ?? [];
  const address = four !== undefined ? octetsOf4(four) : six !== undefined ? octetsOf6(six) : null;
  return address && { address, port: Number(port) & 0xffff };
}

function octetsOf4(text: string): Uint8Array | null {
  const parts = text.split(".").map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part <= 255) ? Uint8Array.from(parts) : null;
}

function octetsOf6(text: string): Uint8Array | null {
  const [head = "", tail] = text.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return null;
  const octets = new Uint8Array(16);
  const view = new DataView(octets.buffer);
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  for (const [at, group] of groups.entries()) view.setUint16(2 * at, Number.parseInt(group, 16) & 0xffff);
  return octets;
}
