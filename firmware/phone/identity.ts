/** From who called to what a telephone may show. */
import type { Identity } from "../callerid/identity.js";
import type { Peer } from "../sip/seam.js";

export function identityOf(peer: Peer): Identity {
  if (peer.private) return { number: "", name: "", absence: "private" };
  return { number: peer.number, name: peer.name, absence: peer.number ? null : "unavailable" };
}

/** A number as it can stand in a Request-URI: something, and no longer than a telephone can dial. */
export function isPlain(number: string): boolean {
  return number.length > 0 && number.length <= 128;
}
