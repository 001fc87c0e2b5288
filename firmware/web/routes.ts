/** Everything the page can be asked for, one row each; `docs/api.md` is made from these rows. */
import { frozen } from "../base/frozen.js";
import { addToken, removeToken, setPassword, signIn, signOut, tellSession, tellTokens } from "./access.js";
import type { Ask, Route } from "./ask.js";
import { restore, tellBackup, tellProfile, tellWholeBackup } from "./backup.js";
import { tryDialPlan } from "./dial-plan-test.js";
import { json, nothing, type Response, written } from "./http.js";
import { MAX_BODY, SETTINGS_BODY } from "./limits.js";
import { tellMeasurement } from "./measuring.js";
import { checkSettings, putSettings, tellSayings, tellSettings, tellTable } from "./settings.js";
import { statusFor } from "./status.js";
import {
  abortUpdate,
  factoryReset,
  fetchUpdate,
  reboot,
  resync,
  takeUpdate,
  tellCountries,
  tellPresets,
  tellUpdate,
  testCall,
  testLine,
} from "./tools.js";
import { takeImage } from "./updating.js";

export const ROUTES: readonly Route[] = frozen([
  {
    ...{ method: "GET", path: "/api/session", who: "fresh", act: tellSession },
    does: "Whether a password has been set, who is signed in, and the token that changes carry as `x-csrf`.",
  },
  {
    ...{ method: "POST", path: "/api/password", who: "fresh", act: setPassword },
    does: 'First `{"password"}`, 8 to 64 characters; later `{"old","password","role"}`. An empty one takes the user\'s away.',
  },
  {
    ...{ method: "POST", path: "/api/login", who: "anybody", act: signIn },
    does: '`{"role","password"}`; 429 with `retry-after` after too many wrong ones from the same address.',
  },
  { ...{ method: "POST", path: "/api/logout", who: "user", act: signOut }, does: "Ends the session." },
  {
    ...{ method: "GET", path: "/api/status", who: "user", act: tellStatus },
    does: "The adapter, its lines and their calls, and what its owner can do; for the administrator also how fetching stands.",
  },
  {
    ...{ method: "GET", path: "/api/settings/table", who: "user", act: tellTable },
    does: "Every setting there is: name, kind, bounds, default, help; for the user his own. Comes in pieces; has an `etag`. `?lang=de` is in German.",
  },
  {
    ...{ method: "GET", path: "/api/sayings", who: "user", act: tellSayings },
    does: 'What refusals and reasons say, as pairs of English and German: `["longer than {} characters","länger als {} Zeichen"]`.',
  },
  {
    ...{ method: "GET", path: "/api/settings", who: "user", act: tellSettings },
    does: "The values that are not the default, the secrets that are set (without values), and what a start option fixes.",
  },
  {
    ...{ method: "PUT", path: "/api/settings", who: "user", act: putSettings, longest: SETTINGS_BODY },
    does: '`{"changes":{"Proxy[1]":"pbx.example.net","User_ID[1]":null}}`: all of them, or 422 with the reasons and none.',
  },
  {
    ...{ method: "POST", path: "/api/settings/check", who: "user", act: checkSettings, longest: SETTINGS_BODY },
    does: "The same, and changes nothing.",
  },
  {
    ...{ method: "GET", path: "/api/calls", who: "user", act: ({ history }: Ask) => written(history.calls) },
    does: "The last calls that are over, newest first, at most 4 KiB of them. They are lost with the power.",
  },
  { ...{ method: "DELETE", path: "/api/calls", who: "admin", act: eraseCalls }, does: "Forgets them." },
  {
    ...{ method: "GET", path: "/api/log", who: "admin", act: ({ history }: Ask) => written(history.log) },
    does: "The last lines of the log, oldest first, at most 6 KiB of them, without secrets.",
  },
  {
    ...{ method: "GET", path: "/api/trace", who: "admin", act: ({ history }: Ask) => written(history.messages) },
    does: "The last SIP messages, at most 8 KiB of them, without credentials and keys; kept since somebody first signed in.",
  },
  {
    ...{ method: "GET", path: "/api/capture", who: "admin", act: capture },
    does:
      "A file for Wireshark, for as long as the request lasts. It holds the SIP messages, each in a UDP packet whatever " +
      "carried it, without credentials and keys; RTP is left out.",
  },
  {
    ...{ method: "GET", path: "/api/events", who: "user", act: listen },
    does: "Server-sent events: `status`, `call`; for the administrator `log`, `sip`, `settings`, `update`, `test`, too.",
  },
  {
    ...{ method: "POST", path: "/api/dialplan", who: "admin", act: tryDialPlan },
    does: '`{"plan","keys"}`: what each key leaves of the plan, what is waited for, and the number that comes of it.',
  },
  {
    ...{ method: "GET", path: "/api/backup", who: "admin", act: tellBackup },
    does: "What the owner has set, without secrets, as a file.",
  },
  {
    ...{ method: "POST", path: "/api/backup", who: "admin", act: tellWholeBackup },
    does:
      '`{"passphrase"}`: with the secrets, under that passphrase: PBKDF2 with SHA-256, 64 octets; the first half is the key of ' +
      "AES-256-CBC, the second that of `mac`, HMAC-SHA-256 over `iv` and `data`. All lines have to be idle.",
  },
  {
    ...{ method: "POST", path: "/api/restore", who: "admin", act: restore, longest: MAX_BODY },
    does:
      '`{"file","passphrase","apply"}`: what a backup, a JSON profile or the flat profile of a PAP2T would change; with ' +
      "`apply` true it does, all or nothing. After a backup everything is as it was then; a profile changes what it names.",
  },
  {
    ...{ method: "GET", path: "/api/profile.xml", who: "admin", act: tellProfile },
    does: "The settings as the flat profile of a PAP2T, without secrets.",
  },
  {
    ...{ method: "POST", path: "/api/resync", who: "admin", act: resync },
    does:
      "Has settings fetched as soon as no call is up: by the rules of the Provisioning tab, or by `rule` alone. 409 where " +
      "there is no rule; how it went is told by the status.",
  },
  {
    ...{ method: "POST", path: "/api/reboot", who: "admin", act: reboot },
    does: "Hangs up, unregisters, and starts anew.",
  },
  {
    ...{ method: "POST", path: "/api/factory-reset", who: "admin", act: factoryReset },
    does: '`{"confirm":"RESET"}`: forgets everything, passwords too, and starts anew.',
  },
  {
    ...{ method: "GET", path: "/api/update", who: "admin", act: tellUpdate },
    does:
      "Which firmware runs, whether it is on trial and what it still has to show, and how an update goes on. 501 on a board " +
      "without room for a second image.",
  },
  {
    ...{ method: "PUT", path: "/api/update", who: "admin", act: takeUpdate, longest: Number.POSITIVE_INFINITY },
    takes: ({ house }, length, head) => takeImage(house, length, head),
    does:
      "The image itself, with its `content-length`; it runs after the next reboot. `?older=yes` takes one that is older than " +
      "what runs, too. 422 says why it is not taken, 409 why none can be taken now.",
  },
  {
    ...{ method: "POST", path: "/api/update", who: "admin", act: fetchUpdate },
    does: '`{"url"}`: the image is fetched, by http or https; 202, and `update` events say how it goes on. `"older": true` as above.',
  },
  {
    ...{ method: "DELETE", path: "/api/update", who: "admin", act: abortUpdate },
    does: "An image on its way is not taken; 409 where there is none.",
  },
  {
    ...{ method: "POST", path: "/api/lines/{n}/test", who: "admin", act: testLine },
    does:
      '`{"test":"tone"}` plays dial tone for 3 s to a receiver that is off the hook, `"ring"` rings for 2 s, `"measure"` takes ' +
      "the line out of use for a second or two, and a `test` event says what was found; 501 where the chips cannot. 409 while " +
      "the line is in use, or out of service.",
  },
  {
    ...{ method: "GET", path: "/api/lines/{n}/test", who: "admin", act: tellMeasurement },
    does:
      "Whether the line is being measured, its loop now (V, mA; null where the chips cannot tell), and what was found the last " +
      'time: `figures` in V, V rms, ohms and ringer equivalence (null: not measured, `"over"`: more than can be measured), and ' +
      "`complaints` by the limits of GR-909: `hazardous`, `foreign`, `receiver-off`, `tip-ring`, `tip-ground`, `ring-ground`, " +
      "`no-bell`, `many-bells`.",
  },
  {
    ...{ method: "POST", path: "/api/call", who: "admin", act: testCall },
    does: '`{"line","number"}`: rings the telephone, and dials the number by the dial plan when it is answered.',
  },
  { ...{ method: "GET", path: "/api/tokens", who: "admin", act: tellTokens }, does: "Names of the tokens of scripts." },
  {
    ...{ method: "POST", path: "/api/tokens", who: "admin", act: addToken },
    does: '`{"name"}`: a token, told this once, that acts as the administrator but changes no password and no token.',
  },
  { ...{ method: "DELETE", path: "/api/tokens", who: "admin", act: removeToken }, does: '`{"name"}`: it is void.' },
  {
    ...{ method: "GET", path: "/api/presets", who: "admin", act: tellPresets },
    does: "Providers: what is set for each, and what its customer has to enter.",
  },
  {
    ...{ method: "GET", path: "/api/countries", who: "admin", act: tellCountries },
    does: "Countries: tones, rings, caller ID, impedance and time zone.",
  },
]);

function tellStatus({ house, who }: Ask): Response {
  return json(statusFor(house, who?.role === "admin"));
}

function eraseCalls({ history }: Ask): Response {
  history.eraseCalls();
  return nothing();
}

function listen(ask: Ask): Response {
  return ask.listeners.open(ask.who?.role === "admin", stayOf(ask));
}

function capture(ask: Ask): Response {
  return ask.captures.open(stayOf(ask));
}

/** Whether he is still signed in, or the token still good: keeps hold of nothing else of the request. */
function stayOf({ who, sessions, house, logins, request }: Ask): () => boolean {
  const session = who?.session ?? null;
  if (session !== null) return () => sessions.has(session, house.now());
  const token = (request.headers.authorization ?? "").slice("Bearer ".length).trim();
  return () => logins.isToken(token);
}
