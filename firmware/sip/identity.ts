/**
 * Who calls, as far as headers can be believed (RFC 3261 section 8.1.1.3, RFC 3323, RFC 3325, RFC 3966): what our own
 * server asserts, in the new way or the old, and else what From says.
 */
import { frozen } from "../base/frozen.js";
import { without } from "../base/patterns.js";
import { partyOf } from "../transaction/mandatory.js";
import { parsePrivacy } from "../wire/sip/privacy.js";
import { parseRemotePartyId } from "../wire/sip/remote-party-id.js";
import { parseAddress, type SipAddress } from "../wire/sip/sip-address.js";
import { header, headerLines, headerList, type SipRequest } from "../wire/sip/sip-message.js";
import { parseSipUri, type SipUri, uriParam } from "../wire/sip/sip-uri.js";
import { LONGEST_TEXT } from "./limits.js";
import type { Peer } from "./seam.js";

const PRINTABLE = /^[ -~]*$/;
/** A number as people write it: RFC 3966 section 5.1.1. */
const WRITTEN_NUMBER = /^\+?[0-9*#().-]+$/;
const SEPARATOR = /[().-]/;
const NOBODY: SipAddress = frozen({ display: "", uri: "", params: [] });

/** One who is named: whole, or in part. */
type Named = {
  readonly display: string;
  readonly uri: string;
  readonly number: string;
  readonly hidden: boolean;
};

/** An asserted identity counts only when our own server asserts it (RFC 3325 section 5). A plain request has none. */
export function peerOf(request: SipRequest, fromServer: boolean, isPlain = false): Peer {
  const from = partyOf(request, "From") ?? NOBODY;
  const fromUri = parseSipUri(from.uri);
  const asserted = fromServer && !isPlain ? (assertedBy(request) ?? remoteParty(request)) : undefined;
  const hidden = isAnonymous(fromUri) || asserted?.hidden === true || (!isPlain && wantsPrivacy(request));
  const number = asserted ? asserted.number : numberOf(fromUri);
  const { display, uri } = asserted ?? from;
  return {
    number: hidden ? "" : plain(number),
    name: hidden ? "" : plain(display),
    private: hidden,
    uri: plain(uri),
  };
}

/** There may be two, a SIP URI and a number; the number is the better one to show, and the name of either will do. */
function assertedBy(request: SipRequest): Named | undefined {
  if (header(request, "P-Asserted-Identity") === undefined) return undefined;
  let first: SipAddress | undefined;
  let number = "";
  let display = "";
  for (const value of headerList(request, "P-Asserted-Identity")) {
    const address = parseAddress(value);
    const uri = address && parseSipUri(address.uri);
    if (!uri) continue;
    if (!first || (uri.scheme !== "tel" && first.uri.startsWith("tel:"))) first = address;
    if (number === "" || uri.scheme === "tel") number = numberOf(uri);
    if (display === "") display = address.display;
  }
  return first && { display, uri: first.uri, number, hidden: false };
}

/** The draft's header, which says of itself what is to be shown. */
function remoteParty(request: SipRequest): Named | undefined {
  if (header(request, "Remote-Party-ID") === undefined) return undefined;
  for (const value of headerList(request, "Remote-Party-ID")) {
    const remote = parseRemotePartyId(value);
    const uri = remote && parseSipUri(remote.uri);
    if (!uri || (remote.party !== null && remote.party !== "calling")) continue;
    const { privacy } = remote;
    const hidden = privacy.includes("full") || privacy.includes("uri");
    const display = privacy.includes("name") ? "" : remote.display;
    return { display, uri: remote.uri, number: numberOf(uri), hidden };
  }
  return undefined;
}

/** What stands behind a semicolon is of the number's kind, not of the number (RFC 3966 sections 3 and 5.1). */
function numberOf(uri: SipUri | undefined): string {
  if (!uri) return "";
  const semicolon = uri.user.indexOf(";");
  const user = semicolon < 0 ? uri.user : uri.user.slice(0, semicolon);
  const isNumber = uri.scheme === "tel" || user[0] === "+" || uriParam(uri, "user")?.toLowerCase() === "phone";
  return isNumber && WRITTEN_NUMBER.test(user) ? without(user, SEPARATOR) : user;
}

function wantsPrivacy(request: SipRequest): boolean {
  if (header(request, "Privacy") === undefined) return false;
  for (const line of headerLines(request, "Privacy")) {
    const wishes = parsePrivacy(line);
    // whoever wishes what we cannot read wishes at least something
    if (!wishes) return true;
    for (const wish of wishes)
      if (wish === "id" || wish === "user" || wish === "header" || wish === "critical") return true;
  }
  return false;
}

/** Nothing that could be called back, and says so; what we cannot read tells nobody anything either. */
function isAnonymous(uri: SipUri | undefined): boolean {
  return uri === undefined || uri.user.toLowerCase() === "anonymous" || uri.host.endsWith(".invalid");
}
/** One line of text, of bounded length. */
function plain(text: string): string {
  if (text.length <= LONGEST_TEXT && PRINTABLE.test(text)) return text.trim();
  let line = "";
  for (const character of text) {
    if (line.length + character.length > LONGEST_TEXT) break;
    const code = character.codePointAt(0) ?? 0;
    line += code < 0x20 || code === 0x7f ? " " : character;
  }
  return line.trim();
}
