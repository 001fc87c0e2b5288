/** The check at the end of a STUN message: the CRC-32 of what stands before it, XORed (RFC 8489 section 14.7). */
import { getUint32, putUint16, putUint32 } from "../../base/bytes.js";
import { crc32 } from "../../base/crc32.js";

/** Octets of the attribute, which is the last of a message. */
export const FINGERPRINT_LENGTH = 8;
export const FINGERPRINT = 0x8028;

const XOR = 0x5354_554e;
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
