/** SIP, SIPS and tel URIs (RFC 3261 section 19.1, RFC 3966). */
import { frozen } from "../../base/frozen.js";
import { without } from "../../base/patterns.js";
import { escaped, unescaped } from "./percent.js";
import { emitHostPort, parseHostPort } from "./sip-host.js";
import type { SipParam } from "./sip-param.js";
import { LIST_LIMIT, URI_LIMIT } from "./text-limits.js";

/** Escapes are undone in every part, and done again by `emitSipUri`. */
export type SipUri = {
  readonly scheme: "sip" | "sips" | "tel";
  /** "" when there is none; the number of a tel URI, separators and all. */
  readonly user: string;
  readonly password?: string;
  /** Lower case; an IPv6 address without its brackets; "" in a tel URI. */
  readonly host: string;
  readonly port: number | null;
  /** Names in lower case; of two with the same name the first is kept. */
  readonly params: readonly SipParam[];
  readonly headers: readonly (readonly [name: string, value: string])[];
};

/** What stands in no URI at all; characters past ASCII should be escaped, and are let pass. */
const UNFIT = /[\0-\x20"<>\x7f]/;
const SCHEME = /^[a-z][a-z0-9+.-]*$/;
const SEPARATOR = /[().-]/;
const TEL_NUMBER = /^\+?[0-9A-Fa-f*#().-]+$/;

// what has to be escaped in each part (section 25.1)
const NOT_IN_USER = /[^A-Za-z0-9_.!~*'()&=+$,;?/-]/u;
const NOT_IN_PASSWORD = /[^A-Za-z0-9_.!~*'()&=+$,-]/u;
const NOT_IN_PARAM = /[^A-Za-z0-9_.!~*'()[\]/:&+$-]/u;
const NOT_IN_HEADER = /[^A-Za-z0-9_.!~*'()[\]/?:+$-]/u;

/** Nearly all URIs are like this, and read at one glance: no escapes, no password, no parameters, no IPv6. */
const USUAL = /^sip:([\w.!~*'()&=+$,/-]+)@([\w.-]+)(?::(\d{1,5}))?$/;

/** `undefined` for another scheme too, see `schemeOf`. */
export function parseSipUri(text: string): SipUri | undefined {
  if (text.length > URI_LIMIT) return undefined;
  const usual = USUAL.exec(text);
  if (usual) return simple(usual[1], usual[2].toLowerCase(), usual[3] === undefined ? null : Number(usual[3]));
  if (UNFIT.test(text)) return undefined;
  const scheme = schemeOf(text);
  const rest = text.slice(scheme.length + 1);
  if (scheme === "tel") return parseTel(rest);
  return scheme === "sip" || scheme === "sips" ? parseSip(scheme, rest) : undefined;
}

function simple(user: string, host: string, port: number | null): SipUri | undefined {
  if (port !== null && (port === 0 || port > 65535)) return undefined;
  return { scheme: "sip", user, host, port, params: [], headers: [] };
}

/** Lower case; "" where there is none. */
export function schemeOf(text: string): string {
  if (text.startsWith("sip:")) return "sip";
  const scheme = text.slice(0, Math.max(text.indexOf(":"), 0)).toLowerCase();
  return SCHEME.test(scheme) ? scheme : "";
}

function parseSip(scheme: "sip" | "sips", rest: string): SipUri | undefined {
  const at = rest.indexOf("@");
  if (at === 0 || rest.indexOf("@", at + 1) >= 0) return undefined;
  const userInfo = rest.slice(0, Math.max(at, 0));
  const colon = userInfo.indexOf(":");
  const user = unescaped(colon < 0 ? userInfo : userInfo.slice(0, colon));
  const password = colon < 0 ? null : unescaped(userInfo.slice(colon + 1));
  if (user === undefined || password === undefined || (at > 0 && user === "")) return undefined;

  const afterUser = rest.slice(at + 1);
  const question = afterUser.indexOf("?");
  const beforeHeaders = question < 0 ? afterUser : afterUser.slice(0, question);
  const semicolon = beforeHeaders.indexOf(";");
  const hostPort = parseHostPort(semicolon < 0 ? beforeHeaders : beforeHeaders.slice(0, semicolon));
  const params = semicolon < 0 ? [] : parseParams(beforeHeaders.slice(semicolon + 1));
  const headers = question < 0 ? [] : parseHeaders(afterUser.slice(question + 1));
  if (!hostPort || !params || !headers) return undefined;
  const uri = { scheme, user, host: hostPort.host, port: hostPort.port, params, headers };
  return password === null ? uri : { ...uri, password };
}

/** RFC 3966 section 3. */
function parseTel(rest: string): SipUri | undefined {
  const semicolon = rest.indexOf(";");
  const user = unescaped(semicolon < 0 ? rest : rest.slice(0, semicolon));
  const params = semicolon < 0 ? [] : parseParams(rest.slice(semicolon + 1));
  if (user === undefined || !TEL_NUMBER.test(user) || !params) return undefined;
  return { scheme: "tel", user, host: "", port: null, params, headers: [] };
}

/** `name=value` or `name`, escapes undone; names in lower case. */
function parsePairs(text: string, separator: string): SipParam[] | undefined {
  const pieces = text.split(separator, LIST_LIMIT + 1);
  if (pieces.length > LIST_LIMIT) return undefined;
  const params: SipParam[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    const equals = piece.indexOf("=");
    const name = unescaped(equals < 0 ? piece : piece.slice(0, equals));
    const value = equals < 0 ? null : unescaped(piece.slice(equals + 1));
    if (!name || value === undefined) return undefined;
    params.push([name.toLowerCase(), value]);
  }
  return params;
}

function parseParams(text: string): SipParam[] | undefined {
  const params = parsePairs(text, ";");
  if (!params || params.length < 2) return params;
  return params.filter(([name], i) => params.findIndex((other) => other[0] === name) === i);
}

function parseHeaders(text: string): (readonly [string, string])[] | undefined {
  return parsePairs(text, "&")?.map(([name, value]) => [name, value ?? ""]);
}

export function emitSipUri(uri: SipUri): string {
  if (uri.scheme === "tel") return `tel:${escaped(uri.user, NOT_IN_USER)}${emitPairs(uri.params)}`;
  const password = uri.password === undefined ? "" : `:${escaped(uri.password, NOT_IN_PASSWORD)}`;
  const userInfo = uri.user === "" ? "" : `${escaped(uri.user, NOT_IN_USER)}${password}@`;
  let text = `${uri.scheme}:${userInfo}${emitHostPort(uri.host, uri.port)}${emitPairs(uri.params)}`;
  for (let i = 0; i < uri.headers.length; i++) {
    const [name, value] = uri.headers[i];
    text += `${i === 0 ? "?" : "&"}${escaped(name, NOT_IN_HEADER)}=${escaped(value, NOT_IN_HEADER)}`;
  }
  return text;
}

function emitPairs(params: readonly SipParam[]): string {
  let text = "";
  for (let i = 0; i < params.length; i++) {
    const [name, value] = params[i];
    text += `;${escaped(name, NOT_IN_PARAM)}${value === null ? "" : `=${escaped(value, NOT_IN_PARAM)}`}`;
  }
  return text;
}

/** The value of a parameter, "" when it has none, `undefined` when it is not there. */
export function uriParam(uri: SipUri, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const { params } = uri;
  for (let i = 0; i < params.length; i++) if (params[i][0] === wanted) return params[i][1] ?? "";
  return undefined;
}

/** Equality of RFC 3261 section 19.1.4, and of RFC 3966 section 4. */
export function sameUri(a: SipUri, b: SipUri): boolean {
  if (a.scheme !== b.scheme) return false;
  if (a.scheme === "tel")
    return bareNumber(a.user) === bareNumber(b.user) && sameSet(lowered(a.params), lowered(b.params));
  return (
    a.user === b.user &&
    a.password === b.password &&
    a.host === b.host &&
    a.port === b.port &&
    sameParams(a, b) &&
    sameSet(lowered(a.headers), lowered(b.headers))
  );
}

/** Those that count when they stand in one URI only; any other counts when it stands in both. */
const DECISIVE: readonly string[] = frozen(["user", "ttl", "method", "maddr", "transport"]);

function sameParams(a: SipUri, b: SipUri): boolean {
  for (const name of DECISIVE)
    if ((uriParam(a, name) === undefined) !== (uriParam(b, name) === undefined)) return false;
  return a.params.every(([name, value]) => {
    const other = uriParam(b, name);
    return other === undefined || other.toLowerCase() === (value ?? "").toLowerCase();
  });
}

/** Without the separators that only please the eye. */
function bareNumber(number: string): string {
  return without(number, SEPARATOR).toLowerCase();
}

function lowered(pairs: readonly SipParam[]): string[] {
  return pairs.map(([name, value]) => `${name}=${value ?? ""}`.toLowerCase()).sort();
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
