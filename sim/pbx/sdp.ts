/** A session description on its way through the PBX: octets, as they stand in a message. */
import type { SipHeaders } from "../../firmware/wire/sip/sip-message.js";

/** Empty for none. */
export type Sdp = Uint8Array;

export const NO_SDP: Sdp = new Uint8Array(0);

const SDP_TYPE: SipHeaders[number] = ["Content-Type", "application/sdp"];

/** The headers that go with it. */
export function typeOf(sdp: Sdp): SipHeaders {
  return sdp.length > 0 ? [SDP_TYPE] : [];
}
