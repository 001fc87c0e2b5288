/** Coming in and going out: the first password, signing in, changing passwords, tokens of scripts. */
import type { Ask, Rooms } from "./ask.js";
import { json, nothing, type Response, refuse } from "./http.js";
import { textIn } from "./json.js";
import { Logins, type Role } from "./logins.js";
import type { Session } from "./sessions.js";

export function tellSession({ who, logins, house }: Ask): Response {
  const { product, version } = house.status();
  return json({
    state: logins.fresh ? "fresh" : who === null ? "out" : "in",
    role: who?.role ?? null,
    csrf: who?.session?.csrf ?? null,
    ...{ product, version },
    language: null,
  });
}

export function signIn(ask: Ask): Response {
  const { sessions, house, body } = ask;
  const role = roleIn(body);
  const password = textIn(body, "password");
  if (role === undefined || password === undefined) return refuse(400, "A role and a password are wanted.");
  return guarded(ask, role, password) ?? withCookie(sessions.open(role, house.now()));
}

export function signOut({ sessions, who }: Ask): Response {
  if (who?.session) sessions.close(who.session);
  return nothing(204, { "set-cookie": "session=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0" });
}

/** The first one, or another one. */
export function setPassword(ask: Ask): Response {
  const { logins, sessions, house, body, who } = ask;
  const password = textIn(body, "password");
  if (password === undefined) return refuse(400, "A password is wanted.");
  if (logins.fresh) {
    const refusal = keep(ask, "admin", password);
    return refusal ?? withCookie(sessions.open("admin", house.now()));
  }
  if (who === null) return refuse(401, "Sign in first.");
  if (who.session === null) return refuse(403, "Whoever changes a password has to be signed in with one.");
  const old = textIn(body, "old");
  const role = Object.hasOwn(body, "role") ? roleIn(body) : who.role;
  if (old === undefined || role === undefined) return refuse(400, "The old password is wanted, too.");
  if (role !== who.role && who.role !== "admin") return refuse(403, "Only the administrator may do that.");
  const refusal = guarded(ask, who.role, old) ?? keep(ask, role, password);
  if (refusal) return refusal;
  sessions.closeAll(role, who.session);
  return nothing();
}

export const tellTokens = ({ logins }: Ask): Response => json({ tokens: logins.tokenNames });

export function addToken({ logins, body, who }: Ask): Response {
  if (who?.session === null) return refuse(403, "A token cannot make tokens.");
  const added = kept(() => logins.addToken(textIn(body, "name") ?? ""));
  if ("status" in added) return added;
  return "refused" in added ? refuse(422, added.refused) : json(added);
}

export function removeToken({ logins, body, who }: Ask): Response {
  if (who?.session === null) return refuse(403, "A token cannot remove tokens.");
  const removed = kept(() => ({ found: logins.removeToken(textIn(body, "name") ?? "") }));
  if ("status" in removed) return removed;
  return removed.found ? nothing() : refuse(404, "There is no token of this name.");
}

/** Whether it is the password, at most as often as anybody may try; null when it is. */
function guarded({ backOff, logins, house, request }: Rooms & Pick<Ask, "request">, role: Role, password: string) {
  const now = house.now();
  const wait = backOff.wait(request.from, now);
  if (wait > 0) return refuse(429, "Too many wrong passwords.", {}, { "retry-after": String(Math.ceil(wait / 1000)) });
  if (logins.isPassword(role, password)) {
    backOff.right(request.from);
    return null;
  }
  backOff.wrong(request.from, now);
  return refuse(401, "This is not the password.");
}

function keep({ logins }: Ask, role: Role, password: string): Response | null {
  const refusal = role === "user" && password === "" ? null : Logins.refusal(password);
  if (refusal !== null) return refuse(422, refusal);
  const done = kept(() => {
    logins.setPasswords({ [role]: password });
    return {};
  });
  return "status" in done ? done : null;
}

/** What flash does not take has not happened. */
export function kept<T extends object>(act: () => T): T | Response {
  try {
    return act();
  } catch (error) {
    return refuse(
      500,
      `It could not be kept, and nothing has changed: ${error instanceof Error ? error.message : error}.`,
    );
  }
}

const withCookie = ({ id }: Session): Response =>
  nothing(204, { "set-cookie": `session=${id}; HttpOnly; SameSite=Strict; Path=/` });

function roleIn(body: Ask["body"]): Role | undefined {
  const role = textIn(body, "role");
  return role === "admin" || role === "user" ? role : undefined;
}
