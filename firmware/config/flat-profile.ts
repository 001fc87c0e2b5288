/** The flat profile of a PAP2T, `<flat-profile><Proxy_1_>pbx.example.net</Proxy_1_></flat-profile>`, both ways. */
import { frozen } from "../base/frozen.js";
import { type AdapterSetting, adapterSettings } from "./adapter-settings.js";
import type { Config } from "./config.js";
import { type LineSetting, lineSettings } from "./line-settings.js";
import { adapterNames, lineNames, nameOf, tagOf } from "./names.js";
import { holdsSecret, isSecret, type Setting, type Tab } from "./setting.js";
import { SettingList } from "./setting-list.js";
import { NO_ROUTER } from "./without-effect.js";
import { escapeXml, walkXml } from "./xml-reader.js";

/** What the one who is no administrator may do with a setting: nothing, read, write. */
export type UserAccess = "na" | "ro" | "rw";

export type FlatProfile =
  | {
      /** Names as in the profile; of a name that comes twice the last counts. */
      readonly settings: SettingList;
      /** What was found where no setting stands, and why it is kept apart. */
      readonly aside: SettingList;
      /** Of the names that say so. */
      readonly access: SettingList<UserAccess>;
    }
  | { readonly refused: string };

export type FlatProfileOptions = {
  /** Every setting, or those the owner has set. */
  readonly which: "all" | "owned";
  /** Passwords too. */
  readonly secrets: boolean;
};

const ROOT = "flat-profile";
const ROUTER = "router-configuration";
/** What some devices put around it. */
const WRAPPERS = frozen(["device", "profile", ROUTER]);

const ADAPTER_TABS: readonly Tab[] = frozen(["System", "SIP", "Provisioning", "Regional"]);
const LINE_TABS: readonly Tab[] = frozen(["Line", "User"]);

/** Reads a flat profile. Whether its names and values are known is for others to say. */
export function parseFlatProfile(text: string): FlatProfile {
  const settings = new SettingList();
  const access = new SettingList<UserAccess>();
  const aside = new SettingList();
  let refused: string | null = null;
  const xml = walkXml(text, ({ name, within, text, ua }) => {
    const around = within.split("/");
    const place = around[around.length - 1];
    if (place === ROOT && name !== ROOT && name !== ROUTER) {
      settings.delete(name); // so that it comes last, after other names of the same setting
      settings.add(name, text);
      if (ua !== null) access.set(name, ua);
    } else if (around.includes(ROUTER)) aside.add(name, NO_ROUTER);
    else if (around.includes(ROOT)) refused ??= `<${name}> within <${place}>: a profile is flat`;
    else if (name !== ROOT && !WRAPPERS.includes(name)) aside.add(name, `it is not within <${ROOT}>`);
  });
  if ("refused" in xml) return xml;
  if (xml.root !== ROOT && !WRAPPERS.includes(xml.root))
    return { refused: `a profile is <${ROOT}>...</${ROOT}>, not <${xml.root}>` };
  return refused === null ? { settings, aside, access } : { refused };
}

/** In the order of the pages of a PAP2T, a setting a row. */
export function emitFlatProfile(config: Config, options: FlatProfileOptions): string {
  return `${[...flatProfileRows(config, options)].join("\n")}\n`;
}

/** The same, row by row: all of them at once are more than a small board has room for. */
export function* flatProfileRows(config: Config, options: FlatProfileOptions): Generator<string, void> {
  yield '<?xml version="1.0" encoding="UTF-8"?>';
  yield `<${ROOT}>`;
  for (const tab of ADAPTER_TABS) yield* tabRows(config, tab, null, options);
  for (const tab of LINE_TABS)
    for (let line = 1; line <= config.lines; line++) yield* tabRows(config, tab, line, options);
  yield `</${ROOT}>`;
}

function* tabRows(config: Config, tab: Tab, line: number | null, options: FlatProfileOptions): Generator<string, void> {
  const { owner } = config;
  let isTitled = false;
  const table: { readonly [name: string]: Setting } = line === null ? adapterSettings : lineSettings;
  for (const name of line === null ? adapterNames : lineNames) {
    const setting = table[name];
    if (setting.tab !== tab || (isSecret(setting) && !options.secrets)) continue;
    if (options.which === "owned" && !owner.has(line === null ? name : nameOf(name, line))) continue;
    const value = line === null ? config.get(name as AdapterSetting) : config.getLine(name as LineSetting, line);
    if (!options.secrets && holdsSecret(setting, value)) continue;
    if (!isTitled) yield `<!-- ${line === null ? tab : `${tab} ${line}`} -->`;
    isTitled = true;
    const tag = tagOf(name, line);
    yield `<${tag}>${escapeXml(value)}</${tag}>`;
  }
}
