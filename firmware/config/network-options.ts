/** Values of the System and Regional tabs as the adapter wants them: its address, its DNS servers, its clock. */

import { parseTimeOfDay } from "../provision/delays.js";
import type { Config } from "./config.js";
import { type LocalDate, parseDaylight, parseLocalDate, parseZone, type Zone } from "./local-time.js";
import { parseAddress } from "./setting.js";

export type FixedAddress = { readonly address: string; readonly netmask: string; readonly gateway: string };

/** As an old device writes that there is none. */
const NOWHERE = "0.0.0.0";

/** Null where the network says it, undefined where the owner has said that it does not, but not what the address is. */
export function fixedAddress(config: Config): FixedAddress | null | undefined {
  if (config.yes("DHCP")) return null;
  const [address, netmask, gateway] = (["Static_IP", "NetMask", "Gateway"] as const).map((name) => {
    const value = config.get(name);
    return value === NOWHERE ? "" : value;
  });
  return address === "" || netmask === "" ? undefined : { address, netmask, gateway };
}

export type DnsOptions = {
  /** Those the owner has named, port null where he has named none. */
  readonly named: readonly { readonly host: string; readonly port: number | null }[];
  /** Where those of DHCP come: not at all, instead, or around them. */
  readonly lease: "instead" | "after" | "before";
  /** Of names without a dot; "" for that of DHCP. */
  readonly domain: string;
};

export function dnsOptions(config: Config): DnsOptions {
  const named = [config.get("Primary_DNS"), config.get("Secondary_DNS")].flatMap((text) => {
    const address = parseAddress(text);
    return address === null || address.host === NOWHERE ? [] : [address];
  });
  const order = config.get("DNS_Server_Order");
  const lease = order === "Manual" ? "instead" : order === "Manual,DHCP" ? "after" : "before";
  return { named, lease, domain: config.get("Domain") };
}

/** The owner's network without a wire; a name of "" where there is none. */
export function wirelessNetwork(config: Config): { readonly name: string; readonly passphrase: string } {
  return { name: config.get("WiFi_SSID"), passphrase: config.get("WiFi_Passphrase") };
}

/** Names or addresses, in their order; none where the board is to choose. */
export function timeServers(config: Config): readonly string[] {
  return [config.get("Primary_NTP_Server"), config.get("Secondary_NTP_Server")].filter(
    (server) => server !== "" && server !== NOWHERE,
  );
}

/** Null for what the board itself takes for local. */
export function zoneOf(config: Config): Zone | null {
  const offset = parseZone(config.get("Time_Zone"));
  if (offset === undefined) return null;
  const daylight = parseDaylight(config.get("Daylight_Saving_Time_Rule"));
  return { offset, daylight: daylight !== null && "refused" in daylight ? null : daylight };
}

/** What the owner has read off another clock: minutes after midnight. Null unless he has named both. */
export function timeByHand(config: Config): (LocalDate & { readonly minutes: number }) | null {
  const date = parseLocalDate(config.get("Set_Local_Date__mm_dd_"));
  const minutes = parseTimeOfDay(config.get("Set_Local_Time__HH_mm_"));
  return date && typeof minutes === "number" ? { ...date, minutes } : null;
}
