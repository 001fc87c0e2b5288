/** What a message must have to be let in (RFC 3261 sections 8.1.1, 8.2.2, 18.3, 20). */
import { parseAddress, type SipAddress } from "./sip-address.js";
import { parseCSeq } from "./sip-cseq.js";
import type { Objection } from "./sip-head.js";
import type { SipHeaders, SipMarks } from "./sip-message.js";
import { parseSipUri, schemeOf } from "./sip-uri.js";
import { parseVia } from "./sip-via.js";
import { URI_LIMIT } from "./text-limits.js";

const LENGTH = /^\d{1,10}$/;
const BLANK = /[ \t]/;

/** What the door looks at, gathered in one walk. */
type Vital = {
  via: string | undefined;
  from: string | undefined;
  to: string | undefined;
  callId: string | undefined;
  cseq: string | undefined;
  /** The first one; null for the `*` that stands for all of them. */
  contact: SipAddress | null | undefined;
  /** Octets, NaN when that cannot be said; all that is there when nothing is said. */
  length: number | undefined;
  /** A header that stands twice and must not, or a Contact that cannot be read. */
  flaw: string | undefined;
};

/** What was read, and how many octets of what is there belong to the body. */
export type Passed = { readonly marks: SipMarks; readonly length: number };

/**
 * Objects to a request, or lets it pass with a body out of `available` octets: without a Content-Length it goes on to
 * the end of the datagram, and what is past it is dropped (section 18.3).
 */
export function judgeRequest(method: string, uri: string, headers: SipHeaders, available: number): Objection | Passed {
  const vital = vitalOf(headers, true);
  const objection = objectionToUri(uri);
  if (objection) return objection;
  const passed = passedOr(headers, vital, method, available);
  return typeof passed === "string" ? bad(passed) : passed;
}

/** A response needs nothing but the headers that find its transaction; `undefined` when it may not come in. */
export function judgeResponse(headers: SipHeaders, available: number): Passed | undefined {
  const passed = passedOr(headers, vitalOf(headers, false), null, available);
  return typeof passed === "string" ? undefined : passed;
}

function bad(part: string): Objection {
  return { refuse: 400, because: `bad ${part}` };
}

function objectionToUri(uri: string): Objection | undefined {
  if (uri.length > URI_LIMIT) return { refuse: 414, because: "Request-URI too long" };
  const parsed = parseSipUri(uri);
  if (parsed && parsed.headers.length === 0) return undefined; // section 19.1.1: no headers in a Request-URI
  const scheme = schemeOf(uri);
  const known = scheme === "" || scheme === "sip" || scheme === "sips" || scheme === "tel";
  if (known || BLANK.test(uri)) return bad("Request-URI");
  return { refuse: 416, because: `no way to reach ${scheme}:` };
}

function vitalOf(headers: SipHeaders, withContacts: boolean): Vital {
  const vital: Vital = {
    via: undefined,
    from: undefined,
    to: undefined,
    callId: undefined,
    cseq: undefined,
    contact: undefined,
    length: undefined,
    flaw: undefined,
  };
  for (let i = 0; i < headers.length; i++) {
    const name = headers[i][0];
    const value = headers[i][1];
    switch (name) {
      case "Via":
        vital.via ??= value;
        break;
      case "From":
        if (vital.from !== undefined) vital.flaw = name;
        vital.from = value;
        break;
      case "To":
        if (vital.to !== undefined) vital.flaw = name;
        vital.to = value;
        break;
      case "Call-ID":
        if (vital.callId !== undefined) vital.flaw = name;
        vital.callId = value;
        break;
      case "CSeq":
        if (vital.cseq !== undefined) vital.flaw = name;
        vital.cseq = value;
        break;
      case "Contact":
        if (withContacts) {
          const contact = value === "*" ? null : parseAddress(value);
          if (contact === undefined) vital.flaw = name;
          if (vital.contact === undefined) vital.contact = contact;
        }
        break;
      case "Content-Length":
        if (vital.length !== undefined) vital.flaw = name;
        vital.length = LENGTH.test(value) ? Number(value) : Number.NaN;
        break;
    }
  }
  return vital;
}

/** Or the first header that is missing, repeated or unreadable. Max-Forwards is none of an endpoint's business. */
function passedOr(headers: SipHeaders, vital: Vital, method: string | null, available: number): Passed | string {
  const via = vital.via === undefined ? undefined : parseVia(vital.via);
  if (!via || via.version !== undefined) return "Via";
  const from = vital.from === undefined ? undefined : parseAddress(vital.from);
  if (!from) return "From";
  const to = vital.to === undefined ? undefined : parseAddress(vital.to);
  if (!to) return "To";
  const { callId } = vital;
  if (!callId || BLANK.test(callId)) return "Call-ID";
  const cseq = vital.cseq === undefined ? undefined : parseCSeq(vital.cseq);
  if (!cseq || (method !== null && cseq.method !== method)) return "CSeq";
  if (vital.flaw !== undefined) return vital.flaw;
  const length = vital.length ?? available;
  return length <= available
    ? { marks: { headers, via, from, to, cseq, callId, contact: vital.contact ?? undefined }, length }
    : "Content-Length";
}
