/** From who called to what a telephone may show. */
import type { Identity } from "../callerid/identity.js";
import type { Peer } from "../sip/seam.js";

export function identityOf(peer: Peer): Identity {
  if (peer.private) return { number: "", name: "", absence: "private" };
  return { number: peer.number, name: peer.name, absence: peer.number ? null : "unavailable" };
}
