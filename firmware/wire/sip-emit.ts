/** A SIP message to octets (RFC 3261 section 7). */
import type { SipMessage } from "./sip-message.js";

/** Content-Length is ours: added, or replaced. `compact` writes short header names (section 7.3.3). */
export declare function emitSip(message: SipMessage, options?: { readonly compact?: boolean }): Uint8Array;
