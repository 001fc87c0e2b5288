/** UTF-8, both ways. Written out because TextDecoder is no global on every XS machine. */

const PIECE = 512;
const HEX = "0123456789abcdef";
const BEYOND_ASCII = /[\x80-\uffff]/;

export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

/** Malformed sequences become U+FFFD; never throws. */
export function textOf(octets: Uint8Array, start = 0, end = octets.length): string {
  // Built-ins look at an octet for a twentieth of what our own loop costs the engine.
  const plain = latin(octets, start, end);
  return BEYOND_ASCII.test(plain) ? decoded(octets, start, end) : plain;
}

function decoded(octets: Uint8Array, start: number, end: number): string {
  let text = "";
  let at = start;
  let plain = start;
  while (at < end) {
    const first = octets[at];
    if (first < 0x80) {
      at++;
      continue;
    }
    if (plain < at) text += latin(octets, plain, at);
    const length =
      first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 1;
    let code = length === 1 ? 0xfffd : first & (0xff >> (length + 1));
    let used = 1;
    while (used < length && at + used < end && (octets[at + used] & 0xc0) === 0x80) {
      code = (code << 6) | (octets[at + used] & 0x3f);
      used++;
    }
    const least = length === 4 ? 0x10000 : length === 3 ? 0x800 : 0;
    if (used < length || code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) code = 0xfffd;
    text += String.fromCodePoint(code);
    at += used;
    plain = at;
  }
  if (plain < end) text += latin(octets, plain, end);
  return text;
}

/** Octets as UTF-8; a lone surrogate becomes U+FFFD. */
export function octetsOf(text: string): Uint8Array {
  if (BEYOND_ASCII.test(text)) return encoded(text);
  const { length } = text;
  const octets = new Uint8Array(length);
  // Backwards, as a comparison with 0 is the cheapest there is.
  for (let i = length; --i >= 0; ) octets[i] = text.charCodeAt(i);
  return octets;
}

function encoded(text: string): Uint8Array {
  const octets = new Uint8Array(3 * text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      octets[length++] = code;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = code < 0xdc00 ? text.charCodeAt(i + 1) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i++;
      } else code = 0xfffd;
    }
    if (code < 0x800) octets[length++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) octets[length++] = 0xe0 | (code >> 12);
      else {
        octets[length++] = 0xf0 | (code >> 18);
        octets[length++] = 0x80 | ((code >> 12) & 0x3f);
      }
      octets[length++] = 0x80 | ((code >> 6) & 0x3f);
    }
    octets[length++] = 0x80 | (code & 0x3f);
  }
  return octets.slice(0, length);
}

/** Each octet as the character of its number, in pieces that fit an argument list. */
export function latin(octets: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += PIECE) {
    const piece = octets.subarray(at, Math.min(at + PIECE, end));
    // `apply` reads the octets natively; a spread would walk an iterator.
    text += String.fromCharCode.apply(null, piece as unknown as number[]);
  }
  return text;
}

/** Lower-case hexadecimal. */
export function hexOf(octets: Uint8Array): string {
  const { length } = octets;
  let text = "";
  for (let i = 0; i < length; i++) text += HEX[octets[i] >> 4] + HEX[octets[i] & 15];
  return text;
}
