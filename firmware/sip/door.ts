/** What a user agent turns away, and with what words (RFC 3261 section 8.2, in its order). */
import { frozen } from "../base/frozen.js";
import type { ResponseParts } from "../transaction/response.js";
import { headerList, type SipRequest } from "../wire/sip-message.js";
import { ABILITIES, ACCEPT, ALLOW, isOptional, mediaTypeOf } from "./content.js";

export type Objection = ResponseParts & { readonly status: number };

/** What we answer outside a call. */
const OURS = frozen(["INVITE", "OPTIONS"]);
/** Methods that belong into a dialog. */
const WITHIN = frozen(["BYE", "CANCEL"]);
/** Methods of SIP that we know and do not speak: 405; the rest of the world is 501 (sections 21.4.6, 21.5.2). */
const OTHERS = frozen([
  ...["REGISTER", "INFO", "UPDATE", "PRACK", "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE", "PUBLISH"],
]);
/** Extensions we understand (section 20.32): none so far. */
const EXTENSIONS: readonly string[] = frozen([]);

const NONE: readonly string[] = frozen([]);

/** One walk through the headers for what hardly any request has. */
function hasUnusual({ headers }: SipRequest): boolean {
  for (let i = 0; i < headers.length; i++) {
    const name = headers[i][0];
    if (name === "Require" || name === "Content-Disposition" || name === "Content-Encoding") return true;
  }
  return false;
}

/** Section 8.2.1, for a request outside any dialog. */
export function objectionToMethod({ method }: SipRequest): Objection | undefined {
  if (OURS.includes(method)) return undefined;
  if (WITHIN.includes(method)) return { status: 481 };
  return OTHERS.includes(method) ? { status: 405, headers: ALLOW } : { status: 501, headers: ALLOW };
}

/** Sections 8.2.2.3 and 8.2.3: what it requires and what it carries. */
export function objectionToContent(request: SipRequest): Objection | undefined {
  const unusual = hasUnusual(request);
  const unknown = unusual
    ? headerList(request, "Require").filter((tag) => !EXTENSIONS.includes(tag.toLowerCase()))
    : NONE;
  if (unknown.length > 0) return { status: 420, headers: unknown.map((tag) => ["Unsupported", tag] as const) };
  if (request.body.length === 0 || (unusual && isOptional(request))) return undefined;
  const encodings = unusual
    ? headerList(request, "Content-Encoding").filter((name) => name.toLowerCase() !== "identity")
    : NONE;
  const readable = encodings.length === 0 && mediaTypeOf(request) === "application/sdp";
  return readable ? undefined : { status: 415, headers: request.method === "OPTIONS" ? ABILITIES : ACCEPT };
}
