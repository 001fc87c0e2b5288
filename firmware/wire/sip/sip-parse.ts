/** Octets to a SIP message (RFC 3261 section 7). */
import { judgeRequest, judgeResponse } from "./sip-door.js";
import { type Objection, readHead } from "./sip-head.js";
import { header, type SipMessage, type SipRefusal, type SipRequest } from "./sip-message.js";
import { isToken } from "./sip-text.js";
import { MESSAGE_LIMIT } from "./text-limits.js";

/**
 * A message; a refusal with as much of the request as could be read, enough for a response to it; or `undefined`,
 * which is answered with silence: keep-alives, what is no SIP, broken responses and broken ACKs, requests without a Via.
 */
export type ParsedSip =
  | { readonly message: SipMessage }
  | { readonly refuse: SipRefusal; readonly because: string; readonly request: SipRequest }
  | undefined;

const VERSION = "SIP/2.0";
const ANY_VERSION = /^SIP\/\d+\.\d+$/;
/** Six classes, and a seventh that no RFC has and some servers send. */
const STATUS = /^[1-7]\d\d$/;
const NO_BODY = new Uint8Array(0);

/**
 * Reads one datagram. Of a message that passes, these are known to be well-formed: the Request-URI, the top Via, From,
 * To, Call-ID, CSeq (and its method) and, in a request, every Contact. Via, Route, Record-Route and Contact hold one
 * value each.
 */
export function parseSip(octets: Uint8Array): ParsedSip {
  const head = readHead(octets);
  if (!head) return undefined;
  const { start, headers, bodyStart } = head;
  const fits = octets.length <= MESSAGE_LIMIT;
  const available = octets.length - bodyStart;
  if (start.slice(0, 4).toUpperCase() === "SIP/") {
    const status = statusOf(start);
    const passed = status && fits && !head.objection ? judgeResponse(headers, available) : undefined;
    if (!passed) return undefined;
    const body = bodyOf(octets, bodyStart, passed.length);
    return { message: { kind: "response", status, reason: start.slice(12), headers, body, marks: passed.marks } };
  }

  const line = requestLine(start);
  if (!line) return undefined;
  const { method, uri, version } = line;
  let objection: Objection | undefined;
  if (version !== VERSION) objection = { refuse: 505, because: `no way to speak ${version}` };
  else if (!fits) objection = { refuse: 513, because: "message too large" };
  const judged = objection ?? head.objection ?? judgeRequest(method, uri, headers, available);
  if ("marks" in judged) {
    const body = bodyOf(octets, bodyStart, judged.length);
    return { message: { kind: "request", method, uri, headers, body, marks: judged.marks } };
  }
  const request: SipRequest = { kind: "request", method, uri, headers, body: NO_BODY };
  return method === "ACK" || header(request, "Via") === undefined ? undefined : { ...judged, request };
}

/** A copy: whoever keeps the message does not keep the datagram. */
function bodyOf(octets: Uint8Array, start: number, length: number): Uint8Array {
  return length === 0 ? NO_BODY : octets.slice(start, start + length);
}

/** 0 when this is no status line of SIP 2.0; a missing reason is no harm, nor the blank before it. */
function statusOf(start: string): number {
  const digits = start.slice(8, 11);
  if (start.slice(0, 8).toUpperCase() !== `${VERSION} ` || !STATUS.test(digits)) return 0;
  return start.length === 11 || start.charCodeAt(11) === 0x20 ? Number(digits) : 0;
}

/** `undefined` when it is the first line of another protocol. White space behind the version is no harm. */
function requestLine(start: string): { method: string; uri: string; version: string } | undefined {
  const line = start.trimEnd();
  const first = line.indexOf(" ");
  const last = line.lastIndexOf(" ");
  const method = line.slice(0, Math.max(first, 0));
  const version = line.slice(last + 1).toUpperCase();
  if (first === last || !isToken(method) || !ANY_VERSION.test(version)) return undefined;
  return { method, uri: line.slice(first + 1, last), version };
}
