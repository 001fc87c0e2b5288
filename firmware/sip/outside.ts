/** Where our server sees us, as it notes in the Via of what it answers (RFC 3261 section 18.2.1, RFC 3581). */
import { viaOf } from "../transaction/mandatory.js";
import type { Endpoint, Hop } from "../wire/hop.js";
import type { SipResponse } from "../wire/sip/sip-message.js";
import { type SipVia, viaParam } from "../wire/sip/sip-via.js";

/** What a user agent does about NATs, its own and those of others. */
export type NatOptions = {
  /** Via, too, says where we are seen. */
  readonly substitutesVia: boolean;
  /** Others are told where we see them, as RFC 3261 and RFC 3581 want it. */
  readonly insertsReceived: boolean;
  readonly insertsRport: boolean;
  /** Answers go to where a request came from, whatever its Via says. */
  readonly answersToSource: boolean;
};

const NUMBERS = /^[0-9A-Fa-f.:]{2,45}$/;
const BRACKETS = /^\[(.*)\]$/;
const PORT = /^\d{1,5}$/;

/** In numbers; null when the answer does not tell, or came by a stream, whose other end is nobody's address. */
export function seenBy(response: SipResponse, from: Hop): Endpoint | null {
  if (from.transport !== "udp") return null;
  const via = viaOf(response);
  const received = viaParam(via, "received")?.replace(BRACKETS, "$1");
  const rport = viaParam(via, "rport");
  if (received === undefined && !rport) return null;
  const address = received ?? via.host;
  const port = rport ? portOf(rport) : sentPort(via);
  return NUMBERS.test(address) && port > 0 && port < 65_536 ? { address, port } : null;
}

const portOf = (text: string) => (PORT.test(text) ? Number(text) : 0);
const sentPort = ({ port }: SipVia) => port ?? 5060;
