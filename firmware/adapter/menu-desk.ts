/** What the voice menu reads, judges, sets and has done: its items as the settings they are, and as the board knows them. */
import type { Board } from "../../hal/board.js";
import { frozen } from "../base/frozen.js";
import { type AdapterSetting, adapterSettings } from "../config/adapter-settings.js";
import type { Config, SettingChanges } from "../config/config.js";
import { settingsNamed } from "../config/names.js";
import { parseAddress, refuse } from "../config/setting.js";
import type { Deed, Item } from "../menu/codes.js";
import { keyedAs } from "../menu/password.js";
import type { PhoneEvent, Wish } from "../phone/seam.js";
import type { Changed } from "./store.js";
import { VERSION } from "./version.js";

/** The adapter, as far as the menu touches it. */
export type Managed = {
  readonly config: Config;
  change(changes: SettingChanges): Changed;
  restart(reason: string): void;
  reset(): void;
};

const SETTINGS: { readonly [item in Item]?: AdapterSetting } = frozen({
  dhcp: "DHCP",
  address: "Static_IP",
  mask: "NetMask",
  gateway: "Gateway",
  dns: "Primary_DNS",
  port: "Web_Server_Port",
  page: "Enable_Web_Server",
} as const);

const DOTTED = /^[0-9]{1,3}(\.[0-9]{1,3}){3}$/;

export class MenuDesk {
  readonly #board: Board;
  readonly #managed: Managed;

  constructor(board: Board, managed: Managed) {
    this.#board = board;
    this.#managed = managed;
  }

  /** Does what a telephone wishes; answers what it is to hear of that, or null. */
  manage(wish: Wish): PhoneEvent | null {
    if ("read" in wish) return { event: "menuRead", item: wish.read, value: this.#read(wish.read) };
    if ("judge" in wish) return { event: "menuJudged", good: this.#isGood(wish.judge, wish.value) };
    if ("admit" in wish) return { event: "menuJudged", good: this.#admits(wish.admit) };
    if ("set" in wish) this.#set(wish.set, wish.value);
    else this.#do(wish.do);
    return null;
  }

  #read(item: Item): string | null {
    const { config } = this.#managed;
    switch (item) {
      case "dhcp":
        return config.yes("DHCP") ? "1" : "0";
      case "page":
        return config.yes("Enable_Web_Server") ? "1" : "0";
      case "address":
        return this.#board.network.address;
      case "dns":
        return parseAddress(config.get("Primary_DNS"))?.host ?? null;
      case "mac":
        return this.#board.mac;
      case "version":
        return VERSION;
      case "mask":
        return config.get("NetMask");
      case "gateway":
        return config.get("Gateway");
      case "port":
        return config.get("Web_Server_Port");
    }
  }

  #isGood(item: Item, value: string): boolean {
    const name = SETTINGS[item];
    if (name === undefined) return false;
    if (adapterSettings[name].kind === "yesno") return value === "0" || value === "1";
    if (adapterSettings[name].kind !== "number" && !DOTTED.test(value)) return false;
    return value !== "" && refuse(adapterSettings[name], value) === null;
  }

  #admits(keys: string): boolean {
    return keys === keyedAs(this.#managed.config.get("IVR_Admin_Passwd"));
  }

  #set(item: Item, value: string): void {
    const name = SETTINGS[item];
    if (name === undefined) return;
    this.#change({ [name]: adapterSettings[name].kind === "yesno" ? (value === "1" ? "Yes" : "No") : value });
  }

  #do(deed: Deed): void {
    if (deed === "factoryReset") this.#managed.reset();
    else {
      if (deed === "userReset") this.#change(this.#users());
      this.#managed.restart("voice menu");
    }
  }

  /** What the user of a telephone has set, back to what it was. */
  #users(): SettingChanges {
    const { config } = this.#managed;
    const changes: { [name: string]: null } = {};
    for (const name of config.owner.names)
      if (settingsNamed(name, config.lines).some(({ setting }) => setting.tab === "User")) changes[name] = null;
    return changes;
  }

  #change(changes: SettingChanges): void {
    try {
      const result = this.#managed.change(changes);
      if ("refused" in result) for (const { name, reason } of result.refused) this.#warn(`${name}: ${reason}`);
    } catch (error) {
      this.#warn(`what was set by the voice menu cannot be kept: ${error instanceof Error ? error.message : error}`);
    }
  }

  #warn(text: string): void {
    this.#board.journal({ type: "log", line: null, level: "warning", room: "phone", text });
  }
}
