/** The names of settings: `Proxy[1]` as on the page and in JSON, `Proxy_1_` as in an XML profile. */
import { frozen } from "../base/frozen.js";
import { type AdapterSetting, adapterSettings } from "./adapter-settings.js";
import { type LineSetting, lineSettings } from "./line-settings.js";
import { MAX_VALUE, type Setting } from "./setting.js";

export type NamedSetting = {
  /** The one name it is kept under: `SIP_T1`, `Proxy[1]`. */
  readonly name: string;
  readonly setting: Setting;
  /** From 1; null for the adapter as a whole. */
  readonly line: number | null;
};

const MAX_NAME = 64;

export const nameOf = (name: string, line: number) => `${name}[${line}]`;

/** `Proxy_1_`: the tag of a setting in an XML profile, null for the adapter as a whole. */
export const tagOf = (name: string, line: number | null) => (line === null ? name : `${name}_${line}_`);

/**
 * All there are, in the order of the tables. A name from outside is looked for here: an engine asked for a field of that name
 * would keep it for ever.
 */
export const adapterNames = frozen(Object.keys(adapterSettings) as readonly AdapterSetting[]);
export const lineNames = frozen(Object.keys(lineSettings) as readonly LineSetting[]);

/** What a name stands for: nothing, one setting, or the same one of every line. Blanks of a label count as `_`. */
export function settingsNamed(given: string, lines: number): readonly NamedSetting[] {
  if (given.length > MAX_NAME) return [];
  const text = given.replace(/[ /]/g, "_");
  const ours = adapterNames.indexOf(text as AdapterSetting);
  if (ours >= 0) return [{ name: adapterNames[ours], setting: adapterSettings[adapterNames[ours]], line: null }];
  const [, stem, bracketed, underlined] = /^(.*?)(?:\[([1-9])\]|_([1-9])_)?$/.exec(text) ?? [];
  const theirs = lineNames.indexOf(stem as LineSetting);
  if (theirs < 0) return [];
  const setting: Setting = lineSettings[lineNames[theirs]];
  const line = Number(bracketed ?? underlined ?? 0);
  if (line === 0 && !setting.shared) return [];
  const named: NamedSetting[] = [];
  for (let n = 1; n <= lines; n++)
    if (line === 0 || line === n) named.push({ name: nameOf(lineNames[theirs], n), setting, line: n });
  return named;
}

/** What the page calls a setting. */
export function labelOf(name: string, setting: Setting): string {
  return setting.label ?? name.replaceAll("_", " ");
}

/** The value nobody has set. */
export function fallbackOf(setting: Setting, line: number | null): string {
  if (typeof setting.fallback === "string") return setting.fallback;
  return setting.fallback[Math.min((line ?? 1) - 1, setting.fallback.length - 1)];
}

/** More than all settings together can take. */
export const MAX_PROFILE = 32 * MAX_VALUE;
