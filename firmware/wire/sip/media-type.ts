/** The kind of a body: Content-Type (RFC 3261 section 20.15, RFC 2045 section 5.1). */
import { parseParams, type SipParam } from "./sip-param.js";
import { isToken } from "./sip-text.js";

export type MediaType = {
  /** Lower case: "application/sdp". */
  readonly name: string;
  /** Names in lower case, values as written. */
  readonly params: readonly SipParam[];
};

export function parseMediaType(text: string): MediaType | undefined {
  let semicolon = text.indexOf(";");
  if (semicolon < 0) semicolon = text.length;
  const written = text.slice(0, semicolon);
  const slash = written.indexOf("/");
  const type = written.slice(0, Math.max(slash, 0)).trim().toLowerCase();
  const subtype = written
    .slice(slash + 1)
    .trim()
    .toLowerCase();
  const params = parseParams(text, semicolon);
  return params && isToken(type) && isToken(subtype) ? { name: `${type}/${subtype}`, params } : undefined;
}
