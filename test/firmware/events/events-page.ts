/** `docs/events.md`, made from the table of events. By hand: `npm run build:manual` */
import { emitEvent, type Happened } from "../../../firmware/events/event.js";
import { ALL_KINDS, type Kind, kinds } from "../../../firmware/events/kinds.js";
import {
  ANSWER_WITHIN,
  KEEP_ALIVE,
  LIFE,
  LONGEST_TEXT,
  LONGEST_WORD,
  MOST_WAITING,
  RETRY_FIRST,
  RETRY_MOST,
} from "../../../firmware/events/limits.js";
import { discovery, LINE_STATES } from "../../../firmware/events/topics.js";

const DEVICE = "020000000001";

/** One of each kind, as a telephone call goes. */
export const SAMPLES: { readonly [kind in Kind]: Extract<Happened, { event: kind }> } = {
  start: { event: "start", product: "Two-Line ATA", version: "0.1.0" },
  hook: { event: "hook", line: 1, state: "off" },
  ring: { event: "ring", line: 1, from: "102", name: "Kitchen", waiting: false },
  dial: { event: "dial", line: 1, to: "102" },
  answer: { event: "answer", line: 1, direction: "in", number: "102", name: "Kitchen" },
  end: {
    event: "end",
    ...{ line: 1, direction: "in", number: "102", name: "Kitchen", answered: true, seconds: 42, reason: "" },
  },
  registration: { event: "registration", line: 1, state: "failed", code: 403 },
  messages: { event: "messages", line: 1, waiting: true, fresh: 2 },
  fault: { event: "fault", line: 2, text: "the chip does not answer" },
};

const STATES: { readonly [state in (typeof LINE_STATES)[number]]: string } = {
  offline: "the line's server does not know it, and nobody uses it",
  online: "it does",
  ringing: "the telephone rings",
  offhook: "the receiver is off the hook, and nobody talks",
  talking: "somebody does",
};

const seconds = (ms: number) => (ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`);

function kindText(kind: Kind, at: number): string {
  const { when, fields } = kinds[kind];
  const stamp = { id: at + 1, device: DEVICE, seconds: 1_795_219_200 };
  const rows = Object.entries(fields).map(([field, says]) => `| \`${field}\` | ${says} |`);
  return `### ${kind}

${when}

    ${emitEvent(SAMPLES[kind], stamp)}

| Field | Says |
|---|---|
${rows.join("\n")}
`;
}

export function eventsPage(): string {
  const { topic, text } = discovery(0, DEVICE, `ata/${DEVICE}`, {
    ...{ product: "Two-Line ATA", version: "0.1.0", model: "WT32-ETH01" },
  });
  return `# Events

The adapter can tell what happens, as it happens: to a web server of yours (a webhook), to a broker by MQTT, or to both. It tells
nobody before you have named somebody, in the settings of the System tab (all rows: [settings.md](settings.md)):

| Setting | |
|---|---|
| \`Event_URL\` | \`http://\` or \`https://\`: every event is posted there |
| \`Event_Token\` | sent along as \`Authorization: Bearer\`; kept as a password is |
| \`Event_Key\` | a key to sign with, see below; kept as a password is |
| \`Event_Kinds\` | which kinds, \`ring, end\` for instance; \`*\` for all |
| \`MQTT_Server\` | \`host\`, \`host:port\`, or \`mqtts://host\` for TLS |
| \`MQTT_User\`, \`MQTT_Password\` | who we are to the broker |
| \`MQTT_Topic_Prefix\` | what topics begin with; \`ata/\` and the MAC address when empty |
| \`MQTT_Discovery\` | Home Assistant finds the lines by itself |

A server by TLS needs a valid certificate in its own name; the desk also believes the authorities of \`Provision_CA\`. A board
without TLS says so in its log.

No event holds a password, or a key that was pressed; numbers and names are those of the calls. What is withheld is \`null\`.

## What is told

An object in JSON each, in UTF-8. Every one has:

| Field | Says |
|---|---|
| \`event\` | its kind: ${ALL_KINDS.map((kind) => `\`${kind}\``).join(", ")} |
| \`id\` | 1 for the first event after a start, and so on; one that is told again has the same |
| \`device\` | the MAC address of the adapter |
| \`time\` | by Greenwich (RFC 3339), when it happened; null while the adapter does not know the time |

Numbers and names are cut at ${LONGEST_WORD} characters, texts at ${LONGEST_TEXT}. Fields may be added, and kinds: let be what you do not know.

${ALL_KINDS.map(kindText).join("\n")}
## By a web server

Each event is a \`POST\` with \`content-type: application/json\`, one after the other, in their order. Any status from 200 to 299
says that it was taken; the body of the answer is not read.

- No answer within ${seconds(ANSWER_WITHIN)}, no connection, 408, 425, 429, 500 and above, or a refusal of more than 8 KiB: the same event is tried again after ${seconds(RETRY_FIRST)}, then after
  twice as long each time, up to ${seconds(RETRY_MOST)}. It may arrive twice: its \`id\` and \`device\` tell.
- Any other status: it is not tried again. Redirections are not followed.
- ${MOST_WAITING} events wait at most, the oldest gives way, and none waits longer than ${seconds(LIFE)}. The log says once when somebody cannot be told, once when
  events are lost, and how many it were when all is well again.

With \`Event_Key\` there is a header field \`x-event-signature: sha256=…\`: HMAC-SHA-256 of the body with that key, in hexadecimal.
It can be checked so:

    printf %s "$body" | openssl dgst -sha256 -hmac "$key"

## By MQTT

Version 3.1.1, QoS 0, a session of its own as client \`ata-${DEVICE}\` (the MAC address). Below the prefix:

| Topic | Kept | Says |
|---|---|---|
| \`status\` | yes | \`online\`; \`offline\` when the adapter goes, or by its will when it is lost |
| \`line/1/state\` | yes | ${LINE_STATES.map((state) => `\`${state}\`: ${STATES[state]}`).join("; ")} |
| \`line/1/caller\` | yes | the last event \`ring\` of the line |
| \`line/1/messages\` | yes | \`ON\` or \`OFF\`, from the first word of the mailbox on |
| \`event\` | no | every event, as above |

What is kept is told anew on every connection. A broker that does not answer is tried again as a web server is; it is asked every
${seconds(KEEP_ALIVE)} whether it is still there. Nothing is subscribed to: nobody can make the adapter do anything by MQTT.

    mosquitto_sub -h broker -u ata -P secret -v -t 'ata/#'

### Home Assistant

With \`MQTT_Discovery\` each line has four entities: its state, whether it rings, its last caller, and whether messages wait. They go
away when it is switched off while the broker can be told. The first one is

    ${topic}
    ${text}

An automation can take the topic \`event\` as its trigger just as well:

    trigger:
      - platform: mqtt
        topic: ata/${DEVICE}/event
        value_template: "{{ value_json.event }}"
        payload: ring
    action:
      - action: notify.notify
        data:
          message: "{{ trigger.payload_json.name }} calls ({{ trigger.payload_json.from }})"
`;
}

if (process.argv[1]?.endsWith("events-page.ts")) process.stdout.write(eventsPage());
