/** Header names: their spelling, their compact forms, and which of them hold lists of addresses (RFC 3261 sections 7.3 and 20, the registry of header fields). */
import { frozen } from "../../base/frozen.js";
import { isToken } from "./sip-text.js";

// One text that native search looks through: on XS far cheaper than a table of properties, and unlike a table it keeps
// no memory of the names that strangers send. What is looked up most stands first.
const NAMES =
  "\nVia\nFrom\nTo\nCall-ID\nCSeq\nContact\nContent-Length\nMax-Forwards\nContent-Type\nUser-Agent\nAllow\nSupported" +
  "\nRecord-Route\nRoute\nExpires\nServer\nAuthorization\nWWW-Authenticate\nProxy-Authenticate\nProxy-Authorization" +
  "\nRequire\nAccept\nP-Asserted-Identity\nPrivacy\nSession-Expires\nMin-SE\nEvent\nSubscription-State\nAllow-Events" +
  "\nAlert-Info\nDate\nSubject\nReason\nWarning\nRetry-After\nMin-Expires\nUnsupported\nRefer-To\nReferred-By" +
  "\nReplaces\nRSeq\nRAck\nDiversion\nRemote-Party-ID\nP-Preferred-Identity\nP-Called-Party-ID\nPath\nService-Route" +
  "\nHistory-Info\nAccept-Contact\nAccept-Encoding\nAccept-Language\nAnswer-Mode\nAuthentication-Info\nCall-Info" +
  "\nContent-Disposition\nContent-Encoding\nContent-ID\nContent-Language\nError-Info\nFeature-Caps\nFlow-Timer" +
  "\nGeolocation\nIdentity\nIdentity-Info\nIn-Reply-To\nInfo-Package\nJoin\nMax-Breadth\nMIME-Version\nOrganization" +
  "\nP-Access-Network-Info\nP-Associated-URI\nP-Charging-Vector\nP-Early-Media\nPriority\nPriv-Answer-Mode" +
  "\nProxy-Require\nRecv-Info\nRefer-Sub\nReject-Contact\nReply-To\nRequest-Disposition\nResource-Priority\nSIP-ETag" +
  "\nSIP-If-Match\nSession-ID\nTarget-Dialog\nTimestamp\nUser-to-User\n";
const LOWERED = NAMES.toLowerCase();

const LETTERS = "abcdefijklmnorstuvxy";
const LONG_FORMS: readonly string[] = frozen([
  "Accept-Contact",
  "Referred-By",
  "Content-Type",
  "Request-Disposition",
  "Content-Encoding",
  "From",
  "Call-ID",
  "Reject-Contact",
  "Supported",
  "Content-Length",
  "Contact",
  "Identity-Info",
  "Event",
  "Refer-To",
  "Subject",
  "To",
  "Allow-Events",
  "Via",
  "Session-Expires",
  "Identity",
]);

const SPLIT = "\nVia\nRoute\nRecord-Route\nContact\n";

/** The RFC's own spelling, compact forms written out; an unknown name as it is; `undefined` for what is no name. */
export function spellingOf(written: string): string | undefined {
  if (NAMES.indexOf(`\n${written}\n`) >= 0) return written;
  const name = written.trim();
  const known = knownSpelling(name);
  if (known) return known;
  return isToken(name) ? name : undefined;
}

/** `undefined` for a name that is not in the registry. */
export function knownSpelling(written: string): string | undefined {
  if (written.length === 1) {
    const at = LETTERS.indexOf(written.toLowerCase());
    return at < 0 ? undefined : LONG_FORMS[at];
  }
  if (NAMES.indexOf(`\n${written}\n`) >= 0) return written;
  const at = LOWERED.indexOf(`\n${written.toLowerCase()}\n`);
  return at < 0 ? undefined : NAMES.slice(at + 1, at + 1 + written.length);
}

/** The letter for a name in the RFC's spelling, or the name itself. */
export function compactOf(name: string): string {
  const at = LONG_FORMS.indexOf(name);
  return at < 0 ? name : LETTERS[at];
}

/** Fields that are taken apart at the door, one value each: whoever reads the first Via reads the top one. */
export function holdsAddresses(name: string): boolean {
  return SPLIT.indexOf(`\n${name}\n`) >= 0;
}
