/** The head of a SIP message: a start line and header fields, unfolded and named (RFC 3261 sections 7.3.1, 7.5). */
import { textOf } from "../../base/text.js";
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

/** `undefined` when there is no start line at all. */
export function readHead(octets: Uint8Array): SipHead | undefined {
  const begin = firstLine(octets);
  // all of it becomes text, body too: native search through text is much cheaper on XS than any search through octets
  const text = textOf(octets, begin, Math.min(octets.length, begin + MESSAGE_LIMIT));
  const end = text.indexOf(END);
  const headEnd = end < 0 ? text.lastIndexOf("\r\n") : end;
  if (headEnd <= 0) return undefined;
  const lines = text.slice(0, headEnd).split("\r\n", LINE_COUNT_LIMIT + 1);
  const objection =
    end < 0 ? bad("end of header section") : lines.length > LINE_COUNT_LIMIT ? tooLarge("header section") : undefined;
  const bodyStart = end < 0 ? octets.length : startOfBody(octets, begin, text, end);
  if (text.indexOf("\r\n ") >= 0 || text.indexOf("\r\n\t") >= 0) unfold(lines);
  return fieldsOf(lines, bodyStart, objection);
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
    const name = colon < 0 ? undefined : spellingOf(line.slice(0, colon).trim());
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

/** The octet behind the empty line. Characters are octets as long as there are as many of them. */
function startOfBody(octets: Uint8Array, begin: number, text: string, end: number): number {
  if (text.length === octets.length - begin) return begin + end + END.length;
  let at = octets.indexOf(CR, begin);
  while (at >= 0 && (octets[at + 1] !== LF || octets[at + 2] !== CR || octets[at + 3] !== LF))
    at = octets.indexOf(CR, at + 1);
  return at < 0 ? octets.length : at + END.length;
}
