/** An adapter that rules can be tried on. */
import type { Facts } from "../../../firmware/provision/macros.js";

export function facts(more: Partial<Facts> = {}, settings: { readonly [name: string]: string } = {}): Facts {
  return {
    product: "Two-Line-ATA",
    series: "ATA",
    mac: "000e08aabbcc",
    software: "0.1.0",
    hardware: "simulated",
    address: "192.0.2.7",
    external: null,
    setting: (name) => settings[name] ?? "",
    lostFor: () => 0,
    since: 0,
    why: 0,
    target: null,
    error: "",
    ...more,
  };
}
