/** Digest challenges and credentials, read and written by either side (RFC 7616 section 3, RFC 3261 section 22.4, RFC 8760). */
import { paramOf, type SipParam } from "./sip-param.js";
import { isToken, quoted, splitList } from "./sip-text.js";

/** Texts are unquoted. Only the Digest scheme is read. */
export type Challenge = {
  readonly scheme: string;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** As written; MD5 when there was none. */
  readonly algorithm: string;
  /** Lower case, in the order they came; empty for a challenge without (RFC 2069). */
  readonly qop: readonly string[];
  readonly stale: boolean;
  readonly domain: string | null;
  /** The user's name is to be said as a hash only (RFC 7616 section 3.4.4). */
  readonly userhash?: true;
};

export type Credentials = {
  readonly scheme: string;
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  /** Lower-case hexadecimal. */
  readonly response: string;
  readonly algorithm: string | null;
  readonly opaque: string | null;
  readonly qop: string | null;
  readonly cnonce: string | null;
  /** Eight hexadecimal digits. */
  readonly nc: string | null;
  /** `username` is a hash. */
  readonly userhash?: true;
};

const SCHEME = "Digest";
const OPENING = /^[ \t]*digest[ \t]+/i;
const HEXADECIMAL = /^[0-9A-Fa-f]+$/;
const COUNT = /^[0-9A-Fa-f]{8}$/;

/** Reads one header line; `undefined` for another scheme than Digest, or without realm or nonce. */
export function parseChallenge(text: string): Challenge | undefined {
  const params = parseDigest(text);
  if (!params) return undefined;
  const realm = paramOf(params, "realm");
  const nonce = paramOf(params, "nonce");
  if (realm === undefined || !nonce) return undefined;
  return {
    scheme: SCHEME,
    realm,
    nonce,
    opaque: paramOf(params, "opaque") ?? null,
    algorithm: paramOf(params, "algorithm") ?? "MD5",
    qop: splitList((paramOf(params, "qop") ?? "").toLowerCase()),
    stale: (paramOf(params, "stale") ?? "").toLowerCase() === "true",
    domain: paramOf(params, "domain") ?? null,
    ...hashed(params),
  };
}

export function emitChallenge(challenge: Challenge): string {
  const { realm, domain, nonce, opaque, stale, algorithm, qop, userhash } = challenge;
  let text = `${challenge.scheme} realm=${quoted(realm)}`;
  if (domain !== null) text += `, domain=${quoted(domain)}`;
  text += `, nonce=${quoted(nonce)}`;
  if (opaque !== null) text += `, opaque=${quoted(opaque)}`;
  if (stale) text += ", stale=true";
  text += `, algorithm=${algorithm}`;
  if (userhash) text += ", userhash=true";
  return qop.length === 0 ? text : `${text}, qop="${qop.join(",")}"`;
}

/** Reads one header line; `undefined` for another scheme than Digest, or when a part is missing or misshapen. */
export function parseCredentials(text: string): Credentials | undefined {
  const params = parseDigest(text);
  if (!params) return undefined;
  const username = paramOf(params, "username");
  const realm = paramOf(params, "realm");
  const nonce = paramOf(params, "nonce");
  const uri = paramOf(params, "uri");
  const response = paramOf(params, "response");
  const nc = paramOf(params, "nc") ?? null;
  if (username === undefined || realm === undefined || !nonce || !uri || !response) return undefined;
  if (!HEXADECIMAL.test(response) || (nc !== null && !COUNT.test(nc))) return undefined;
  return {
    scheme: SCHEME,
    username,
    realm,
    nonce,
    uri,
    response: response.toLowerCase(),
    algorithm: paramOf(params, "algorithm") ?? null,
    opaque: paramOf(params, "opaque") ?? null,
    qop: paramOf(params, "qop") ?? null,
    cnonce: paramOf(params, "cnonce") ?? null,
    nc,
    ...hashed(params),
  };
}

export function emitCredentials(credentials: Credentials): string {
  const { username, realm, nonce, uri, response, algorithm, cnonce, opaque, qop, nc, userhash } = credentials;
  let text = `${credentials.scheme} username=${quoted(username)}, realm=${quoted(realm)}, nonce=${quoted(nonce)}`;
  text += `, uri=${quoted(uri)}, response="${response}"`;
  if (algorithm !== null) text += `, algorithm=${algorithm}`;
  if (cnonce !== null) text += `, cnonce=${quoted(cnonce)}`;
  if (opaque !== null) text += `, opaque=${quoted(opaque)}`;
  if (qop !== null) text += `, qop=${qop}`;
  if (userhash) text += ", userhash=true";
  return nc === null ? text : `${text}, nc=${nc}`;
}

/** The nonce that Authentication-Info wants used from now on (RFC 7616 section 3.5). */
export function parseNextNonce(text: string): string | undefined {
  const params = parseList(text);
  return (params && paramOf(params, "nextnonce")) || undefined;
}

function hashed(params: readonly SipParam[]): { userhash?: true } {
  return (paramOf(params, "userhash") ?? "").toLowerCase() === "true" ? { userhash: true } : {};
}

function parseDigest(text: string): SipParam[] | undefined {
  const scheme = OPENING.exec(text);
  return scheme ? parseList(text.slice(scheme[0].length)) : undefined;
}

/** Parameters between commas, values as written; one that stands twice makes all doubtful. */
function parseList(text: string): SipParam[] | undefined {
  const params: SipParam[] = [];
  for (const piece of splitList(text)) {
    const equals = piece.indexOf("=");
    const name = piece.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    if (!isToken(name) || paramOf(params, name) !== undefined) return undefined;
    params.push([name, piece.slice(equals + 1).trim()]);
  }
  return params;
}
