/**
 * TFTP packets, as a client writes and reads them (RFC 1350; options RFC 2347, 2348, 2349).
 *
 *   RRQ    01 | file 00 | "octet" 00 | option 00 | value 00 ...
 *   DATA   03 | block | up to blksize octets
 *   ACK    04 | block
 *   ERROR  05 | code | message 00
 *   OACK   06 | option 00 | value 00 ...
 */
import { getUint16, putUint16 } from "../../base/bytes.js";
import { octetsOf, textOf } from "../../base/text.js";

const RRQ = 1;
const DATA = 3;
const ACK = 4;
const ERROR = 5;
const OACK = 6;
const HEAD = 4;
const MOST_OPTIONS = 8;

/** What a server says. */
export type TftpPacket =
  | { readonly type: "data"; readonly block: number; readonly octets: Uint8Array }
  | { readonly type: "error"; readonly code: number; readonly message: string }
  /** Names in lower case. */
  | { readonly type: "options"; readonly options: { readonly [name: string]: string } };

/** Undefined for what no server says to a client. */
export function parseTftp(octets: Uint8Array): TftpPacket | undefined {
  if (octets.length < 2) return undefined;
  const code = getUint16(octets, 0);
  if (code === OACK) return parseOptions(octets);
  if (octets.length < HEAD) return undefined;
  const number = getUint16(octets, 2);
  if (code === DATA) return { type: "data", block: number, octets: octets.subarray(HEAD) };
  if (code !== ERROR) return undefined;
  const end = octets.indexOf(0, HEAD);
  return { type: "error", code: number, message: textOf(octets, HEAD, end < 0 ? octets.length : end) };
}

function parseOptions(octets: Uint8Array): TftpPacket | undefined {
  if (octets[octets.length - 1] !== 0) return octets.length === 2 ? { type: "options", options: {} } : undefined;
  const words = textOf(octets, 2, octets.length - 1).split("\0", 2 * MOST_OPTIONS + 1);
  if (words.length % 2 !== 0) return undefined;
  const options: [string, string][] = [];
  for (let i = 0; i < words.length; i += 2) options.push([words[i].toLowerCase(), words[i + 1]]);
  return { type: "options", options: Object.fromEntries(options) };
}

/** Asks for a file; `file` and what is in `options` have no zeros in them. */
export function emitReadRequest(file: string, options: { readonly [name: string]: string }): Uint8Array {
  const words = [file, "octet", ...Object.entries(options).flat(), ""];
  const body = octetsOf(words.join("\0"));
  const octets = new Uint8Array(2 + body.length);
  putUint16(octets, 0, RRQ);
  octets.set(body, 2);
  return octets;
}

export function emitAck(block: number): Uint8Array {
  const octets = new Uint8Array(HEAD);
  putUint16(octets, 0, ACK);
  putUint16(octets, 2, block);
  return octets;
}

export function emitTftpError(code: number, message: string): Uint8Array {
  const body = octetsOf(`${message}\0`);
  const octets = new Uint8Array(HEAD + body.length);
  putUint16(octets, 0, ERROR);
  putUint16(octets, 2, code);
  octets.set(body, HEAD);
  return octets;
}
