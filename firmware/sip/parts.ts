/** The session description in a body of several parts (RFC 5621 section 3). */
import { frozen } from "../base/frozen.js";
import { findPart, parseMultipart } from "../wire/sip/multipart.js";
import { header, type SipMessage } from "../wire/sip/sip-message.js";

const SDP = "application/sdp";
/** A greeting in words is no reason to turn a call away, though there is nowhere to show it. */
const HARMLESS: readonly string[] = frozen(["text/plain"]);
const NO_BODY = new Uint8Array(0);

export function sdpPart(message: SipMessage): Uint8Array {
  const multipart = parseMultipart(header(message, "Content-Type") ?? "", message.body);
  return (multipart && findPart(multipart, SDP).part?.octets) ?? NO_BODY;
}

/** True for a body whose parts are all known to us, or need not be. */
export function isUnderstood(message: SipMessage, type: string): boolean {
  if (!type.startsWith("multipart/")) return false;
  const multipart = parseMultipart(header(message, "Content-Type") ?? "", message.body);
  return multipart !== undefined && !findPart(multipart, SDP, HARMLESS).unmet;
}
