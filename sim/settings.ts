/** Settings from the command line, `--config`, `--set` and `--set-file`, checked before anything starts. */
import { Config } from "../firmware/config/config.js";
import { importProfile, parseProfile } from "../firmware/config/profile.js";
import type { SettingList } from "../firmware/config/setting-list.js";
import { withoutEffect } from "../firmware/config/without-effect.js";
import type { SettingValues } from "../hal/board.js";

/** A setting called `wrong` does not exist. */
export type Refused = { readonly wrong: string };

export const isRefused = (values: object): values is Refused => "wrong" in values;

/** Further unknown names that are told. */
const MOST_NAMES = 10;

/** A profile that can be used, and what of it has no effect here. */
export type Accepted = { readonly settings: SettingValues; readonly aside: SettingList };

/** A profile for a board of so many lines, or what is wrong with it: the setting's name comes first. */
export function readProfile(text: string, lines: number): Accepted | Refused {
  const profile = parseProfile(text);
  if ("refused" in profile) return { wrong: profile.refused };
  const { settings, aside, unknown, refused } = importProfile(profile, lines);
  const [name, ...others] = unknown;
  if (name !== undefined) return { wrong: `${name}: unknown setting${asAre(others)}` };
  const [first] = refused;
  if (!first) return { settings: settings.record, aside };
  const tag = first.name.replace(/\[(\d)\]$/, "_$1_");
  const shown = profile.form === "xml" && tag !== first.name ? `${tag} (${first.name})` : first.name;
  return { wrong: `${shown}: ${first.reason}` };
}

function asAre(others: readonly string[]): string {
  if (others.length === 0) return "";
  const more = others.length - MOST_NAMES;
  return `; so are ${others.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** `NAME=VALUE`, later wins; they go over a profile. */
export function readSettings(
  pairs: readonly string[],
  lines: number,
  profile: SettingValues | null,
): SettingValues | Refused {
  const settings: { [name: string]: string } = {};
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, equals);
    delete settings[name]; // so that it comes last, after other names of the same setting
    settings[name] = pair.slice(equals + 1);
  }
  return firstRefusal(new Config({ lines, owner: profile ?? {}, overrides: settings })) ?? settings;
}

function firstRefusal({ refused }: Config): Refused | undefined {
  const [first] = refused;
  if (!first) return;
  const because = first.reason === "unknown setting" ? withoutEffect(first.name) : undefined;
  return { wrong: `${first.name}: ${because === undefined ? first.reason : `no setting here: ${because}`}` };
}
