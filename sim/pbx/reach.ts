/** Where a telephone is reached: at its Contact, when that is on the host it speaks from, else where it speaks from. */
import type { Hop } from "../../firmware/sip/datagram.js";
import { parseSipUri } from "../../firmware/wire/sip-uri.js";

export function reach(contact: string, source: Hop): Hop {
  const uri = parseSipUri(contact);
  return uri?.port && uri.host === source.address ? { address: source.address, port: uri.port } : source;
}
