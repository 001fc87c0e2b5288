/** A file of settings, as JSON (`{"settings":{"Proxy[1]":"pbx.example.net"}}`) or as the flat profile of a PAP2T. */
import { frozen } from "../base/frozen.js";
import { JsonReader } from "../base/json-reader.js";
import { jsonText } from "../base/json-text.js";
import { Config, type RefusedSetting } from "./config.js";
import { parseFlatProfile } from "./flat-profile.js";
import { short } from "./lists.js";
import { MAX_PROFILE, settingsNamed } from "./names.js";
import { adapted } from "./pap2t-values.js";
import { SettingList, type Settings } from "./setting-list.js";
import { SHOWN, withoutEffect } from "./without-effect.js";

/** Levels of braces in a profile: the file, and its settings. */
const DEEPEST = 2;

const XML = /^\s*</;
const LINE = /\[[1-9]\]$|_[1-9]_$/;

/** The values as text, names as they were given; or one line that says why this is no profile. */
export type Profile = ReadProfile | { readonly refused: string };

export type ReadProfile = {
  readonly settings: SettingList;
  /** What was found where no setting stands, and why it is kept apart. */
  readonly aside: SettingList;
  readonly form: "json" | "xml";
};

/** A profile that was understood, as far as it could be. */
export type Import = {
  /** Names and values as they are kept. */
  readonly settings: SettingList;
  /** Known, and without effect here, and why; the default stays. */
  readonly aside: SettingList;
  /** Names that are none. */
  readonly unknown: readonly string[];
  /** Values that are none, by name. */
  readonly refused: readonly RefusedSetting[];
};

/** Markup begins it, whatever else is wrong with it. */
export const isXml = (text: string) => XML.test(text);

/** Reads a profile. Whether its names and values are known is for `importProfile` and `Config` to say. */
export function parseProfile(text: string): Profile {
  if (!isXml(text)) return parseJsonProfile(text);
  const profile = parseFlatProfile(text);
  return "refused" in profile ? profile : { settings: profile.settings, aside: profile.aside, form: "xml" };
}

export function emitProfile(settings: Settings): string {
  return `{\n  "settings": ${jsonOf(settings, "\n  ")}\n}`;
}

/** Rows of a file that are joined at a time. */
const ROWS = 32;

/** As a record in JSON, `line` being the end of a line before its closing brace. */
export function jsonOf(settings: Settings, line: string): string {
  const { names, values } = SettingList.of(settings);
  if (names.length === 0) return "{}";
  let text = "";
  for (let from = 0; from < names.length; from += ROWS) {
    const rows = names.slice(from, from + ROWS);
    const told = rows.map((name, at) => `${line}  ${jsonText(name)}: ${jsonText(values[from + at])}`);
    text += `${from === 0 ? "" : ","}${told.join(",")}`;
  }
  return `{${text}${line}}`;
}

/** Sorts out what is in a profile for a board of so many lines. */
export function importProfile(profile: ReadProfile, lines: number): Import {
  const aside = new SettingList();
  for (let at = 0; at < profile.aside.size; at++) aside.add(profile.aside.names[at], profile.aside.values[at]);
  const unknown: string[] = [];
  const owner = new SettingList();
  const { names, values } = profile.settings;
  for (const [at, given] of names.entries()) {
    const [named] = settingsNamed(given, lines);
    if (!named) {
      const reason = withoutEffect(given);
      if (reason === undefined) unknown.push(short(given));
      else aside.add(given, reason);
    } else if (profile.form === "json") owner.add(given, values[at]);
    else {
      const value = adapted(named, values[at]);
      if ("aside" in value) aside.add(named.name, value.aside);
      else owner.add(given, value.value);
    }
  }
  const config = new Config({ lines, owner });
  return { settings: config.owner, aside, unknown, refused: config.refused };
}

/** What was kept apart, but for what no one could set, by reason: `only G.711 is spoken: G723_Enable, G729a_Enable`. */
export function tellAside({ names, values }: SettingList): string {
  const told = new SettingList();
  for (const [at, reason] of values.entries()) {
    if (reason === SHOWN) continue;
    const name = names[at].replace(LINE, "");
    const before = told.get(reason);
    if (before === undefined) told.add(reason, name);
    else if (!before.split(", ").includes(name)) told.set(reason, `${before}, ${name}`);
  }
  return told.names.map((reason, at) => `${reason}: ${told.values[at]}`).join("; ");
}

const NO_PROFILE = frozen({ refused: 'a profile is {"settings":{...}} in JSON' });

function parseJsonProfile(text: string): Profile {
  if (text.length > MAX_PROFILE) return { refused: `a profile has at most ${MAX_PROFILE} characters` };
  const reader = new JsonReader(text.startsWith("\ufeff") ? text.slice(1) : text);
  let settings: SettingList | null = null;
  let refused: string | null = null;
  const isRecord = reader.record((name) => {
    if (name !== "settings") refused ??= `${short(name)}: not part of a profile`;
    if (name !== "settings" || reader.peek() !== "{") return reader.skip(DEEPEST - 1);
    const values = new SettingList();
    settings = values;
    return reader.record((name) => {
      const value = reader.value();
      if (value === null) refused ??= `${short(name)}: a value is a text, a number, true or false`;
      else if (value !== undefined)
        values.set(name, typeof value === "boolean" ? (value ? "Yes" : "No") : String(value));
      return value !== undefined;
    });
  });
  if (!isRecord || !reader.done) return NO_PROFILE;
  if (refused !== null) return { refused };
  return settings ? { settings, aside: new SettingList(), form: "json" } : NO_PROFILE;
}
