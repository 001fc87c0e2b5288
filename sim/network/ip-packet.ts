/** A datagram as a whole IP packet, written for a recording: IPv4 (RFC 791), IPv6 (RFC 8200), UDP (RFC 768). */

const UDP = 17;
const TTL = 64;
const UDP_HEADER = 8;
const DO_NOT_FRAGMENT = 0x4000;

/** An address as octets: 4, 16, or undefined when it is neither. */
export function parseAddress(text: string): Uint8Array | undefined {
  if (!text.includes(":")) return parseIpv4(text);
  const halves = text.split("%")[0].split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 16 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return Uint8Array.from([...head, ...new Array(missing).fill(0), ...(tail ?? [])]);
}

function parseIpv4(text: string): Uint8Array | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const octets = match?.slice(1).map(Number);
  return octets?.every((octet) => octet < 256) ? Uint8Array.from(octets) : undefined;
}

/** The groups of one side of `::`; the last may be a whole IPv4 address (RFC 4291 section 2.2). */
function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const octets: number[] = [];
  const groups = text.split(":");
  for (let i = 0; i < groups.length; i++) {
    if (i === groups.length - 1 && groups[i].includes(".")) {
      const last = parseIpv4(groups[i]);
      if (!last) return undefined;
      octets.push(...last);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(groups[i])) return undefined;
      const group = Number.parseInt(groups[i], 16);
      octets.push(group >> 8, group & 0xff);
    }
  }
  return octets.length <= 16 ? octets : undefined;
}

/** An address with a port, as SIP and URLs write it: `127.0.0.1:5060`, `[::1]:5060`. */
export const emitHostPort = (host: string, port: number) =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

export type Endpoint = { readonly address: Uint8Array; readonly port: number };

/** Octets of the packet that carries `length` octets between addresses of this length. */
export const packetLength = (addressLength: number, length: number) =>
  (addressLength === 4 ? 20 : 40) + UDP_HEADER + length;

/** Writes the packet at `at`; both addresses are of one family. `id` tells IPv4 packets apart. */
export function emitPacket(
  into: Uint8Array,
  at: number,
  from: Endpoint,
  to: Endpoint,
  payload: Uint8Array,
  dscp: number,
  id: number,
): void {
  const udpLength = UDP_HEADER + payload.length;
  const udp = at + (from.address.length === 4 ? 20 : 40);
  if (from.address.length === 4) {
    into[at] = 0x45;
    into[at + 1] = dscp << 2;
    put16(into, at + 2, 20 + udpLength);
    put16(into, at + 4, id);
    put16(into, at + 6, DO_NOT_FRAGMENT);
    into[at + 8] = TTL;
    into[at + 9] = UDP;
    put16(into, at + 10, 0);
    into.set(from.address, at + 12);
    into.set(to.address, at + 16);
    put16(into, at + 10, ~fold(sum(into, at, udp)) & 0xffff);
  } else {
    into[at] = 0x60 | (dscp >> 2);
    into[at + 1] = (dscp << 6) & 0xff;
    put16(into, at + 2, 0);
    put16(into, at + 4, udpLength);
    into[at + 6] = UDP;
    into[at + 7] = TTL;
    into.set(from.address, at + 8);
    into.set(to.address, at + 24);
  }
  put16(into, udp, from.port);
  put16(into, udp + 2, to.port);
  put16(into, udp + 4, udpLength);
  put16(into, udp + 6, 0);
  into.set(payload, udp + UDP_HEADER);
  const pseudoHeader =
    sum(from.address, 0, from.address.length) + sum(to.address, 0, to.address.length) + UDP + udpLength;
  const check = ~fold(pseudoHeader + sum(into, udp, udp + udpLength)) & 0xffff;
  put16(into, udp + 6, check || 0xffff); // zero would mean "no checksum"
}

function put16(into: Uint8Array, at: number, value: number): void {
  into[at] = value >> 8;
  into[at + 1] = value;
}

/** The 16-bit words added up, carries kept (RFC 1071). */
function sum(octets: Uint8Array, from: number, to: number): number {
  let total = 0;
  let at = from;
  for (; at + 1 < to; at += 2) total += (octets[at] << 8) | octets[at + 1];
  return at < to ? total + (octets[at] << 8) : total;
}

function fold(total: number): number {
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x1_0000);
  return total;
}
