/** Requests and responses as we understand them (RFC 3261 section 7). */
import type { SipAddress } from "./sip-address.js";
import type { CSeq } from "./sip-cseq.js";
import { knownSpelling } from "./sip-names.js";
import { splitList } from "./sip-text.js";
import type { SipVia } from "./sip-via.js";

/** Header fields in the order they came, names as in the RFC's own spelling, compact forms written out. */
export type SipHeaders = readonly (readonly [name: string, value: string])[];

/** What every message has, as the door has read it. */
export type SipMarks = {
  /** The headers these were read from; they say nothing of any others. */
  readonly headers: SipHeaders;
  /** The topmost one. */
  readonly via: SipVia;
  readonly from: SipAddress;
  readonly to: SipAddress;
  readonly cseq: CSeq;
  readonly callId: string;
  /** The first one of a request. */
  readonly contact: SipAddress | undefined;
};

export type SipRequest = {
  readonly kind: "request";
  readonly method: string;
  /** The Request-URI as text; `parseSipUri` reads it. */
  readonly uri: string;
  readonly headers: SipHeaders;
  readonly body: Uint8Array;
  /** On a message that has come in through the door. */
  readonly marks?: SipMarks;
};

export type SipResponse = {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
  readonly headers: SipHeaders;
  readonly body: Uint8Array;
  readonly marks?: SipMarks;
};

export type SipMessage = SipRequest | SipResponse;

/** What a request can be refused with before it has met a transaction. */
export type SipRefusal = 400 | 414 | 416 | 505 | 513;

/** The value of the first field of that name, in any letter case. */
export function header(message: SipMessage, name: string): string | undefined {
  const { headers } = message;
  const count = headers.length;
  for (let i = 0; i < count; i++) {
    const field = headers[i];
    if (field[0] === name) return field[1];
  }
  const known = knownSpelling(name);
  if (known === name) return undefined;
  if (known !== undefined) return header(message, known);
  const same = sameName(name);
  return headers.find((field) => same(field[0]))?.[1];
}

/** All fields of that name as they stand, commas and all (WWW-Authenticate and its kin, section 7.3.1). */
export function headerLines(message: SipMessage, name: string): string[] {
  const { headers } = message;
  const lines: string[] = [];
  const known = knownSpelling(name);
  if (known === undefined) return headers.filter((field) => sameName(name)(field[0])).map((field) => field[1]);
  const count = headers.length;
  for (let i = 0; i < count; i++) {
    const field = headers[i];
    if (field[0] === known) lines.push(field[1]);
  }
  return lines;
}

/** All values of that name, lists written with commas taken apart. Not for challenges and credentials, see `headerLines`. */
export function headerList(message: SipMessage, name: string): string[] {
  const lines = headerLines(message, name);
  const values: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const list = splitList(lines[i]);
    for (let k = 0; k < list.length; k++) values.push(list[k]);
  }
  return values;
}

/** The headers with all fields of that name replaced by one, which stands where the first stood, or last. */
export function withHeader(headers: SipHeaders, name: string, value: string): SipHeaders {
  const same = sameName(name);
  const at = headers.findIndex((field) => same(field[0]));
  if (at < 0) return [...headers, [name, value]];
  return headers.flatMap((field, i) => (i === at ? [[name, value] as const] : same(field[0]) ? [] : [field]));
}

export function withoutHeader(headers: SipHeaders, name: string): SipHeaders {
  const same = sameName(name);
  return headers.filter((field) => !same(field[0]));
}

/** Known names stand in headers as the RFC spells them, so that only unknown ones have to be compared letter by letter. */
function sameName(name: string): (other: string) => boolean {
  const known = knownSpelling(name);
  if (known) return (other) => other === known;
  const lowered = name.toLowerCase();
  return (other) => other.toLowerCase() === lowered;
}
