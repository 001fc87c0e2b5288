/** The head of a SIP message: a start line and header fields, unfolded and named (RFC 3261 sections 7.3.1, 7.5). */
import { isAscii, latin, textOf } from "../../base/text.js";
import type { SipHeaders, SipRefusal } from "./sip-message.js";
import { holdsAddresses, spellingOf } from "./sip-names.js";
import { splitList } from "./sip-text.js";
import { FIELD_LIMIT, LINE_COUNT_LIMIT, LINE_LIMIT, MESSAGE_LIMIT } from "./text-limits.js";

/** Why a message cannot be taken, should it be a request. */
export type Objection = { readonly refuse: SipRefusal; readonly because: string };

export type SipHead = {
  readonly start: string;
  /** All fields that could be read, also when there is an objection. */
  readonly headers: SipHeaders;
  /** Where the body begins. */
  readonly bodyStart: number;
  readonly objection: Objection | undefined;
};

const CR = 13;
const LF = 10;
const END = "\r\n\r\n";
/** Octets that are looked at together. */
const PIECE = 256;

/** `undefined` when there is no start line at all. */
export function readHead(octets: Uint8Array): SipHead | undefined {
  const begin = firstLine(octets);
  const limit = Math.min(octets.length, begin + MESSAGE_LIMIT);
  // octets become text until the end is found: native search through text is much cheaper on XS than any through octets
  let plain = "";
  let end = -1;
  for (let at = begin; end < 0 && at < limit; at += PIECE) {
    const from = Math.max(plain.length - END.length, 0);
    plain += latin(octets, at, Math.min(at + PIECE, limit));
    end = plain.indexOf(END, from);
  }
  const length = end < 0 ? plain.lastIndexOf("\r\n") : end;
  if (length <= 0) return undefined;
  plain = plain.slice(0, length);
  const text = isAscii(plain) ? plain : textOf(octets, begin, begin + length);
  const lines = text.split("\r\n", LINE_COUNT_LIMIT + 1);
  const objection =
    end < 0 ? bad("end of header section") : lines.length > LINE_COUNT_LIMIT ? tooLarge("header section") : undefined;
  if (text.indexOf("\r\n ") >= 0 || text.indexOf("\r\n\t") >= 0) unfold(lines);
  return fieldsOf(lines, end < 0 ? octets.length : begin + end + END.length, objection);
}

/** Section 25.1: a line that begins with white space goes on with the one before. */
function unfold(lines: string[]): void {
  let last = 0;
  for (let i = 1; i < lines.length; i++) {
    const first = lines[i].charCodeAt(0);
    if (first !== 0x20 && first !== 0x09) lines[++last] = lines[i];
    else if (lines[last].length <= LINE_LIMIT) lines[last] = `${lines[last]} ${lines[i].trim()}`;
  }
  lines.length = last + 1;
}

function fieldsOf(lines: readonly string[], bodyStart: number, framing: Objection | undefined): SipHead | undefined {
  const start = lines[0];
  const headers: (readonly [string, string])[] = [];
  let objection = framing;
  // looked for once in all of them: hardly ever is there one
  const strays = hasStrayEnd(lines.join(""));
  if (start.length > LINE_LIMIT) objection ??= tooLarge("start line");
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    const colon = line.indexOf(":");
    const name = colon < 0 ? undefined : spellingOf(line.slice(0, colon));
    if (line.length > LINE_LIMIT) objection ??= tooLarge("header");
    else if (name === undefined || (strays && hasStrayEnd(line))) objection ??= bad("header field");
    else {
      const value = line.slice(colon + 1).trim();
      if (value.indexOf(",") < 0 || !holdsAddresses(name)) headers.push([name, value]);
      else {
        const values = splitList(value, FIELD_LIMIT + 1);
        for (let k = 0; k < values.length; k++) headers.push([name, values[k]]);
      }
    }
  }
  if (headers.length > FIELD_LIMIT) {
    objection ??= tooLarge("header");
    headers.length = FIELD_LIMIT;
  }
  return strays && hasStrayEnd(start) ? undefined : { start, headers, bodyStart, objection };
}

/** CR and LF end a line together; one without the other ends nothing, and may hide something. */
function hasStrayEnd(line: string): boolean {
  return line.indexOf("\n") >= 0 || line.indexOf("\r") >= 0;
}

function bad(part: string): Objection {
  return { refuse: 400, because: `bad ${part}` };
}

function tooLarge(part: string): Objection {
  return { refuse: 513, because: `${part} too large` };
}

/** Section 7.5: empty lines before the start line count for nothing. */
function firstLine(octets: Uint8Array): number {
  let at = 0;
  while (at < octets.length && at < LINE_COUNT_LIMIT && (octets[at] === CR || octets[at] === LF)) at++;
  return at;
}
