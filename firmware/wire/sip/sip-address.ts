/** Name, URI and parameters: From, To, Contact, Route, P-Asserted-Identity (RFC 3261 sections 20.10 and 25.1). */
import { emitParams, paramOf, parseParams, type SipParam } from "./sip-param.js";
import { endOfQuoted, quoted, unquoted } from "./sip-text.js";
import { URI_LIMIT } from "./text-limits.js";

export type SipAddress = {
  /** Unquoted, escapes undone; "" when there is none. */
  readonly display: string;
  /** The URI as text, of any scheme; `parseSipUri` reads it. */
  readonly uri: string;
  /** Names in lower case, values as written. */
  readonly params: readonly SipParam[];
};

/** A scheme, a colon, and no white space or bracket. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^ \t<>"]+$/;
/** The same of what begins with the usual scheme. */
const UNFIT = /[ \t<>"]/;

/**
 * Reads a name-addr, or an addr-spec, whose parameters then belong to the header. A display name without quotes may
 * hold more than tokens, as many telephones send it.
 */
export function parseAddress(text: string): SipAddress | undefined {
  const quote = text.indexOf('"');
  if (quote === 0 || (quote > 0 && text.slice(0, quote).trim() === "")) {
    const close = endOfQuoted(text, quote);
    if (close < 0) return undefined;
    const angle = text.indexOf("<", close);
    if (angle < 0 || text.slice(close, angle).trim() !== "") return undefined;
    return bracketed(text, angle, unquoted(text.slice(quote, close)));
  }
  const angle = text.indexOf("<");
  if (angle >= 0 && (quote < 0 || angle < quote)) return bracketed(text, angle, text.slice(0, angle).trim());
  const semicolon = text.indexOf(";");
  const uri = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
  // section 20: a URI with a comma or a question mark stands in brackets
  if (uri.indexOf(",") >= 0 || uri.indexOf("?") >= 0) return undefined;
  return assembled("", uri, semicolon < 0 ? [] : parseParams(text, semicolon));
}

function bracketed(text: string, angle: number, display: string): SipAddress | undefined {
  const close = text.indexOf(">", angle);
  if (close < 0) return undefined;
  return assembled(display, text.slice(angle + 1, close).trim(), parseParams(text, close + 1));
}

function assembled(display: string, uri: string, params: readonly SipParam[] | undefined): SipAddress | undefined {
  const fits = uri.startsWith("sip:") ? uri.length > 4 && !UNFIT.test(uri) : URI.test(uri);
  return params && fits && uri.length <= URI_LIMIT ? { display, uri, params } : undefined;
}

/** Always with angle brackets; the display name quoted and escaped. */
export function emitAddress(address: SipAddress): string {
  const name = address.display === "" ? "" : `${quoted(address.display)} `;
  return `${name}<${address.uri}>${emitParams(address.params)}`;
}

/** The value of a parameter, unquoted; "" when it has none, `undefined` when it is not there. */
export function addressParam(address: SipAddress, name: string): string | undefined {
  return paramOf(address.params, name);
}
