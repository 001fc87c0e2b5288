/** Comparing, and writing out, octets that nobody is to guess. */

/** In a time that tells nothing of where they differ. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let different = 0;
  for (let at = 0; at < a.length; at++) different |= a[at] ^ b[at];
  return different === 0;
}

const HEX = /^(?:[0-9a-f]{2})*$/;

/** Undefined for what is no lower-case hexadecimal. */
export function octetsOfHex(text: string): Uint8Array | undefined {
  if (!HEX.test(text)) return undefined;
  const octets = new Uint8Array(text.length / 2);
  for (let at = 0; at < octets.length; at++) octets[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return octets;
}

/** Octets of chance. */
export function drawn(chance: () => number, length: number): Uint8Array {
  const octets = new Uint8Array(length);
  let bits = 0;
  for (let at = 0; at < length; at++) {
    if ((at & 3) === 0) bits = chance();
    octets[at] = bits;
    bits >>>= 8;
  }
  return octets;
}
