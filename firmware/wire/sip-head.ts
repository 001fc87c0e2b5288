/** The head of a SIP message: a start line and header fields, unfolded and named (RFC 3261 sections 7.3.1, 7.5). */
import { textOf } from "../base/text.js";
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

/** `undefined` when there is no start line at all. */
export function readHead(octets: Uint8Array): SipHead | undefined {
  const begin = firstLine(octets);
  const end = endOfHead(octets, begin);
  // section 25.1: a line that begins with white space goes on with the one before
  const text = textOf(octets, begin, end.headEnd).split("\r\n ").join(" ").split("\r\n\t").join(" ");
  const lines = text.split("\r\n");
  if (lines[0] === "") return undefined;

  let objection = end.objection;
  const headers: (readonly [string, string])[] = [];
  if (lines[0].length > LINE_LIMIT) objection = tooLarge("start line");
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    if (line === "") continue; // what follows an end without an empty line
    const colon = line.indexOf(":");
    const name = colon < 0 ? undefined : spellingOf(line.slice(0, colon).trim());
    if (name === undefined) {
      objection ??= { refuse: 400, because: "a line that is no header field" };
      continue;
    }
    if (line.length > LINE_LIMIT) {
      objection ??= tooLarge("header");
      continue;
    }
    const value = line.slice(colon + 1).trim();
    if (value.indexOf(",") < 0 || !holdsAddresses(name)) headers.push([name, value]);
    else {
      const values = splitList(value, FIELD_LIMIT + 1);
      for (let k = 0; k < values.length; k++) headers.push([name, values[k]]);
    }
    if (headers.length > FIELD_LIMIT) {
      objection ??= tooLarge("header");
      headers.length = FIELD_LIMIT;
    }
  }
  return { start: lines[0], headers, bodyStart: end.bodyStart, objection };
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

/** Looks for the empty line. CR and LF stand together or the head ends there, with an objection. */
function endOfHead(
  octets: Uint8Array,
  begin: number,
): { readonly headEnd: number; readonly bodyStart: number; readonly objection: Objection | undefined } {
  let at = begin;
  let objection: Objection = { refuse: 400, because: "the header section does not end" };
  for (let line = 0; ; line++) {
    if (line > LINE_COUNT_LIMIT || at > MESSAGE_LIMIT) {
      objection = tooLarge("header section");
      break;
    }
    const cr = octets.indexOf(CR, at);
    if (octets.indexOf(LF, at) !== cr + 1 || cr < 0) break;
    if (cr === at) return { headEnd: at, bodyStart: at + 2, objection: undefined };
    at = cr + 2;
  }
  return { headEnd: at, bodyStart: octets.length, objection };
}
