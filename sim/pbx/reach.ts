/** Where a telephone is reached: at its Contact, when that is on the host it speaks from, else where it speaks from. */
import type { Endpoint } from "../../firmware/wire/hop.js";
import { parseSipUri } from "../../firmware/wire/sip/sip-uri.js";

export function reach(contact: string, source: Endpoint): Endpoint {
  const uri = parseSipUri(contact);
  return uri?.port && uri.host === source.address ? { address: source.address, port: uri.port } : source;
}
