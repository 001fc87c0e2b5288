/**
 * Whom we call when others say whom: users of our own domain, and numbers, which our own server then knows; none that the
 * dial plan would not let the telephone call.
 */
import { without } from "../base/patterns.js";
import { permits } from "../dialplan/permission.js";
import { emitSipUri, parseSipUri, type SipUri, uriParam } from "../wire/sip/sip-uri.js";
import type { Core } from "./core.js";

const NUMBER = /^\+?\d{1,32}$/;
const SEPARATOR = /[().-]/;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** The same user of our own domain: the URI's parameters hold there, and only there; its headers are not obeyed. */
export function homeUri(core: Core, text: string): SipUri | undefined {
  const uri = parseSipUri(text);
  if (uri?.scheme !== "sip" || uri.user === "") return undefined;
  if ((uriParam(uri, "method") ?? "INVITE").toUpperCase() !== "INVITE") return undefined;
  if (!core.isHome(uri)) return ifNumber(core, uri.user);
  if (!isPermitted(core, uri.user)) return undefined;
  const params = uri.params.filter(([name]) => name !== "method" && name !== "transport" && name !== "maddr");
  const home = parseSipUri(core.uriOfUser(uri.user));
  return home && { ...home, params };
}

function ifNumber(core: Core, user: string): SipUri | undefined {
  return NUMBER.test(user) && isPermitted(core, user) ? parseSipUri(core.uriOfUser(user)) : undefined;
}

/** What stands behind a semicolon is of the number's kind, not of the number (RFC 3966). */
function isPermitted({ account: { dialPlan } }: Core, user: string): boolean {
  return dialPlan === undefined || permits(dialPlan, without(user.split(";", 1)[0], SEPARATOR));
}

/** The same for who is named by a number alone (RFC 3966). */
export function homeNumber(core: Core, text: string): SipUri | undefined {
  const uri = parseSipUri(text);
  return uri?.scheme === "tel" ? ifNumber(core, without(uri.user, SEPARATOR)) : undefined;
}

/** What the owner names: a number of our own domain, a user of another one, or a whole URI as it stands. */
export function uriOfTarget(core: Core, target: string): string | undefined {
  if (target === "") return undefined;
  const isUri = SCHEME.test(target);
  if (!isUri && !target.includes("@")) return core.uriOfUser(target);
  const uri = isUri ? target : `sip:${target}`;
  return parseSipUri(uri)?.scheme === "sip" ? uri : undefined;
}

/** A whole URI and the headers in it that a call obeys: whose place it takes (RFC 3891 section 4). */
export function withoutHeaders(text: string): { readonly uri: string; readonly headers: readonly [string, string][] } {
  const uri = text.indexOf("?") < 0 ? undefined : parseSipUri(text);
  if (!uri || uri.headers.length === 0) return { uri: text, headers: [] };
  const headers: [string, string][] = [];
  for (let i = 0; i < uri.headers.length; i++) {
    const [name, value] = uri.headers[i];
    if (name === "replaces") headers.push(["Replaces", value]);
    else if (name === "require" && value.toLowerCase() === "replaces") headers.push(["Require", "replaces"]);
  }
  return { uri: emitSipUri({ ...uri, headers: [] }), headers };
}
