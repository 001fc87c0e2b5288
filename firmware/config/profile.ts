/** A file of settings, as JSON (`{"settings":{"Proxy[1]":"pbx.example.net"}}`) or as the flat profile of a PAP2T. */
import { isRecord, parseRecord } from "../base/json.js";
import { jsonText } from "../base/json-text.js";
import { Config, type RefusedSetting, type SettingValues } from "./config.js";
import { type AsideSetting, parseFlatProfile } from "./flat-profile.js";
import { short } from "./lists.js";
import { MAX_PROFILE, settingsNamed } from "./names.js";
import { adapted } from "./pap2t-values.js";
import { SHOWN, withoutEffect } from "./without-effect.js";

/** Levels of braces in a profile: the file, and its settings. */
const DEEPEST = 2;

const XML = /^\s*</;
const LINE = /\[[1-9]\]$|_[1-9]_$/;

/** The values as text, names as they were given; or one line that says why this is no profile. */
export type Profile = ReadProfile | { readonly refused: string };

export type ReadProfile = {
  readonly settings: SettingValues;
  /** What was found where no setting stands. */
  readonly aside: readonly AsideSetting[];
  readonly form: "json" | "xml";
};

/** A profile that was understood, as far as it could be. */
export type Import = {
  /** Names and values as they are kept. */
  readonly settings: SettingValues;
  /** Known, and without effect here; the default stays. */
  readonly aside: readonly AsideSetting[];
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

export function emitProfile(settings: SettingValues): string {
  return jsonText({ settings }, 2);
}

/** Sorts out what is in a profile for a board of so many lines. */
export function importProfile(profile: ReadProfile, lines: number): Import {
  const aside = [...profile.aside];
  const unknown: string[] = [];
  const owner: { [name: string]: string } = {};
  for (const [given, text] of Object.entries(profile.settings)) {
    const named = settingsNamed(given, lines);
    if (named.length === 0) {
      const reason = withoutEffect(given);
      if (reason === undefined) unknown.push(short(given));
      else aside.push({ name: given, reason });
    } else if (profile.form === "json") owner[given] = text;
    else {
      const value = adapted(named[0], text);
      if ("aside" in value) aside.push({ name: named[0].name, reason: value.aside });
      else owner[given] = value.value;
    }
  }
  const config = new Config({ lines, owner });
  return { settings: config.owned, aside, unknown, refused: config.refused };
}

/** What was kept apart, but for what no one could set, by reason: `only G.711 is spoken: G723_Enable, G729a_Enable`. */
export function tellAside(aside: readonly AsideSetting[]): string {
  const byReason = new Map<string, Set<string>>();
  for (const { name, reason } of aside) {
    if (reason === SHOWN) continue;
    const names = byReason.get(reason) ?? new Set();
    byReason.set(reason, names.add(name.replace(LINE, "")));
  }
  return [...byReason].map(([reason, names]) => `${reason}: ${[...names].join(", ")}`).join("; ");
}

function parseJsonProfile(text: string): Profile {
  if (text.length > MAX_PROFILE) return { refused: `a profile has at most ${MAX_PROFILE} characters` };
  const json = text.replace(/^\ufeff/, "");
  const parsed = parseRecord(json, DEEPEST);
  if (!parsed) return { refused: 'a profile is {"settings":{...}} in JSON' };
  for (const key of Object.keys(parsed))
    if (key !== "settings") return { refused: `${short(key)}: not part of a profile` };
  if (!isRecord(parsed.settings)) return { refused: 'a profile is {"settings":{...}} in JSON' };
  const settings: [string, string][] = [];
  for (const [name, value] of Object.entries(parsed.settings)) {
    if (typeof value === "string") settings.push([name, value]);
    else if (typeof value === "number") settings.push([name, String(value)]);
    else if (typeof value === "boolean") settings.push([name, value ? "Yes" : "No"]);
    else return { refused: `${short(name)}: a value is a text, a number, true or false` };
  }
  return { settings: Object.fromEntries(settings), aside: [], form: "json" };
}
