/** `docs/api.md`, made from the table of routes. By hand: `node --import ./test/register.mjs test/firmware/web/api-page.ts > docs/api.md` */
import type { Route } from "../../../firmware/web/ask.js";
import {
  FREE_TRIES,
  MAX_CAPTURES,
  MAX_LISTENERS,
  MAX_SESSIONS,
  MAX_TOKENS,
  SESSION_IDLE,
  SESSION_LIFE,
} from "../../../firmware/web/limits.js";
import { ROUTES } from "../../../firmware/web/routes.js";

const WHO: { readonly [who in Route["who"]]: string } = {
  fresh: "anybody, even before there is a password",
  anybody: "anybody",
  user: "user, administrator",
  admin: "administrator",
};

export function apiPage(): string {
  const rows = ROUTES.map(({ method, path, who, does }) => `| \`${method} ${path}\` | ${WHO[who]} | ${does} |`);
  return `# The interface of the built-in page

What the page in a browser does, a script can do. All of it is JSON in UTF-8, except where a file is said. A request that
fails is answered with a status from 400 on and \`{"error":"words for people"}\`; settings that are not taken come with
\`"refused":[{"name","reason"}]\`, and then nothing has changed.

- The \`Host\` has to be a name or address of the adapter: another is answered 403.
- Until a password has been set, only the page itself, \`GET /api/session\` and \`POST /api/password\` answer.
- A browser signs in by \`POST /api/login\` and gets the cookie \`session\` (HttpOnly, SameSite=Strict). What changes something
  (POST, PUT, DELETE) has to carry an \`Origin\` of ours, and once signed in the header \`x-csrf\` with the token that
  \`GET /api/session\` tells. At most ${MAX_SESSIONS} are signed in; a session ends after ${SESSION_IDLE / 60_000} minutes without a request, and after ${SESSION_LIFE / 3_600_000} hours.
- A script sends \`authorization: Bearer TOKEN\` instead, and needs neither cookie, \`x-csrf\` nor \`Origin\`. There are at most
  ${MAX_TOKENS} tokens.
- After ${FREE_TRIES} wrong passwords a client waits 1 s, then twice as long each time, up to 15 minutes. Clients are told apart by
  address, and none waits for another.
- At most ${MAX_LISTENERS} clients hear events, and ${MAX_CAPTURES} takes a capture; more are answered 503.
- Secrets are never answered: they can be set, and it is told which are set.

| Request | Who | What |
|---|---|---|
${rows.join("\n")}
`;
}

if (process.argv[1]?.endsWith("api-page.ts")) process.stdout.write(apiPage());
