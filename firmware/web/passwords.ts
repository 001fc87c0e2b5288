/** The PAP2T's settings for who may come in: they are taken like all others, shown to nobody, and kept as hashes. */
import { frozen } from "../base/frozen.js";
import type { RefusedSetting } from "../config/config.js";
import { SettingList, type Settings } from "../config/setting-list.js";
import { PAGE_PASSWORDS } from "../config/without-effect.js";
import { Logins, type Passwords, type Role } from "./logins.js";

const NAMES: { readonly [N in (typeof PAGE_PASSWORDS)[number]]: Role } = frozen({
  Admin_Passwd: "admin",
  User_Password: "user",
  User_Passwd: "user",
});

/** What is in a profile or a change, put apart. */
export type TakenPasswords<V extends string | null = string | null> = {
  /** All that is no password for the page. */
  readonly rest: SettingList<V>;
  readonly passwords: Passwords;
  /** As they were named. */
  readonly names: readonly string[];
  readonly refused: readonly RefusedSetting[];
};

/** An empty one of the administrator is none: a profile says so of a device without passwords, which this is not. */
export function takePasswords<V extends string | null>(changes: Settings<V>): TakenPasswords<V> {
  const all = SettingList.of(changes);
  const rest = new SettingList<V>();
  const passwords: { admin?: string; user?: string } = {};
  const names: string[] = [];
  const refused: RefusedSetting[] = [];
  for (const [at, name] of all.names.entries()) {
    const value = all.values[at];
    const role = roleOf(name);
    if (role === undefined) rest.add(name, value);
    else if (value !== null && value !== "") {
      const reason = Logins.refusal(value);
      if (reason !== null) refused.push({ name, reason });
      else passwords[role] = value;
      names.push(name);
    } else if (role === "user") {
      passwords.user = "";
      names.push(name);
    }
  }
  return { rest, passwords, names, refused };
}

export function roleOf(name: string): Role | undefined {
  const plain = name.replaceAll(" ", "_");
  return PAGE_PASSWORDS.includes(plain as keyof typeof NAMES) ? NAMES[plain as keyof typeof NAMES] : undefined;
}
