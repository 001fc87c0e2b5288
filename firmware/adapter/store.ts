/** Settings in flash: read at boot, written whole, and erased for whoever gets the adapter next. */
import type { Board } from "../../hal/board.js";
import { Config, type SettingChanges } from "../config/config.js";
import { emitProfile, parseProfile } from "../config/profile.js";
import type { Settings } from "../config/setting-list.js";
import { eraseInstance } from "./instance.js";
import { eraseLogins } from "./login-record.js";
import { TextRecord, VERSION } from "./record.js";

const NAME = "settings";

/** How a text of an older form becomes one of the next, by its version. */
const MIGRATIONS: { readonly [version: number]: (text: string) => string } = Object.freeze({});

export type Changed = ReturnType<Config["change"]>;

export class Store {
  readonly config: Config;
  readonly #board: Board;
  readonly #record: TextRecord;

  /** The values of this start. A new flash takes the board's profile as what its owner has set. */
  constructor(board: Board) {
    this.#board = board;
    this.#record = new TextRecord(board.flash, NAME);
    const { kept, damaged } = this.#record;
    if (damaged)
      this.#warn(kept ? "one copy of the settings in flash is damaged" : "the settings in flash are damaged");
    const owner = kept ? this.#read(kept.text, kept.version) : (board.profile ?? {});
    this.config = new Config({ lines: board.lines, factory: board.factory, owner, overrides: board.overrides });
    for (const { name, reason } of this.config.refused) this.#warn(`${name}: ${reason}`);
    if (!kept && board.profile) this.#keep();
  }

  /**
   * What the owner changes is in flash before anything else happens: all of it, or nothing. Throws an Error when it cannot be
   * kept; everything is as it was then.
   */
  change(changes: SettingChanges): Changed {
    const before = this.config.owner;
    const result = this.config.change(changes);
    if ("refused" in result) return result;
    try {
      this.#keep();
    } catch (error) {
      this.config.restore(before);
      throw error;
    }
    return result;
  }

  /** Something the telephone or the server has set: what cannot be kept is told in the journal. */
  keep(name: string, value: string): void {
    try {
      const result = this.change({ [name]: value });
      if ("refused" in result) for (const { name, reason } of result.refused) this.#warn(`${name}: ${reason}`);
    } catch (error) {
      this.#warn(`${name} cannot be kept: ${error instanceof Error ? error.message : error}`);
    }
  }

  #keep(): void {
    this.#record.keep(emitProfile(this.config.owner));
  }

  #read(text: string, version: number): Settings {
    let current = text;
    for (let form = version; form < VERSION; form++) current = MIGRATIONS[form]?.(current) ?? current;
    const profile = parseProfile(current);
    if ("settings" in profile) return profile.settings;
    this.#warn(`the settings in flash cannot be read: ${profile.refused}`);
    return {};
  }

  #warn(text: string): void {
    this.#board.journal({ type: "log", line: null, level: "warning", text });
  }
}

/** Everything its owner has told the adapter, and every name it has gone by, is gone. */
export function eraseAll(board: Board): void {
  new TextRecord(board.flash, NAME).erase();
  eraseLogins(board.flash);
  eraseInstance(board);
}
