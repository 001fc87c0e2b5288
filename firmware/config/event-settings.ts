/** The settings of the System tab that say who is told what happens, beside the log servers: a web server, a broker of MQTT. */
import { frozen } from "../base/frozen.js";
import { switchOf } from "./rows.js";
import { MAX_VALUE, type Setting } from "./setting.js";

const yesno = switchOf("System", "event");

const row = <K extends string, F extends string = "">(kind: K, help: string, fallback = "" as F) =>
  ({ tab: "System", kind, fallback, help, touches: "event" }) as const;

const secret = (help: string) =>
  ({ tab: "System", kind: "password", max: MAX_VALUE, ascii: true, fallback: "", help, touches: "event" }) as const;

export const eventSettings = frozen({
  Event_URL: row(
    "weburl",
    "What happens is posted there, an object in JSON each; nobody is told while it is empty. See docs/events.md.",
  ),
  Event_Token: secret("Sent along as Authorization: Bearer."),
  Event_Key: secret("Each object is signed with it (HMAC-SHA-256) in X-Event-Signature."),
  Event_Kinds: row(
    "eventkinds",
    "Which events: any of start, hook, ring, dial, answer, end, registration, messages and fault, or * for all.",
    "*",
  ),
  MQTT_Server: row(
    "broker",
    "The broker that is told as well, as host, host:port or mqtts://host; nobody is told while it is empty.",
  ),
  MQTT_User: {
    tab: "System",
    kind: "text",
    max: 128,
    fallback: "",
    help: "Its name for us, where it wants one.",
    touches: "event",
  },
  MQTT_Password: {
    tab: "System",
    kind: "password",
    max: 128,
    fallback: "",
    help: "The password of that name.",
    touches: "event",
  },
  MQTT_Topic_Prefix: row("topic", "What all topics begin with; ata/ and the MAC address while it is empty."),
  MQTT_Discovery: yesno("No", "Home Assistant finds the lines by itself."),
} as const satisfies Record<string, Setting>);
