/** The public key that images have to be signed with, as the build hands it over: an uncompressed point of P-256 in hexadecimal digits. */

const POINT = /^04[0-9a-f]{128}$/i;

/** Null where the program was built without one. Throws an Error for what is no key: such a program takes no image for a signed one. */
export function octetsOfHex(text: string): Uint8Array | null {
  if (text === "") return null;
  if (!POINT.test(text)) throw new Error("updateKey is no public key");
  const octets = new Uint8Array(text.length / 2);
  for (let i = 0; i < octets.length; i++) octets[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return octets;
}
