/** A SIP message on its way: octets, and where they go. */
import { emitSip } from "../wire/sip-emit.js";
import type { SipMessage } from "../wire/sip-message.js";

/** Numbers, never names. */
export type Hop = { readonly address: string; readonly port: number };

export type Datagram = { readonly send: Uint8Array } & Hop;

export function datagram(message: SipMessage, to: Hop): Datagram {
  return { send: emitSip(message), address: to.address, port: to.port };
}
