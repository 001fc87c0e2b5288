/** CRC-32 of octets, bits reversed, as they come lowest bit first (ITU-T V.42 section 8.1.1.6.2). */

const POLYNOMIAL = 0xedb8_8320;

/** Four bits at a time: what is checked has a few hundred octets, and a table of 256 would be as long as they. */
const TABLE = new Uint32Array(16);
for (let i = 0; i < TABLE.length; i++) {
  let rest = i;
  for (let bit = 0; bit < 4; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  TABLE[i] = rest;
}

/** Of the octets before `end`, unsigned. */
export function crc32(octets: Uint8Array, end = octets.length): number {
  let rest = 0xffff_ffff;
  for (let at = 0; at < end; at++) {
    rest ^= octets[at];
    rest = (rest >>> 4) ^ TABLE[rest & 15];
    rest = (rest >>> 4) ^ TABLE[rest & 15];
  }
  return ~rest >>> 0;
}
