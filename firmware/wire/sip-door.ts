/** What a message must have to be let in (RFC 3261 sections 8.1.1, 8.2.2, 18.3, 20). */
import { parseAddress } from "./sip-address.js";
import { parseCSeq } from "./sip-cseq.js";
import type { Objection } from "./sip-head.js";
import type { SipHeaders } from "./sip-message.js";
import { parseSipUri, schemeOf } from "./sip-uri.js";
import { parseVia } from "./sip-via.js";
import { URI_LIMIT } from "./text-limits.js";

type Vital = { via?: string; from?: string; to?: string; callId?: string; cseq?: string; repeated?: string };

export function objectionToRequest(method: string, uri: string, headers: SipHeaders): Objection | undefined {
  const vital = vitalOf(headers);
  return objectionToUri(uri) ?? bad(flawOf(vital, method) ?? contactFlaw(headers));
}

/** A response needs nothing but the headers that find its transaction. */
export function objectionToResponse(headers: SipHeaders): Objection | undefined {
  return bad(flawOf(vitalOf(headers), null));
}

function bad(because: string | undefined): Objection | undefined {
  return because === undefined ? undefined : { refuse: 400, because: `bad ${because}` };
}

function objectionToUri(uri: string): Objection | undefined {
  if (uri.length > URI_LIMIT) return { refuse: 414, because: "Request-URI too long" };
  const parsed = parseSipUri(uri);
  if (parsed && parsed.headers.length === 0) return undefined; // section 19.1.1: no headers in a Request-URI
  const scheme = schemeOf(uri);
  const known = scheme === "" || scheme === "sip" || scheme === "sips" || scheme === "tel";
  if (known || /[ \t]/.test(uri)) return bad("Request-URI");
  return { refuse: 416, because: `no way to reach ${scheme}:` };
}

function vitalOf(headers: SipHeaders): Vital {
  const vital: Vital = {};
  for (let i = 0; i < headers.length; i++) {
    const [name, value] = headers[i];
    switch (name) {
      case "Via":
        vital.via ??= value;
        break;
      case "From":
        if (vital.from !== undefined) vital.repeated = name;
        vital.from = value;
        break;
      case "To":
        if (vital.to !== undefined) vital.repeated = name;
        vital.to = value;
        break;
      case "Call-ID":
        if (vital.callId !== undefined) vital.repeated = name;
        vital.callId = value;
        break;
      case "CSeq":
        if (vital.cseq !== undefined) vital.repeated = name;
        vital.cseq = value;
        break;
    }
  }
  return vital;
}

/** The first header that is missing, repeated or unreadable. Max-Forwards is none of an endpoint's business. */
function flawOf(vital: Vital, method: string | null): string | undefined {
  const { via, from, to, callId, cseq } = vital;
  if (via === undefined || !parseVia(via)) return "Via";
  if (from === undefined || !parseAddress(from)) return "From";
  if (to === undefined || !parseAddress(to)) return "To";
  if (!callId || /[ \t]/.test(callId)) return "Call-ID";
  const sequence = cseq === undefined ? undefined : parseCSeq(cseq);
  if (!sequence || (method !== null && sequence.method !== method)) return "CSeq";
  return vital.repeated && `repetition of ${vital.repeated}`;
}

function contactFlaw(headers: SipHeaders): string | undefined {
  for (let i = 0; i < headers.length; i++) {
    const [name, value] = headers[i];
    if (name === "Contact" && value !== "*" && !parseAddress(value)) return name;
  }
  return undefined;
}

/**
 * Octets of body, out of `available`; `undefined` when Content-Length is no number, stands twice, or asks for more than
 * there is. Without one the body goes on to the end of the datagram, and what is past it is dropped (section 18.3).
 */
export function bodyLength(headers: SipHeaders, available: number): number | undefined {
  let length: number | undefined;
  for (let i = 0; i < headers.length; i++) {
    const [name, value] = headers[i];
    if (name !== "Content-Length") continue;
    if (length !== undefined || !/^\d{1,10}$/.test(value)) return undefined;
    length = Number(value);
  }
  if (length === undefined) return available;
  return length > available ? undefined : length;
}
