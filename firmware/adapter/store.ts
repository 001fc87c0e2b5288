/** Settings in flash: read at boot, written whole. */
import type { Board } from "../../hal/board.js";
import { octetsOf, textOf } from "../base/text.js";
import { Config, type SettingValues } from "../config/config.js";
import { emitProfile, parseProfile } from "../config/profile.js";

const KEY = "settings";

/** The values of this start. A new flash takes the board's profile as what its owner has set. */
export function loadConfig(board: Board): Config {
  const kept = board.flash.read(KEY);
  const owner = kept ? settingsOf(board, kept) : (board.profile ?? {});
  const config = new Config({ lines: board.lines, factory: board.factory, owner, overrides: board.overrides });
  for (const { name, reason } of config.refused) warn(board, `${name}: ${reason}`);
  if (!kept && board.profile) board.flash.write(KEY, octetsOf(emitProfile(config.owned)));
  return config;
}

/** What its owner has changed is in flash before anything else happens. */
export function keepSetting(board: Board, config: Config, name: string, value: string): void {
  const result = config.change({ [name]: value });
  if ("refused" in result) for (const { name, reason } of result.refused) warn(board, `${name}: ${reason}`);
  else board.flash.write(KEY, octetsOf(emitProfile(config.owned)));
}

function settingsOf(board: Board, kept: Uint8Array): SettingValues {
  const profile = parseProfile(textOf(kept));
  if ("settings" in profile) return profile.settings;
  warn(board, `the settings in flash cannot be read: ${profile.refused}`);
  return {};
}

function warn(board: Board, text: string): void {
  board.journal({ type: "log", line: null, level: "warning", text });
}
