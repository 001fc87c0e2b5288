/** Bodies and abilities: SDP is the one kind of content we take (RFC 3261 sections 7.4, 11.2, 20). */
import { frozen } from "../base/frozen.js";
import { header, type SipHeaders, type SipMessage } from "../wire/sip-message.js";

const HANDLING_OPTIONAL = /;\s*handling\s*=\s*optional/i;
const NO_BODY = new Uint8Array(0);

export const CONTENT_IS_SDP: SipHeaders = frozen([["Content-Type", "application/sdp"]]);

/** What we understand (section 20.5). */
export const ALLOW: SipHeaders = frozen([["Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS"]]);

/** What we take as content (sections 8.2.3, 20.1, 20.2). */
export const ACCEPT: SipHeaders = frozen([
  ["Accept", "application/sdp"],
  ["Accept-Encoding", "identity"],
]);

/** The answer to OPTIONS (section 11.2). No extension is supported, and that is said too. */
export const ABILITIES: SipHeaders = frozen([...ALLOW, ...ACCEPT, ["Accept-Language", "en"], ["Supported", ""]]);

/** The session description a message carries, or nothing. */
export function sdpOf(message: SipMessage): Uint8Array {
  return mediaTypeOf(message) === "application/sdp" ? message.body : NO_BODY;
}

/** Lower case, without parameters; "" when nothing is said. */
export function mediaTypeOf(message: SipMessage): string {
  const type = header(message, "Content-Type") ?? "";
  const semicolon = type.indexOf(";");
  return (semicolon < 0 ? type : type.slice(0, semicolon)).trim().toLowerCase();
}

/** Content we may leave unread, because it says so (section 20.11). */
export function isOptional(message: SipMessage): boolean {
  const disposition = header(message, "Content-Disposition");
  return disposition !== undefined && HANDLING_OPTIONAL.test(disposition);
}
