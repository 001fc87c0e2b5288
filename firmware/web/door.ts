/**
 * The door of the page. Nobody is let in who calls us by another name (DNS rebinding), whose browser was sent by another
 * page (CSRF), who is not signed in, or who may not do what he asks for; before that nothing of a request is looked at.
 */
import type { Rooms, Route, Who } from "./ask.js";
import { type Head, type Response, refuse } from "./http.js";
import { SMALL_BODY } from "./limits.js";
import { ROUTES } from "./routes.js";

export type Admitted = { readonly route: Route; readonly who: Who | null; readonly line: number };

const LINE_TEST = /^\/api\/lines\/([1-9])\/test$/;
const BEARER = /^Bearer +([!-~]{1,128})$/i;
/** Characters of the longest header that is looked at. */
const LONGEST_HEADER = 1024;

/** Null when we go by the name it was called. */
export function wrongHost({ headers }: Head, hosts: readonly string[]): Response | null {
  if (hosts.includes((headers.host ?? "").toLowerCase())) return null;
  return refuse(403, "This is not the address of this adapter.");
}

/** What a request for data asks for, and on whose behalf; or why not. The host has been looked at. */
export function admit(head: Head, rooms: Rooms): Admitted | Response {
  const { logins } = rooms;
  const found = routeOf(head);
  if (logins.fresh && !(found && "route" in found && found.route.who === "fresh"))
    return refuse(403, "Set a password first.");
  const bearer = head.headers.authorization;
  const who = bearer === undefined ? signedIn(head, rooms) : script(bearer, rooms);
  const isOpen = found && "route" in found && (found.route.who === "fresh" || found.route.who === "anybody");
  // Strangers do not even learn what there is.
  if (who === null && !isOpen) return refuse(401, "Sign in first.");
  if (found === null) return refuse(404, "There is no such thing.");
  if ("allowed" in found) return refuse(405, "It cannot be asked like that.", {}, { allow: found.allowed });
  const { route, line } = found;
  const foreign = wrongOrigin(head, route, who) ?? wrongToken(head, route, who);
  if (foreign) return foreign;
  if (route.who === "admin" && who?.role !== "admin") return refuse(403, "Only the administrator may do that.");
  if (lengthOf(head) > (route.longest ?? SMALL_BODY)) return refuse(413, "That is too long.");
  return { route, who, line };
}

/** Octets that are to come, as far as the head tells. */
export function lengthOf({ headers }: Head): number {
  if (headers["transfer-encoding"] !== undefined) return Number.POSITIVE_INFINITY;
  const length = Number(headers["content-length"] ?? 0);
  return Number.isSafeInteger(length) && length >= 0 ? length : Number.POSITIVE_INFINITY;
}

function routeOf({ method, path }: Head): { route: Route; line: number } | { allowed: string } | null {
  const asked = method === "HEAD" ? "GET" : method;
  const test = path.length < 32 ? LINE_TEST.exec(path) : null;
  const wanted = test ? "/api/lines/{n}/test" : path;
  const allowed: string[] = [];
  for (const route of ROUTES) {
    if (route.path !== wanted) continue;
    if (route.method === asked) return { route, line: test ? Number(test[1]) : 0 };
    allowed.push(route.method);
  }
  return allowed.length > 0 ? { allowed: allowed.join(", ") } : null;
}

function signedIn(head: Head, { sessions, house }: Rooms): Who | null {
  const id = cookieOf(head.headers.cookie ?? "");
  const session = id === null ? undefined : sessions.use(id, house.now());
  return session ? { role: session.role, session } : null;
}

function script(header: string, { logins }: Rooms): Who | null {
  const token = header.length <= LONGEST_HEADER ? BEARER.exec(header)?.[1] : undefined;
  return token !== undefined && logins.isToken(token) ? { role: "admin", session: null } : null;
}

function cookieOf(header: string): string | null {
  if (header.length > LONGEST_HEADER) return null;
  for (const part of header.split(";")) {
    const cookie = part.trim();
    if (cookie.startsWith("session=")) return cookie.slice("session=".length);
  }
  return null;
}

const changes = ({ method }: Route) => method !== "GET";

/** A browser names the page that makes it ask: it has to be ours. Only a script may keep silent about it. */
function wrongOrigin({ headers }: Head, route: Route, who: Who | null): Response | null {
  const { origin, host } = headers;
  const isScript = who !== null && who.session === null;
  if (origin === undefined && (isScript || !changes(route))) return null;
  return origin?.toLowerCase() === `http://${(host ?? "").toLowerCase()}`
    ? null
    : refuse(403, "This was not asked by a page of this adapter.");
}

function wrongToken({ headers }: Head, route: Route, who: Who | null): Response | null {
  if (!changes(route) || who === null || who.session === null) return null;
  return headers["x-csrf"] === who.session.csrf ? null : refuse(403, "The token of this login is missing.");
}
