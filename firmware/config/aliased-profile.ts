/** A profile whose elements have names of their own: `/person/number = /flat-profile/User_ID_1_ ; ...` says which settings they are. */
import type { SettingValues } from "./config.js";
import type { AsideSetting } from "./flat-profile.js";
import { isXml, type Profile, parseProfile } from "./profile.js";
import { readXml } from "./xml-reader.js";

const MOST_ALIASES = 30;
const FLAT = "flat-profile";
const ALIAS = /^\s*((?:\/[A-Za-z0-9_.:-]+)+)\s*=\s*\/flat-profile\/([A-Za-z0-9_-]+)\s*$/;

type Alias = { readonly path: string; readonly name: string };

export function parseAliasedProfile(text: string, aliases: string): Profile {
  if (!isXml(text)) return parseProfile(text);
  const known = aliasesOf(aliases);
  if ("refused" in known) return known;
  const xml = readXml(text);
  if ("refused" in xml) return xml;
  const settings: { [name: string]: string } = {};
  const aside: AsideSetting[] = [];
  for (const { name, within, text } of xml.elements) {
    const path = `/${within}/${name}`;
    const alias = known.find((one) => path.endsWith(one.path));
    if (alias) settings[alias.name] = text;
    else if (within === FLAT || within.endsWith(`/${FLAT}`)) settings[name] = text;
    else aside.push({ name, reason: "no alias says what it is" });
  }
  return { settings: settings satisfies SettingValues, aside, form: "xml" };
}

function aliasesOf(text: string): readonly Alias[] | { readonly refused: string } {
  const aliases: Alias[] = [];
  for (const part of text.split(";")) {
    if (part.trim() === "") continue;
    const [whole, path, name] = ALIAS.exec(part) ?? [];
    if (whole === undefined) return { refused: "an alias is /element = /flat-profile/Setting, with ; between two" };
    if (aliases.length === MOST_ALIASES) return { refused: `more than ${MOST_ALIASES} aliases` };
    aliases.push({ path, name });
  }
  return aliases;
}
