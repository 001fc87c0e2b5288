/** Percent escapes of URIs, both ways without loss (RFC 3986 section 2.1). */
import { hexOf, octetsOf, textOf } from "../../base/text.js";

const BROKEN = /%(?![0-9A-Fa-f]{2})/;

/**
 * Escapes undone, as UTF-8; `undefined` for a percent sign that escapes nothing. Octets that are no UTF-8 become the
 * lone surrogates U+DC80 to U+DCFF, which `escaped` writes back as the same octets.
 */
export function unescaped(text: string): string | undefined {
  if (text.indexOf("%") < 0) return text;
  if (BROKEN.test(text)) return undefined;
  let read = "";
  let from = 0;
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", from)) {
    const start = at;
    while (text.charAt(at) === "%") at += 3;
    read += text.slice(from, start) + readRun(text.slice(start, at));
    from = at;
  }
  return read + text.slice(from);
}

function readRun(run: string): string {
  const octets = new Uint8Array(run.length / 3);
  for (let i = 0; i < octets.length; i++) octets[i] = Number.parseInt(run.slice(3 * i + 1, 3 * i + 3), 16);
  const text = textOf(octets);
  // U+FFFD is how broken UTF-8 reads, and also a character
  if (text.indexOf("\ufffd") < 0 || hexOf(octetsOf(text)) === hexOf(octets)) return text;
  let kept = "";
  for (const octet of octets) kept += String.fromCharCode(octet < 0x80 ? octet : 0xdc00 + octet);
  return kept;
}

/** Escapes every character that `foreign` finds, a pattern of one character with the flag `u`. */
export function escaped(text: string, foreign: RegExp): string {
  if (!foreign.test(text)) return text;
  let written = "";
  for (const character of text) written += foreign.test(character) ? writeCharacter(character) : character;
  return written;
}

function writeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (character.length === 1 && code >= 0xdc80 && code <= 0xdcff)
    return `%${(code - 0xdc00).toString(16).toUpperCase()}`;
  const hex = hexOf(octetsOf(character)).toUpperCase();
  let written = "";
  for (let i = 0; i < hex.length; i += 2) written += `%${hex.slice(i, i + 2)}`;
  return written;
}
