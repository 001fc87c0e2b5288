/** What a user agent turns away, and with what words (RFC 3261 section 8.2, in its order). */
import { frozen } from "../base/frozen.js";
import type { ResponseParts } from "../transaction/response.js";
import { headerList, type SipRequest } from "../wire/sip-message.js";
import type { Account } from "./account.js";
import { ABILITIES, ACCEPT, ALLOW, EXTENSIONS, isOptional, METHODS, mediaTypeOf } from "./content.js";
import { isTooShort } from "./session-timer.js";

export type Objection = ResponseParts & { readonly status: number };

/** Methods of SIP that we know and do not speak: 405; the rest of the world is 501 (sections 21.4.6, 21.5.2). */
const OTHERS = frozen(["REGISTER", "INFO", "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE", "PUBLISH"]);
const UNDERSTOOD: readonly string[] = EXTENSIONS;

const NONE: readonly string[] = frozen([]);

/** One walk through the headers for what hardly any request has. */
function hasUnusual({ headers }: SipRequest): boolean {
  for (let i = 0; i < headers.length; i++) {
    const name = headers[i][0];
    if (name === "Require" || name === "Session-Expires" || name.startsWith("Content-")) {
      if (name !== "Content-Type" && name !== "Content-Length") return true;
    }
  }
  return false;
}

/** Section 8.2.1, for a request outside any dialog. */
export function objectionToMethod({ method }: SipRequest): Objection | undefined {
  if (Object.hasOwn(METHODS, method)) return METHODS[method] === "within" ? { status: 481 } : undefined;
  return OTHERS.includes(method) ? { status: 405, headers: ALLOW } : { status: 501, headers: ALLOW };
}

/** Sections 8.2.2.3 and 8.2.3: what it requires and what it carries; and how often it would be refreshed (RFC 4028). */
export function objectionToContent(request: SipRequest, account: Account): Objection | undefined {
  const unusual = hasUnusual(request);
  const unknown = unusual
    ? headerList(request, "Require").filter((tag) => !UNDERSTOOD.includes(tag.toLowerCase()))
    : NONE;
  if (unknown.length > 0) return { status: 420, headers: unknown.map((tag) => ["Unsupported", tag] as const) };
  if (unusual && isTooShort(request, account)) {
    return { status: 422, headers: [["Min-SE", String(account.minSe)]] };
  }
  if (request.body.length === 0 || (unusual && isOptional(request))) return undefined;
  const encodings = unusual
    ? headerList(request, "Content-Encoding").filter((name) => name.toLowerCase() !== "identity")
    : NONE;
  const readable = encodings.length === 0 && mediaTypeOf(request) === "application/sdp";
  return readable ? undefined : { status: 415, headers: request.method === "OPTIONS" ? ABILITIES : ACCEPT };
}
