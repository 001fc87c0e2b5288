/** The INVITE the PBX sends to one of its extensions. */
import { token } from "../../firmware/base/random.js";
import type { Endpoint } from "../../firmware/wire/hop.js";
import { emitAddress, parseAddress } from "../../firmware/wire/sip/sip-address.js";
import { header, type SipHeaders, type SipRequest } from "../../firmware/wire/sip/sip-message.js";
import { emitSipUri, parseSipUri } from "../../firmware/wire/sip/sip-uri.js";
import type { Chance } from "../chance.js";
import type { Binding } from "./registrar.js";
import type { Sdp } from "./sdp.js";

/** Who calls, and what else of the caller's INVITE the other side shall see. */
export type Caller = {
  readonly number: string;
  readonly name: string;
  /** Shown as nobody (RFC 3323). */
  readonly withheld?: boolean;
  readonly headers?: SipHeaders;
};

/** Headers that are meant for the telephone at the other end. */
const END_TO_END = ["Alert-Info", "Call-Info", "Privacy"];

export function callerOf(invite: SipRequest, number: string): Caller {
  const from = parseAddress(header(invite, "From") ?? "");
  return {
    number,
    name: from?.display ?? "",
    withheld: parseSipUri(from?.uri ?? "")?.user !== number,
    headers: invite.headers.filter(([name]) => END_TO_END.includes(name)),
  };
}

export function invitation(
  chance: Chance,
  local: Endpoint,
  from: Caller,
  to: string,
  at: Binding,
  sdp: Sdp,
): SipRequest {
  const uriOf = (user: string) =>
    emitSipUri({ scheme: "sip", user, host: local.address, port: local.port, params: [], headers: [] });
  const caller = from.withheld ? "sip:anonymous@anonymous.invalid" : uriOf(from.number);
  return {
    kind: "request",
    method: "INVITE",
    uri: at.uri,
    headers: [
      ["Max-Forwards", "70"],
      ["From", emitAddress({ display: from.name, uri: caller, params: [["tag", token(chance, 10)]] })],
      ["To", emitAddress({ display: "", uri: uriOf(to), params: [] })],
      ["Call-ID", `${token(chance, 20)}@desk`],
      ["CSeq", "1 INVITE"],
      ...(from.headers ?? []),
    ],
    body: sdp,
  };
}
