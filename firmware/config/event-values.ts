/** Where events go: a URL of a web server, a broker, and what the topics at it begin with. */
import { LONGEST_PREFIX } from "../events/limits.js";
import { emitTarget, parseTarget } from "../provision/target.js";

export type Broker = { readonly host: string; readonly port: number; readonly secure: boolean };

/** By IANA: mqtt and secure-mqtt. */
const MQTT_PORT = 1883;
const MQTTS_PORT = 8883;

const WEB = /^https?:\/\//i;
const BROKER = /^(?:(mqtts?):\/\/)?([^/]+)$/i;
/** ASCII, without what stands for other topics, and no level without a name (MQTT 3.1.1, 4.7). */
const PREFIX = /^[A-Za-z0-9_.~-][A-Za-z0-9_.~:-]*(\/[A-Za-z0-9_.~:-]+)*$/;

/** As it is asked, and the server in it; null where it is none. */
export function parseWebUrl(text: string): { readonly url: string; readonly server: string } | null {
  const target = parseTarget(text);
  if (!WEB.test(text) || "refused" in target) return null;
  return { url: emitTarget(target), server: emitTarget({ ...target, path: "" }) };
}

/** `[mqtt://|mqtts://]host[:port]`; null where it is none. */
export function parseBroker(text: string): Broker | null {
  const [, scheme = "mqtt", place] = BROKER.exec(text) ?? [];
  if (place === undefined) return null;
  const target = parseTarget(`http://${place}`);
  if ("refused" in target || target.host === null || target.path !== "/") return null;
  const secure = scheme.toLowerCase() === "mqtts";
  return { host: target.host, port: target.port ?? (secure ? MQTTS_PORT : MQTT_PORT), secure };
}

export function refuseWebUrl(text: string): string | null {
  if (text === "") return null;
  const target = parseTarget(text);
  if ("refused" in target) return target.refused;
  return WEB.test(text) ? null : "it begins with http:// or https://";
}

export const refuseBroker = (text: string): string | null =>
  text === "" || parseBroker(text) ? null : "this is no host, host:port or mqtts://host:port";

export function refusePrefix(text: string): string | null {
  if (text.length > LONGEST_PREFIX) return `longer than ${LONGEST_PREFIX} characters`;
  return text === "" || PREFIX.test(text) ? null : "a topic is letters, digits and -_.~: with / between them";
}
