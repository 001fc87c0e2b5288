/** Who calls, as far as headers can be believed (RFC 3261 section 8.1.1.3, RFC 3323, RFC 3325). */
import { frozen } from "../base/frozen.js";
import { partyOf } from "../transaction/mandatory.js";
import { parseAddress, type SipAddress } from "../wire/sip-address.js";
import { header, headerList, type SipRequest } from "../wire/sip-message.js";
import { parseSipUri, type SipUri } from "../wire/sip-uri.js";
import { LONGEST_TEXT } from "./limits.js";
import type { Peer } from "./seam.js";

const PRINTABLE = /^[ -~]*$/;
const NOBODY: SipAddress = frozen({ display: "", uri: "", params: [] });

/** An asserted identity counts only when our own server asserts it (RFC 3325 section 5). */
export function peerOf(request: SipRequest, fromServer: boolean): Peer {
  const from = partyOf(request, "From") ?? NOBODY;
  const fromUri = parseSipUri(from.uri);
  const asserted = fromServer ? assertedBy(request) : undefined;
  const { display, uri } = asserted ?? from;
  const user = (asserted ? parseSipUri(uri) : fromUri)?.user ?? "";
  const hidden = isAnonymous(fromUri) || wantsPrivacy(request);
  return {
    // what stands behind a semicolon is of the number's kind, not of the number (RFC 3966 section 5.1)
    number: hidden ? "" : plain(user.split(";")[0]),
    name: hidden ? "" : plain(display),
    private: hidden,
    uri: plain(uri),
  };
}

function assertedBy(request: SipRequest): SipAddress | undefined {
  if (header(request, "P-Asserted-Identity") === undefined) return undefined;
  for (const value of headerList(request, "P-Asserted-Identity")) {
    const address = parseAddress(value);
    if (address && parseSipUri(address.uri)) return address;
  }
  return undefined;
}

function wantsPrivacy(request: SipRequest): boolean {
  if (header(request, "Privacy") === undefined) return false;
  const wishes = headerList(request, "Privacy")
    .join(";")
    .toLowerCase()
    .split(/[;,\s]+/);
  return wishes.some((wish) => wish === "id" || wish === "user" || wish === "header" || wish === "critical");
}

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
