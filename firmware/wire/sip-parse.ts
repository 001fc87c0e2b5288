/** Octets of a datagram to a SIP message, or a refusal, or silence (RFC 3261 sections 7, 8.2, 18.3, 25). */
import type { ParsedSip } from "./sip-message.js";

/** Largest datagram read, in octets; a larger request is refused with 513. */
export const MESSAGE_LIMIT = 16384;

export declare function parseSip(octets: Uint8Array): ParsedSip;
