/** A SIP message on its way: octets, and where they go. */
import type { Hop } from "../wire/hop.js";
import { emitSip } from "../wire/sip/sip-emit.js";
import type { SipMessage } from "../wire/sip/sip-message.js";

export type Dispatch = { readonly send: Uint8Array; readonly to: Hop };

/** `compact` writes the short header names. */
export function dispatch(message: SipMessage, to: Hop, compact = false): Dispatch {
  return { send: emitSip(message, { compact }), to };
}
