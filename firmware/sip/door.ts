/** What a user agent turns away, and with what words (RFC 3261 section 8.2, in its order). */
import { frozen } from "../base/frozen.js";
import type { ResponseParts } from "../transaction/response.js";
import { parseMediaType } from "../wire/sip/media-type.js";
import { header, headerList, type SipRequest } from "../wire/sip/sip-message.js";
import type { Account } from "./account.js";
import { ABILITIES, ACCEPT, ALLOW, EXTENSIONS, isOptional, mediaTypeOf } from "./content.js";
import { contentOf, placeOf } from "./methods.js";
import { isUnderstood } from "./parts.js";
import { isTooShort } from "./session-timer.js";

export type Objection = ResponseParts & { readonly status: number };

/** Methods of SIP that we know and do not speak: 405; the rest of the world is 501 (sections 21.4.6, 21.5.2). */
const OTHERS = frozen(["REGISTER", "PUBLISH"]);
/** Of which `answermode` (RFC 5373) is for who asks by it, and need not be told. */
const UNDERSTOOD: readonly string[] = frozen([...EXTENSIONS, "answermode"]);

const NONE: readonly string[] = frozen([]);

/** True when it says no more than nearly every request does: who can be sure of that need not look for anything else. */
export function isPlain({ headers }: SipRequest): boolean {
  for (let i = 0; i < headers.length; i++) {
    switch (headers[i][0]) {
      case "Via":
      case "Max-Forwards":
      case "From":
      case "To":
      case "Call-ID":
      case "CSeq":
      case "Contact":
      case "Content-Type":
      case "Content-Length":
      case "Allow":
      case "Supported":
      case "User-Agent":
      case "Record-Route":
      case "Server":
      case "Date":
        break;
      default:
        return false;
    }
  }
  return true;
}

/** Section 8.2.1, for a request outside any dialog. */
export function objectionToMethod({ method }: SipRequest): Objection | undefined {
  const place = placeOf(method);
  if (place) return place === "within" ? { status: 481 } : undefined;
  return OTHERS.includes(method) ? { status: 405, headers: ALLOW } : { status: 501, headers: ALLOW };
}

/** Section 20.1: who says what he can read has to name descriptions of sessions, or he could read neither answer nor offer. */
function readsSdp(request: SipRequest): boolean {
  const types = headerList(request, "Accept").map((type) => parseMediaType(type)?.name);
  const named = types.length > 0 || header(request, "Accept") !== undefined;
  return !named || types.some((type) => type === "application/sdp" || type === "application/*" || type === "*/*");
}

/** Sections 8.2.2.3 and 8.2.3: what it requires and what it carries; and how often it would be refreshed (RFC 4028). */
export function objectionToContent(
  request: SipRequest,
  account: Account,
  plain = isPlain(request),
): Objection | undefined {
  const unusual = !plain;
  const unknown = unusual
    ? headerList(request, "Require").filter((tag) => !UNDERSTOOD.includes(tag.toLowerCase()))
    : NONE;
  if (unknown.length > 0) return { status: 420, headers: unknown.map((tag) => ["Unsupported", tag] as const) };
  // RFC 3891 section 3: nothing else takes the place of a call
  if (unusual && request.method !== "INVITE" && header(request, "Replaces") !== undefined) return { status: 400 };
  if (unusual && isTooShort(request, account)) {
    return { status: 422, headers: [["Min-SE", String(account.minSe)]] };
  }
  if (unusual && request.method === "INVITE" && !readsSdp(request)) return { status: 406 };
  if (request.body.length === 0 || (unusual && isOptional(request))) return undefined;
  const encodings = unusual
    ? headerList(request, "Content-Encoding").filter((name) => name.toLowerCase() !== "identity")
    : NONE;
  const types = contentOf(request.method);
  const type = mediaTypeOf(request);
  const known =
    types === null || types.includes(type) || (types[0] === "application/sdp" && isUnderstood(request, type));
  if (encodings.length === 0 && known) return undefined;
  if (request.method === "OPTIONS") return { status: 415, headers: ABILITIES };
  const takes = types === null || types[0] === "application/sdp" ? ACCEPT : [["Accept", types.join(", ")] as const];
  return { status: 415, headers: takes };
}
