/**
 * Topics below the prefix of the owner's, and what Home Assistant is told of them by its MQTT discovery
 * (https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery).
 */
import { frozen } from "../base/frozen.js";
import { jsonText } from "../base/json-text.js";

export const STATUS = "status";
export const EVENT = "event";

/** How it stands with a line: its server does not know it; it does; it rings; the receiver is off the hook; somebody talks. */
export const LINE_STATES = frozen(["offline", "online", "ringing", "offhook", "talking"] as const);
export type LineState = (typeof LINE_STATES)[number];

/** What each line has below `line/1/`. */
export type LineTopic = "state" | "caller" | "messages";

export const lineTopic = (line: number, topic: LineTopic) => `line/${line}/${topic}`;

const ENTITIES = frozen([
  {
    component: "sensor",
    id: "state",
    name: "state",
    topic: "state",
    more: { device_class: "enum", options: LINE_STATES, icon: "mdi:phone-classic" },
  },
  {
    component: "binary_sensor",
    id: "ringing",
    name: "rings",
    topic: "state",
    more: { value_template: "{{ 'ON' if value == 'ringing' else 'OFF' }}", icon: "mdi:phone-ring" },
  },
  {
    component: "sensor",
    id: "caller",
    name: "last caller",
    topic: "caller",
    more: { value_template: "{{ value_json.from }}", icon: "mdi:phone-incoming" },
  },
  { component: "binary_sensor", id: "messages", name: "messages", topic: "messages", more: { icon: "mdi:voicemail" } },
] as const);

/** What Home Assistant is told of the device as a whole. */
export type DiscoveryOptions = {
  readonly product: string;
  readonly version: string;
  /** What the board is called. */
  readonly model: string;
};

export type Discovered = { readonly topic: string; readonly text: string };

/** How many messages tell of so many lines. */
export const discoveryCount = (lines: number) => lines * ENTITIES.length;

/** One of them, `at` from 0; without options what takes it back. */
export function discovery(at: number, device: string, prefix: string, options: DiscoveryOptions | null): Discovered {
  const line = 1 + Math.floor(at / ENTITIES.length);
  const { component, id, name, topic, more } = ENTITIES[at % ENTITIES.length];
  const node = `ata_${device}`;
  const whole = `homeassistant/${component}/${node}/line${line}_${id}/config`;
  if (options === null) return { topic: whole, text: "" };
  const { product, version, model } = options;
  const text = jsonText({
    name: `Line ${line} ${name}`,
    unique_id: `${node}_line${line}_${id}`,
    state_topic: `${prefix}/${lineTopic(line, topic)}`,
    ...more,
    availability_topic: `${prefix}/${STATUS}`,
    device: {
      identifiers: [node],
      connections: [["mac", (device.match(/../g) ?? []).join(":")]],
      name: product,
      model,
      sw_version: version,
    },
  });
  return { topic: whole, text };
}
