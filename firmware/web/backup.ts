/**
 * Settings as a file, and back. Secrets go along only under a passphrase: a key of its own for each file (PBKDF2), the
 * secrets as JSON in AES-256-CBC, and an HMAC over vector and cipher, made with the second half of what was derived.
 */

import { jsonText } from "../base/json-text.js";
import { hexOf, octetsOf, textOf } from "../base/text.js";
import type { RefusedSetting, SettingChanges } from "../config/config.js";
import { type AsideSetting, flatProfileRows } from "../config/flat-profile.js";
import { fallbackOf, settingsNamed } from "../config/names.js";
import { importProfile, parseProfile, type ReadProfile } from "../config/profile.js";
import { holdsSecret } from "../config/setting.js";
import type { Ask } from "./ask.js";
import { isoOf } from "./history.js";
import { data, json, poured, type Response, refuse } from "./http.js";
import { type Body, isRecord, parseRecord, textIn } from "./json.js";
import { MAX_ITERATIONS, MAX_PASSWORD, MIN_PASSWORD, PASSPHRASE_ITERATIONS } from "./limits.js";
import { roleOf } from "./passwords.js";
import { drawn, isSame, octetsOfHex } from "./secrecy.js";
import { applied, isHidden, openly, refusals } from "./settings.js";

const VERSION = 1;
/** Octets. */
const SALT = 16;
const VECTOR = 16;
const KEY = 32;

export function tellBackup(ask: Ask): Response {
  return file(ask, {});
}

export function tellWholeBackup(ask: Ask): Response {
  const { house, body } = ask;
  const passphrase = textIn(body, "passphrase") ?? "";
  if (passphrase.length < MIN_PASSWORD || passphrase.length > MAX_PASSWORD)
    return refuse(422, `A passphrase has ${MIN_PASSWORD} to ${MAX_PASSWORD} characters.`);
  if (!house.idle) return refuse(409, IN_USE);
  const secrets: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(house.config.owned))
    if (isHidden(name, value, house.lines)) secrets[name] = value;
  const { vault, chance } = house;
  const salt = drawn(chance, SALT);
  const iv = drawn(chance, VECTOR);
  const keys = vault.derive("SHA-256", octetsOf(passphrase), salt, PASSPHRASE_ITERATIONS, 2 * KEY);
  const cipher = vault.encrypt(keys.subarray(0, KEY), iv, octetsOf(jsonText(secrets)));
  const mac = vault.hmac("SHA-256", keys.subarray(KEY), joined(iv, cipher));
  return file(ask, {
    secrets: {
      salt: hexOf(salt),
      iterations: PASSPHRASE_ITERATIONS,
      iv: hexOf(iv),
      data: hexOf(cipher),
      mac: hexOf(mac),
    },
  });
}

/** It takes so long that a call would be heard to stop. */
const IN_USE = "A telephone is in use: passphrases are for when all lines are idle.";

function file({ house }: Ask, more: object): Response {
  const today = house.today();
  const settings = openly(house.config.owned, house.lines);
  const backup = { version: VERSION, board: house.board, date: today && isoOf(today), settings, ...more };
  return {
    ...data("application/json; charset=utf-8", `${jsonText(backup, 1)}\n`),
    headers: { ...json({}).headers, "content-disposition": `attachment; filename="backup-${house.mac}.json"` },
  };
}

export function tellProfile({ house }: Ask): Response {
  const rows = flatProfileRows(house.config, { which: "all", secrets: false });
  let made = -1;
  let row: string | null = null;
  const pieces = (at: number) => {
    if (at === made) return row;
    made = at;
    const { value, done } = rows.next();
    row = done ? null : `${value}\n`;
    return row;
  };
  const head = data("application/xml; charset=utf-8", "", {
    "content-disposition": `attachment; filename="profile-${house.mac}.xml"`,
  });
  return poured(head, pieces, (delay, act) => house.later(delay, act));
}

type Found = {
  readonly form: "backup" | "json" | "xml";
  readonly changes: SettingChanges;
  readonly aside: readonly AsideSetting[];
  readonly unknown: readonly string[];
  readonly refused: readonly RefusedSetting[];
};

/** What a file would change; with `apply` it does. */
export function restore(ask: Ask): Response {
  const { body, house } = ask;
  const text = textIn(body, "file");
  if (text === undefined) return refuse(400, "A file is wanted.");
  const found = read(ask, text, textIn(body, "passphrase") ?? "");
  if ("status" in found) return found;
  const differing = differences(ask, found.changes);
  const view = {
    form: found.form,
    changes: differing,
    aside: found.aside,
    unknown: found.unknown,
    refused: [...found.refused, ...refusals(ask, found.changes)],
  };
  if (body.apply !== true) return json(view);
  if (view.refused.length > 0) return refuse(422, "Not all of it can be taken; nothing has changed.", view);
  const done = applied(ask, found.changes);
  if ("status" in done) return done;
  return "refused" in done ? refuse(422, "Nothing has changed.", done) : json({ ...view, waiting: house.waiting });
}

function read(ask: Ask, text: string, passphrase: string): Found | Response {
  const record = parseRecord(text);
  if (record && Object.hasOwn(record, "version")) return readBackup(ask, record, passphrase);
  const profile = parseProfile(text);
  if ("refused" in profile) return refuse(422, `This file is not understood: ${profile.refused}.`);
  return { form: profile.form, ...imported(ask, profile) };
}

/** Everything is as it was then: what the file does not name goes back to its default, but for secrets it does not hold. */
function readBackup(ask: Ask, record: Body, passphrase: string): Found | Response {
  const { house } = ask;
  const { settings, secrets } = record;
  if (record.version !== VERSION || !isRecord(settings)) return refuse(422, "This is a backup of another product.");
  const aside: AsideSetting[] = [];
  let hidden: Body = {};
  if (isRecord(secrets) && passphrase !== "") {
    if (!house.idle) return refuse(409, IN_USE);
    const opened = unlocked(ask, secrets, passphrase);
    if (!opened) return refuse(422, "This is not the passphrase of this file, or the file is damaged.");
    hidden = opened;
  } else if (secrets !== undefined) aside.push({ name: "secrets", reason: "no passphrase was given" });
  const texts: { [name: string]: string } = {};
  for (const [name, value] of [...Object.entries(settings), ...Object.entries(hidden)])
    if (typeof value === "string") texts[name] = value;
  const found = imported(ask, { settings: texts, aside, form: "json" });
  const changes: { [name: string]: string | null } = { ...found.changes };
  const keeps = Object.keys(hidden).length === 0;
  for (const [name, value] of Object.entries(house.config.owned))
    if (!Object.hasOwn(changes, name) && !(keeps && isHidden(name, value, house.lines))) changes[name] = null;
  return { form: "backup", ...found, changes };
}

function unlocked({ house }: Ask, secrets: Body, passphrase: string): Body | undefined {
  const { iterations } = secrets;
  const [salt, iv, cipher, mac] = ["salt", "iv", "data", "mac"].map((name) =>
    octetsOfHex(textIn(secrets, name) ?? "-"),
  );
  if (!salt || !iv || !cipher || !mac || iv.length !== VECTOR || passphrase.length > MAX_PASSWORD) return undefined;
  if (typeof iterations !== "number" || !(iterations >= 1 && iterations <= MAX_ITERATIONS)) return undefined;
  const keys = house.vault.derive("SHA-256", octetsOf(passphrase), salt, Math.floor(iterations), 2 * KEY);
  if (!isSame(house.vault.hmac("SHA-256", keys.subarray(KEY), joined(iv, cipher)), mac)) return undefined;
  const plain = house.vault.decrypt(keys.subarray(0, KEY), iv, cipher);
  return plain && parseRecord(textOf(plain));
}

/** The passwords of the page are no settings, and are taken from a profile nevertheless. */
function imported({ house }: Ask, profile: ReadProfile): Omit<Found, "form"> {
  const settings: { [name: string]: string } = {};
  const passwords: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(profile.settings)) {
    if (roleOf(name) === undefined) settings[name] = value;
    else if (value !== "") passwords[name] = value;
  }
  const found = importProfile({ ...profile, settings }, house.lines);
  return {
    changes: { ...found.settings, ...passwords },
    aside: found.aside,
    unknown: found.unknown,
    refused: found.refused,
  };
}

/** What would be another value; null goes back to what the board brings. */
function differences({ house }: Ask, changes: SettingChanges) {
  const { config } = house;
  const differing: { name: string; from: string; to: string; secret: boolean }[] = [];
  for (const [given, wanted] of Object.entries(changes)) {
    if (roleOf(given) !== undefined) differing.push({ name: given, from: "", to: "", secret: true });
    for (const { name, setting, line } of settingsNamed(given, house.lines)) {
      const from = config.valueOf(name) ?? fallbackOf(setting, line);
      const to = wanted ?? fallbackOf(setting, line);
      if (from === to) continue;
      const secret = holdsSecret(setting, from) || holdsSecret(setting, to);
      differing.push(secret ? { name, from: "", to: "", secret } : { name, from, to, secret });
    }
  }
  return differing;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const octets = new Uint8Array(a.length + b.length);
  octets.set(a);
  octets.set(b, a.length);
  return octets;
}
