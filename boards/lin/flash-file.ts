/** The flash of the desktop program in a file: each key with its length before it, and its value with four octets of length. */
import type { FlashContents } from "../../hal/simulated/flash.js";

export function octetsOf(contents: FlashContents): Uint8Array {
  const parts: number[] = [];
  for (const [key, value] of contents) {
    parts.push(key.length);
    for (let i = 0; i < key.length; i++) parts.push(key.charCodeAt(i));
    for (let shift = 24; shift >= 0; shift -= 8) parts.push((value.length >> shift) & 255);
    for (const octet of value) parts.push(octet);
  }
  return Uint8Array.from(parts);
}

/** What is cut off is not there. */
export function contentsOf(octets: Uint8Array): FlashContents {
  const contents = new Map<string, Uint8Array>();
  for (let at = 0; at < octets.length; ) {
    const begin = at + 1 + octets[at];
    const key = String.fromCharCode(...octets.subarray(at + 1, begin));
    let length = 0;
    for (let i = 0; i < 4; i++) length = length * 256 + (octets[begin + i] ?? 0);
    at = begin + 4 + length;
    if (at <= octets.length) contents.set(key, octets.slice(begin + 4, at));
  }
  return contents;
}
