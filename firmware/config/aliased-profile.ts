/** A profile whose elements have names of their own: `/person/number = /flat-profile/User_ID_1_ ; ...` says which settings they are. */
import { isXml, type Profile, parseProfile } from "./profile.js";
import { SettingList } from "./setting-list.js";
import { walkXml } from "./xml-reader.js";

const MOST_ALIASES = 30;
const FLAT = "flat-profile";
const ALIAS = /^\s*((?:\/[A-Za-z0-9_.:-]+)+)\s*=\s*\/flat-profile\/([A-Za-z0-9_-]+)\s*$/;

type Alias = { readonly path: string; readonly name: string };

export function parseAliasedProfile(text: string, aliases: string): Profile {
  if (!isXml(text)) return parseProfile(text);
  const known = aliasesOf(aliases);
  if ("refused" in known) return known;
  const settings = new SettingList();
  const aside = new SettingList();
  const xml = walkXml(text, ({ name, within, text }) => {
    const path = `/${within}/${name}`;
    const alias = known.find((one) => path.endsWith(one.path));
    if (alias) settings.set(alias.name, text);
    else if (within === FLAT || within.endsWith(`/${FLAT}`)) settings.set(name, text);
    else aside.add(name, "no alias says what it is");
  });
  return "refused" in xml ? xml : { settings, aside, form: "xml" };
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
