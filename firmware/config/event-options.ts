/** Who is to be told what happens, and what of it, as the owner wants it. */
import { parseKinds } from "../events/kinds.js";
import { parseAuthorities } from "../provision/authorities.js";
import type { Config } from "./config.js";
import { parseBroker, parseWebUrl } from "./event-values.js";

export type EventOptions = NonNullable<ReturnType<typeof eventOptions>>;

/** Null where nobody is told anything. `mac` is what topics have where the owner has named nothing. */
export function eventOptions(config: Config, mac: string) {
  const url = parseWebUrl(config.get("Event_URL"));
  const broker = parseBroker(config.get("MQTT_Server"));
  if (!url && !broker) return null;
  return {
    kinds: parseKinds(config.get("Event_Kinds")),
    webhook: url && { ...url, token: config.get("Event_Token"), key: config.get("Event_Key") },
    broker: broker && {
      ...broker,
      user: config.get("MQTT_User"),
      password: config.get("MQTT_Password"),
      prefix: config.get("MQTT_Topic_Prefix") || `ata/${mac}`,
      discovers: config.yes("MQTT_Discovery"),
    },
  } as const;
}

/** Certificates of authorities, as PEM, that are believed besides the known ones; null for none. */
export const authoritiesOf = (config: Config): string | null => parseAuthorities(config.get("Provision_CA")) ?? null;
