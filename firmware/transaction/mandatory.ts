/** What every message carries (RFC 3261 section 8.1.1): as the door has read it, or read here in one of our own. */
import { frozen } from "../base/frozen.js";
import { addressParam, parseAddress, type SipAddress } from "../wire/sip/sip-address.js";
import { parseCSeq } from "../wire/sip/sip-cseq.js";
import { header, type SipMarks, type SipMessage, type SipRequest } from "../wire/sip/sip-message.js";
import { parseVia, type SipVia } from "../wire/sip/sip-via.js";

const SECONDS = /^\d{1,10}/;
const NO_VIA: SipVia = frozen({ transport: "UDP", host: "", port: null, params: [] });

/** `undefined` where it cannot be read. */
export function partyOf(message: SipMessage, name: "From" | "To"): SipAddress | undefined {
  const marks = marksOf(message);
  if (marks) return name === "From" ? marks.from : marks.to;
  return parseAddress(header(message, name) ?? "");
}

/** "" when there is none. */
export function tagOf(message: SipMessage, name: "From" | "To"): string {
  const address = partyOf(message, name);
  return (address && addressParam(address, "tag")) ?? "";
}

export function callIdOf(message: SipMessage): string {
  return marksOf(message)?.callId ?? header(message, "Call-ID") ?? "";
}

export function sequenceOf(message: SipMessage): { readonly number: number; readonly method: string } {
  return marksOf(message)?.cseq ?? parseCSeq(header(message, "CSeq") ?? "") ?? { number: 0, method: "" };
}

/** Of the first Contact, where there is one that can be read. */
export function contactOf(message: SipMessage): string | undefined {
  return (marksOf(message)?.contact ?? parseAddress(header(message, "Contact") ?? ""))?.uri;
}

/** The topmost Via. */
export function viaOf(message: SipMessage): SipVia {
  return marksOf(message)?.via ?? parseVia(header(message, "Via") ?? "") ?? NO_VIA;
}

/** False for a refused request whose way back could not be read. */
export function hasVia(message: SipMessage): boolean {
  return viaOf(message) !== NO_VIA;
}

/**
 * A refused request as far as it leads back to its sender: of a topmost Via with broken parameters its protocol and
 * sent-by, and no others that are broken.
 */
export function withReadableVia(request: SipRequest): SipRequest {
  if (hasVia(request)) return request;
  const written = header(request, "Via") ?? "";
  const sentBy = written.slice(0, Math.max(written.indexOf(";"), 0));
  const rest = request.headers.filter(([name, value]) => name !== "Via" || parseVia(value) !== undefined);
  return { ...request, headers: [["Via", sentBy], ...rest] };
}

/** A header that counts seconds: Expires, Min-Expires, Retry-After; what follows the number is no matter. */
export function secondsOf(message: SipMessage, name: string): number | undefined {
  const value = header(message, name);
  const digits = value === undefined ? null : SECONDS.exec(value);
  return digits ? Math.min(Number(digits[0]), 0xffff_ffff) : undefined;
}

/** Those of a message whose headers have been changed since are none of its own. */
function marksOf({ marks, headers }: SipMessage): SipMarks | undefined {
  return marks?.headers === headers ? marks : undefined;
}
