/** What a profile was read to be, its lists as records. */
import { SettingList } from "../../../firmware/config/setting-list.js";

export function plain(read: object): { readonly [part: string]: unknown } {
  return Object.fromEntries(
    Object.entries(read).map(([part, value]) => [part, value instanceof SettingList ? value.record : value]),
  );
}
