/** What every message carries (RFC 3261 section 8.1.1), read. The door has seen that it is there. */
import { frozen } from "../base/frozen.js";
import { addressParam, parseAddress } from "../wire/sip-address.js";
import { parseCSeq } from "../wire/sip-cseq.js";
import { header, type SipMessage } from "../wire/sip-message.js";
import { parseVia, type SipVia } from "../wire/sip-via.js";

const NO_VIA: SipVia = frozen({ transport: "UDP", host: "", port: null, params: [] });

/** "" when there is none. */
export function tagOf(message: SipMessage, name: "From" | "To"): string {
  const address = parseAddress(header(message, name) ?? "");
  return (address && addressParam(address, "tag")) ?? "";
}

export function callIdOf(message: SipMessage): string {
  return header(message, "Call-ID") ?? "";
}

export function sequenceOf(message: SipMessage): { readonly number: number; readonly method: string } {
  return parseCSeq(header(message, "CSeq") ?? "") ?? { number: 0, method: "" };
}

/** The topmost Via. */
export function viaOf(message: SipMessage): SipVia {
  return parseVia(header(message, "Via") ?? "") ?? NO_VIA;
}

/** False for a refused request whose way back could not be read. */
export function hasVia(message: SipMessage): boolean {
  return viaOf(message) !== NO_VIA;
}

/** A header that counts seconds: Expires, Min-Expires, Retry-After; what follows the number is no matter. */
export function secondsOf(message: SipMessage, name: string): number | undefined {
  const digits = /^\d{1,10}/.exec(header(message, name) ?? "");
  return digits ? Math.min(Number(digits[0]), 0xffff_ffff) : undefined;
}
