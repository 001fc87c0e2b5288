/** The envelope of gzip (RFC 1952): what it says, and where the deflated octets are. */

const HEAD = 10;
const TAIL = 8;
const CHECKED = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const RESERVED = 0xe0;

export type Envelope = {
  readonly deflated: Uint8Array;
  readonly crc: number;
  /** Of what was deflated. */
  readonly length: number;
};

/** Undefined when this is no gzip. */
export function gzipBody(octets: Uint8Array): Envelope | undefined {
  if (octets.length < HEAD + TAIL || octets[0] !== 0x1f || octets[1] !== 0x8b || octets[2] !== 8) return undefined;
  const flags = octets[3];
  if (flags & RESERVED) return undefined;
  const end = octets.length - TAIL;
  let at = HEAD;
  if (flags & EXTRA) at += 2 + octets[at] + 256 * octets[at + 1];
  for (const text of [NAME, COMMENT]) if (flags & text) at = octets.indexOf(0, at) + 1 || octets.length;
  if (flags & CHECKED) at += 2;
  if (!(at <= end)) return undefined;
  const tail = new DataView(octets.buffer, octets.byteOffset + end, TAIL);
  return { deflated: octets.slice(at, end), crc: tail.getUint32(0, true), length: tail.getUint32(4, true) };
}

export function crc32(octets: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < octets.length; i++) {
    crc ^= octets[i];
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
