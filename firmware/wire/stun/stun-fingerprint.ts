/** The check at the end of a STUN message: the CRC-32 of what stands before it, XORed (RFC 8489 section 14.7). */
import { getUint32, putUint16, putUint32 } from "../../base/bytes.js";

/** Octets of the attribute, which is the last of a message. */
export const FINGERPRINT_LENGTH = 8;
export const FINGERPRINT = 0x8028;

const XOR = 0x5354_554e;
/** Bits reversed, as octets come lowest bit first (ITU-T V.42 section 8.1.1.6.2). */
const POLYNOMIAL = 0xedb8_8320;

/** Four bits at a time: a message has a hundred octets, and a table of 256 would be ten times as long. */
const TABLE = new Uint32Array(16);
for (let i = 0; i < TABLE.length; i++) {
  let rest = i;
  for (let bit = 0; bit < 4; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  TABLE[i] = rest;
}

/** CRC-32 of the octets before `end`, unsigned. */
export function crc32(octets: Uint8Array, end: number): number {
  let rest = 0xffff_ffff;
  for (let at = 0; at < end; at++) {
    rest ^= octets[at];
    rest = (rest >>> 4) ^ TABLE[rest & 15];
    rest = (rest >>> 4) ^ TABLE[rest & 15];
  }
  return ~rest >>> 0;
}

/** Whether the attribute at `at`, whose type and length are in order, is right about what stands before it. */
export function fingerprintHolds(octets: Uint8Array, at: number): boolean {
  return getUint32(octets, at + 4) === (crc32(octets, at) ^ XOR) >>> 0;
}

/** Writes the attribute at `at`; the length in the header must count it already. */
export function emitFingerprint(octets: Uint8Array, at: number): void {
  putUint16(octets, at, FINGERPRINT);
  putUint16(octets, at + 2, 4);
  putUint32(octets, at + 4, (crc32(octets, at) ^ XOR) >>> 0);
}
