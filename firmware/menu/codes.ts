/** The options of the voice menu, by their codes as on a PAP2T: what each says, asks for, or does. */
import { frozen } from "../base/frozen.js";
import type { Word } from "./words.js";

/** What can be read out. */
export type Item = "dhcp" | "address" | "mask" | "gateway" | "dns" | "mac" | "version" | "port" | "page";

/** What can be set by keys, and how: four numbers with stars between them, a number, or 1 and 0. */
export type Entry = "address" | "number" | "switch";

export type Deed = "restart" | "userReset" | "factoryReset";

export type Option =
  | { readonly reads: Item; readonly name: Word }
  | { readonly sets: Item; readonly name: Word; readonly as: Entry; readonly restarts: boolean }
  | { readonly does: Deed; readonly confirms: boolean }
  | { readonly leaves: true };

export const options: { readonly [code: string]: Option } = frozen({
  "100": { reads: "dhcp", name: "addressing" },
  "101": { sets: "dhcp", name: "addressing", as: "switch", restarts: true },
  "110": { reads: "address", name: "address" },
  "111": { sets: "address", name: "address", as: "address", restarts: true },
  "120": { reads: "mask", name: "mask" },
  "121": { sets: "mask", name: "mask", as: "address", restarts: true },
  "130": { reads: "gateway", name: "gateway" },
  "131": { sets: "gateway", name: "gateway", as: "address", restarts: true },
  "140": { reads: "mac", name: "mac" },
  "150": { reads: "version", name: "version" },
  "160": { reads: "dns", name: "dns" },
  "161": { sets: "dns", name: "dns", as: "address", restarts: false },
  "170": { reads: "port", name: "port" },
  "171": { sets: "port", name: "port", as: "number", restarts: false },
  "7932": { sets: "page", name: "page", as: "switch", restarts: false },
  "732668": { does: "restart", confirms: false },
  "877778": { does: "userReset", confirms: true },
  "73738": { does: "factoryReset", confirms: true },
  "3948": { leaves: true },
});
