/**
 * How a call of ours says who calls, or that it does not want to: From, Privacy (RFC 3323), P-Preferred-Identity
 * (RFC 3325 section 9.2) and Remote-Party-ID (draft-ietf-sip-privacy-04).
 *
 * Who we are after all, only our own server is told. An identity is preferred only when From hides it: elsewhere From
 * says the same, and there are servers that refuse a preference they do not know.
 */
import type { Hop } from "../wire/hop.js";
import { emitPrivacy } from "../wire/sip/privacy.js";
import { emitRemotePartyId } from "../wire/sip/remote-party-id.js";
import { emitAddress } from "../wire/sip/sip-address.js";
import type { SipHeaders } from "../wire/sip/sip-message.js";
import type { Core } from "./core.js";

const ANONYMOUS = "sip:anonymous@anonymous.invalid";

/** From, with a tag of its own. */
export function fromOf(core: Core, anonymous: boolean, tag: string): string {
  if (!anonymous || !hidesFrom(core)) return core.from(tag);
  return emitAddress({ display: "Anonymous", uri: ANONYMOUS, params: [["tag", tag]] });
}

/** What an INVITE to that hop says besides. */
export function callerHeaders(core: Core, anonymous: boolean, to: Hop): SipHeaders {
  const { preferredIdentity, remotePartyId } = core.account.identity;
  const trusted = core.isServer(to);
  const headers: (readonly [string, string])[] = [];
  // whoever hides nothing himself asks the server to do it
  if (anonymous) headers.push(["Privacy", emitPrivacy(hidesFrom(core) ? ["id"] : ["user", "id"])]);
  const { display, identity: uri } = core;
  if (anonymous && trusted && preferredIdentity)
    headers.push(["P-Preferred-Identity", emitAddress({ display, uri, params: [] })]);
  if (remotePartyId && (trusted || !anonymous)) {
    const privacy = [anonymous ? "full" : "off"];
    const remote = { display, uri, party: "calling", screen: true, privacy };
    headers.push(["Remote-Party-ID", emitRemotePartyId(remote)]);
  }
  return trusted || !anonymous ? headers.concat(core.particulars) : headers;
}

/** The owner may leave it to Remote-Party-ID alone. */
function hidesFrom({ account }: Core): boolean {
  return account.identity.anonymousFrom || !account.identity.remotePartyId;
}
