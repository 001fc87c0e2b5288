/** A transport address in a STUN attribute, plain or XORed with cookie and transaction id (RFC 8489 section 14.1, 14.2). */
import { getUint16, putUint16 } from "../../base/bytes.js";
import { emitIp4, emitIp6, parseIp4, parseIp6 } from "../dns/dns-address.js";

/** `address` in numbers, without brackets; IPv6 in the form of RFC 5952. */
export type TransportAddress = { readonly address: string; readonly port: number };

/** Where cookie and transaction id stand in a message, the cookie first: what addresses are XORed with. */
const MASK_AT = 4;
const IP4 = 1;
const IP6 = 2;
/** Octets before the address: one that says nothing, the family, the port. */
const HEAD = 4;
const IP4_LENGTH = 4;
const IP6_LENGTH = 16;

/** From the value at `start` of a whole message; undefined for another family or length. */
export function parseStunAddress(
  octets: Uint8Array,
  start: number,
  length: number,
  xored: boolean,
): TransportAddress | undefined {
  const size = length - HEAD;
  if (size !== IP4_LENGTH && size !== IP6_LENGTH) return undefined;
  if (octets[start + 1] !== (size === IP4_LENGTH ? IP4 : IP6)) return undefined;
  const plain = new Uint8Array(size);
  for (let i = 0; i < size; i++) plain[i] = octets[start + HEAD + i];
  let port = getUint16(octets, start + 2);
  if (xored) {
    port ^= getUint16(octets, MASK_AT);
    for (let i = 0; i < size; i++) plain[i] ^= octets[MASK_AT + i];
  }
  return { address: size === IP4_LENGTH ? emitIp4(plain, 0) : emitIp6(plain, 0), port };
}

/** The value of an attribute; XORed when a mask, cookie and transaction id, is given. Undefined when it is no address. */
export function emitStunAddress(place: TransportAddress, mask: Uint8Array | null): Uint8Array | undefined {
  const ip = parseIp4(place.address) ?? parseIp6(place.address);
  if (!ip) return undefined;
  const value = new Uint8Array(HEAD + ip.length);
  value[1] = ip.length === IP4_LENGTH ? IP4 : IP6;
  putUint16(value, 2, place.port);
  value.set(ip, HEAD);
  if (mask) {
    value[2] ^= mask[0];
    value[3] ^= mask[1];
    for (let i = 0; i < ip.length; i++) value[HEAD + i] ^= mask[i];
  }
  return value;
}
