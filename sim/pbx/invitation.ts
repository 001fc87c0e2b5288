/** The INVITE the PBX sends to one of its extensions. */
import { token } from "../../firmware/base/random.js";
import type { Hop } from "../../firmware/sip/datagram.js";
import { emitAddress } from "../../firmware/wire/sip-address.js";
import type { SipRequest } from "../../firmware/wire/sip-message.js";
import { emitSipUri } from "../../firmware/wire/sip-uri.js";
import type { Chance } from "../chance.js";
import type { Sdp } from "./leg.js";
import type { Binding } from "./registrar.js";

export type Caller = { readonly number: string; readonly name: string };

export function invitation(chance: Chance, local: Hop, from: Caller, to: string, at: Binding, sdp: Sdp): SipRequest {
  const uriOf = (user: string) =>
    emitSipUri({ scheme: "sip", user, host: local.address, port: local.port, params: [], headers: [] });
  return {
    kind: "request",
    method: "INVITE",
    uri: at.uri,
    headers: [
      ["Max-Forwards", "70"],
      ["From", emitAddress({ display: from.name, uri: uriOf(from.number), params: [["tag", token(chance, 10)]] })],
      ["To", emitAddress({ display: "", uri: uriOf(to), params: [] })],
      ["Call-ID", `${token(chance, 20)}@desk`],
      ["CSeq", "1 INVITE"],
    ],
    body: sdp,
  };
}
