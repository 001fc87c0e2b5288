/** Settings from the command line, `--config`, `--set` and `--set-file`, checked before anything starts. */
import { Config } from "../firmware/config/config.js";
import { parseProfile } from "../firmware/config/profile.js";
import type { SettingValues } from "../hal/board.js";

/** A setting called `wrong` does not exist. */
export type Refused = { readonly wrong: string };

export const isRefused = (values: SettingValues | Refused): values is Refused => "wrong" in values;

/** A profile for a board of so many lines, or what is wrong with it: the setting's name comes first. */
export function readProfile(text: string, lines: number): SettingValues | Refused {
  const profile = parseProfile(text);
  if ("refused" in profile) return { wrong: profile.refused };
  return firstRefusal(new Config({ lines, owner: profile.settings })) ?? profile.settings;
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
  return first && { wrong: `${first.name}: ${first.reason}` };
}
