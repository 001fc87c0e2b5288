/** A file of settings, `{"settings":{"Proxy[1]":"pbx.example.net","Line_Enable_2_":"No"}}`, both ways. */
import type { SettingValues } from "./config.js";
import { short } from "./lists.js";
import { MAX_PROFILE } from "./names.js";

/** Levels of braces in a profile: the file, and its settings. */
const DEEPEST = 2;

/** The values as text, names as they were given; or one line that says why this is no profile. */
export type Profile = { readonly settings: SettingValues } | { readonly refused: string };

/** Reads a profile. Whether its names and values are known is for `Config` to say. */
export function parseProfile(text: string): Profile {
  if (text.length > MAX_PROFILE) return { refused: `a profile has at most ${MAX_PROFILE} characters` };
  const json = text.replace(/^\ufeff/, "");
  if (/^\s*</.test(json)) return { refused: 'XML profiles are not read: give {"settings":{...}} in JSON' };
  const parsed = isShallow(json) ? parseJson(json) : undefined;
  if (!isRecord(parsed)) return { refused: 'a profile is {"settings":{...}} in JSON' };
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
  return { settings: Object.fromEntries(settings) };
}

export function emitProfile(settings: SettingValues): string {
  return JSON.stringify({ settings }, null, 2);
}

/** Nothing nested deeper than a profile is: the engine's parser descends on its stack. */
function isShallow(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const char = json.charAt(i);
    if (quoted) {
      if (char === "\\") i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") {
      depth++;
      if (depth > DEEPEST) return false;
    } else if (char === "}" || char === "]") depth--;
  }
  return true;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
