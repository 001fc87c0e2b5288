/** Bodies and abilities: SDP is the one kind of content we take (RFC 3261 sections 7.4, 11.2, 20). */
import { frozen } from "../base/frozen.js";
import { header, headerList, type SipHeaders, type SipMessage } from "../wire/sip/sip-message.js";
import { ALLOW_EVENTS, METHODS } from "./methods.js";
import { sdpPart } from "./parts.js";

const HANDLING_OPTIONAL = /;\s*handling\s*=\s*optional/i;
const NO_BODY = new Uint8Array(0);

export const CONTENT_IS_SDP: SipHeaders = frozen([["Content-Type", "application/sdp"]]);

/** Extensions we understand (section 20.32). */
export const EXTENSIONS = frozen([
  "100rel", // RFC 3262
  "norefersub", // RFC 4488
  "replaces", // RFC 3891
  "timer", // RFC 4028
] as const);

export type Extension = (typeof EXTENSIONS)[number];

/** Section 20.5. */
export const ALLOW: SipHeaders = frozen([["Allow", METHODS.join(", ")]]);

/** What we take as content (sections 8.2.3, 20.1, 20.2). */
export const ACCEPT: SipHeaders = frozen([
  ["Accept", "application/sdp, multipart/*"],
  ["Accept-Encoding", "identity"],
]);

/** The answer to OPTIONS (section 11.2). */
export const ABILITIES: SipHeaders = frozen([
  ...ALLOW,
  ["Accept", "application/sdp, multipart/*, application/dtmf-relay, text/plain"],
  ["Accept-Encoding", "identity"],
  ["Accept-Language", "en"],
  ...ALLOW_EVENTS,
  ["Supported", EXTENSIONS.join(", ")],
]);

/** Supported (section 20.37), of all extensions but some. */
export function supportedBut(without: readonly Extension[]): SipHeaders {
  const tags = EXTENSIONS.filter((tag) => !without.includes(tag));
  return tags.length === 0 ? [] : [["Supported", tags.join(", ")]];
}

/** True when a list of option tags (Supported, Require) has this one. */
export function hasTag(message: SipMessage, name: "Supported" | "Require", tag: Extension): boolean {
  const { headers } = message;
  for (let i = 0; i < headers.length; i++)
    if (headers[i][0] === name) return headerList(message, name).some((each) => each.toLowerCase() === tag);
  return false;
}

/** The session description a message carries, or nothing. */
export function sdpOf(message: SipMessage): Uint8Array {
  const type = mediaTypeOf(message);
  if (type === "application/sdp") return message.body;
  return type.startsWith("multipart/") ? sdpPart(message) : NO_BODY;
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
