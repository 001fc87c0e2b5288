/**
 * Settings as a file, and back. Secrets go along only under a passphrase: a key of its own for each file (PBKDF2), the
 * secrets as JSON in AES-256-CBC, and an HMAC over vector and cipher, made with the second half of what was derived.
 */

import { frozen } from "../base/frozen.js";
import type { JsonRecord } from "../base/json.js";
import { JsonReader } from "../base/json-reader.js";
import { jsonText } from "../base/json-text.js";
import { hexOf, octetsOf, textOf } from "../base/text.js";
import type { RefusedSetting } from "../config/config.js";
import { flatProfileRows } from "../config/flat-profile.js";
import { fallbackOf, settingsNamed } from "../config/names.js";
import { importProfile, jsonOf, parseProfile, type ReadProfile } from "../config/profile.js";
import { holdsSecret } from "../config/setting.js";
import { SettingList } from "../config/setting-list.js";
import type { Ask } from "./ask.js";
import { isoOf } from "./history.js";
import { data, poured, type Response, refuse } from "./http.js";
import { parseRecord, textIn } from "./json.js";
import { DEEPEST, MAX_ITERATIONS, MAX_PASSWORD, MIN_PASSWORD, PASSPHRASE_ITERATIONS } from "./limits.js";
import { roleOf } from "./passwords.js";
import { drawn, isSame, octetsOfHex } from "./secrecy.js";
import { applied, isHidden, openly, refusals } from "./settings.js";

const VERSION = 1;
/** Octets. */
const SALT = 16;
const VECTOR = 16;
const KEY = 32;
/** Characters of an answer that go out together. */
const PIECE = 1024;

export function tellBackup(ask: Ask): Response {
  return file(ask, null);
}

export function tellWholeBackup(ask: Ask): Response {
  const { house, body } = ask;
  const passphrase = textIn(body, "passphrase") ?? "";
  if (passphrase.length < MIN_PASSWORD || passphrase.length > MAX_PASSWORD)
    return refuse(422, `A passphrase has ${MIN_PASSWORD} to ${MAX_PASSWORD} characters.`);
  if (!house.idle) return refuse(409, IN_USE);
  const secrets: { [name: string]: string } = {};
  const { names, values } = house.config.owner;
  for (const [at, name] of names.entries()) if (isHidden(name, values[at], house.lines)) secrets[name] = values[at];
  const { vault, chance } = house;
  const salt = drawn(chance, SALT);
  const iv = drawn(chance, VECTOR);
  const keys = vault.derive("SHA-256", octetsOf(passphrase), salt, PASSPHRASE_ITERATIONS, 2 * KEY);
  const cipher = vault.encrypt(keys.subarray(0, KEY), iv, octetsOf(jsonText(secrets)));
  const mac = vault.hmac("SHA-256", keys.subarray(KEY), joined(iv, cipher));
  return file(ask, {
    salt: hexOf(salt),
    iterations: PASSPHRASE_ITERATIONS,
    iv: hexOf(iv),
    data: hexOf(cipher),
    mac: hexOf(mac),
  });
}

/** It takes so long that a call would be heard to stop. */
const IN_USE = "A telephone is in use: passphrases are for when all lines are idle.";

function file({ house }: Ask, secrets: object | null): Response {
  const today = house.today();
  const rows = [
    `"version": ${VERSION}`,
    `"board": ${jsonText(house.board)}`,
    `"date": ${jsonText(today && isoOf(today))}`,
    `"settings": ${jsonOf(openly(house.config.owner, house.lines), "\n ")}`,
    ...(secrets ? [`"secrets": ${jsonText(secrets)}`] : []),
  ];
  return data("application/json; charset=utf-8", `{\n ${rows.join(",\n ")}\n}\n`, {
    "content-disposition": `attachment; filename="backup-${house.mac}.json"`,
  });
}

export function tellProfile(ask: Ask): Response {
  const { house } = ask;
  const head = data("application/xml; charset=utf-8", "", {
    "content-disposition": `attachment; filename="profile-${house.mac}.xml"`,
  });
  return inPieces(ask, head, flatProfileRows(house.config, { which: "all", secrets: false }), "\n");
}

function inPieces({ house }: Ask, head: Response, rows: Generator<string, void>, end: string): Response {
  let made = -1;
  let row: string | null = null;
  const pieces = (at: number) => {
    if (at === made) return row;
    made = at;
    const { value, done } = rows.next();
    row = done ? null : `${value}${end}`;
    return row;
  };
  return poured(head, pieces, (delay, act) => house.later(delay, act));
}

type Found = {
  readonly form: "backup" | "json" | "xml";
  readonly changes: SettingList<string | null>;
  readonly aside: SettingList;
  readonly unknown: readonly string[];
  readonly refused: readonly RefusedSetting[];
};

/** What a file would change; with `apply` it does. A whole profile comes and goes as lists, and its answer in pieces. */
export function restore(ask: Ask): Response {
  const { body, house } = ask;
  const text = textIn(body, "file");
  if (text === undefined) return refuse(400, "A file is wanted.");
  const read = readFile(ask, text, textIn(body, "passphrase") ?? "");
  if ("status" in read) return read;
  const found = { ...read, refused: [...read.refused, ...refusals(ask, read.changes)] };
  const before = house.config.owner;
  if (body.apply !== true) return told(ask, found, before);
  if (found.refused.length > 0)
    return told(ask, found, before, { error: "Not all of it can be taken; nothing has changed." }, 422);
  const done = applied(ask, found.changes);
  if ("status" in done) return done;
  if ("refused" in done) return refuse(422, "Nothing has changed.", done);
  return told(ask, found, before, { waiting: house.waiting });
}

function readFile(ask: Ask, text: string, passphrase: string): Found | Response {
  const backup = openBackup(text);
  if (backup) return readBackup(ask, backup, passphrase);
  const profile = parseProfile(text);
  if ("refused" in profile) return refuse(422, `This file is not understood: ${profile.refused}.`);
  return { form: profile.form, ...imported(ask, profile) };
}

type Backup = {
  readonly version: unknown;
  /** Null where there is none. */
  readonly settings: SettingList | null;
  /** Null where they cannot be read, undefined where there are none. */
  readonly secrets: JsonRecord | null | undefined;
};

/** What stands in a file of ours; null for another one. */
function openBackup(text: string): Backup | null {
  const reader = new JsonReader(text);
  let version: unknown;
  let settings: SettingList | null = null;
  let secrets: JsonRecord | null | undefined;
  const isRecord = reader.record((name) => {
    if (name === "version") {
      version = reader.value();
      return version !== undefined;
    }
    const isOpen = reader.peek() === "{";
    if (name === "settings" && isOpen) {
      const texts = new SettingList();
      settings = texts;
      return reader.fields(DEEPEST - 2, (name, value) => {
        if (typeof value === "string") texts.set(name, value);
      });
    }
    if (name === "secrets") secrets = null;
    if (name !== "secrets" || !isOpen) return reader.skip(DEEPEST - 1);
    const parts: { [name: string]: unknown } = {};
    secrets = parts;
    return reader.fields(DEEPEST - 2, (name, value) => {
      if (name === "iterations" || SEALED.includes(name)) parts[name] = value;
    });
  });
  return isRecord && reader.done && version !== undefined ? { version, settings, secrets } : null;
}

/** Everything is as it was then: what the file does not name goes back to its default, but for secrets it does not hold. */
function readBackup(ask: Ask, { version, settings, secrets }: Backup, passphrase: string): Found | Response {
  const { house } = ask;
  if (version !== VERSION || !settings) return refuse(422, "This is a backup of another product.");
  const aside = new SettingList();
  let keeps = true;
  if (secrets && passphrase !== "") {
    if (!house.idle) return refuse(409, IN_USE);
    const opened = unlocked(ask, secrets, passphrase);
    if (!opened) return refuse(422, "This is not the passphrase of this file, or the file is damaged.");
    for (const [name, value] of Object.entries(opened)) {
      keeps = false;
      if (typeof value === "string") settings.set(name, value);
    }
  } else if (secrets !== undefined) aside.add("secrets", "no passphrase was given");
  const found = imported(ask, { settings, aside, form: "json" });
  const { names, values } = house.config.owner;
  const changes = new SettingList<string | null>();
  for (const [at, name] of found.changes.names.entries()) changes.add(name, found.changes.values[at]);
  for (const [at, name] of names.entries())
    if (!found.changes.has(name) && !(keeps && isHidden(name, values[at], house.lines))) changes.add(name, null);
  return { form: "backup", ...found, changes };
}

/** Of secrets in a file, in hexadecimal. */
const SEALED: readonly string[] = frozen(["salt", "iv", "data", "mac"]);

function unlocked({ house }: Ask, secrets: JsonRecord, passphrase: string): JsonRecord | undefined {
  const { iterations } = secrets;
  const [salt, iv, cipher, mac] = SEALED.map((name) => octetsOfHex(textIn(secrets, name) ?? "-"));
  if (!salt || !iv || !cipher || !mac || iv.length !== VECTOR || passphrase.length > MAX_PASSWORD) return undefined;
  if (typeof iterations !== "number" || !(iterations >= 1 && iterations <= MAX_ITERATIONS)) return undefined;
  const keys = house.vault.derive("SHA-256", octetsOf(passphrase), salt, Math.floor(iterations), 2 * KEY);
  if (!isSame(house.vault.hmac("SHA-256", keys.subarray(KEY), joined(iv, cipher)), mac)) return undefined;
  const plain = house.vault.decrypt(keys.subarray(0, KEY), iv, cipher);
  return plain && parseRecord(textOf(plain));
}

/** The passwords of the page are no settings, and are taken from a profile nevertheless. */
function imported({ house }: Ask, profile: ReadProfile): Omit<Found, "form"> {
  const settings = new SettingList();
  const passwords = new SettingList();
  const { names, values } = profile.settings;
  for (const [at, name] of names.entries()) {
    if (roleOf(name) === undefined) settings.add(name, values[at]);
    else if (values[at] !== "") passwords.add(name, values[at]);
  }
  const { settings: known, aside, unknown, refused } = importProfile({ ...profile, settings }, house.lines);
  const changes = new SettingList<string | null>();
  for (const list of [known, passwords])
    for (const [at, name] of list.names.entries()) changes.add(name, list.values[at]);
  return { changes, aside, unknown, refused };
}

/** What has been found, in pieces; `before` is what the owner had set then. */
function told(ask: Ask, found: Found, before: SettingList, more: object = {}, status = 200): Response {
  const { form, changes, aside, unknown, refused } = found;
  const lists = { changes: differences(ask, changes, before), aside: reasonsOf(aside), unknown, refused };
  const head = { ...data("application/json; charset=utf-8", ""), status };
  return inPieces(ask, head, jsonRows({ ...more, form }, lists), "");
}

/** A record with lists in it, as JSON. */
function* jsonRows(fields: object, lists: { readonly [name: string]: Iterable<unknown> }): Generator<string, void> {
  let text = jsonText(fields).slice(0, -1);
  for (const name in lists) {
    text += `,${jsonText(name)}:[`;
    let between = "";
    for (const item of lists[name]) {
      text += between + jsonText(item);
      between = ",";
      if (text.length < PIECE) continue;
      yield text;
      text = "";
    }
    text += "]";
  }
  yield `${text}}`;
}

/** What would be another value; null goes back to what the board brings. */
function* differences({ house }: Ask, changes: SettingList<string | null>, before: SettingList) {
  const { config } = house;
  for (const [at, given] of changes.names.entries()) {
    const wanted = changes.values[at];
    if (roleOf(given) !== undefined) yield { name: given, from: "", to: "", secret: true };
    for (const { name, setting, line } of settingsNamed(given, house.lines)) {
      const from = config.valueOf(name, before) ?? fallbackOf(setting, line);
      const to = wanted ?? fallbackOf(setting, line);
      if (from === to) continue;
      const secret = holdsSecret(setting, from) || holdsSecret(setting, to);
      yield secret ? { name, from: "", to: "", secret } : { name, from, to, secret };
    }
  }
}

function* reasonsOf({ names, values }: SettingList) {
  for (const [at, name] of names.entries()) yield { name, reason: values[at] };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const octets = new Uint8Array(a.length + b.length);
  octets.set(a);
  octets.set(b, a.length);
  return octets;
}
