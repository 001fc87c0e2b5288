/** What happens is told to whom the owner has named, by a whole adapter in virtual time. */
import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import { kinds } from "../../firmware/events/kinds.js";
import { MOST_WAITING } from "../../firmware/events/limits.js";
import type { HttpAnswer, HttpClient, HttpQuestion } from "../../hal/http-client.js";
import { nodeVault } from "../../sim/node/vault.js";
import type { VirtualTime } from "../../sim/time.js";
import { VirtualBroker } from "./broker.js";
import { VirtualDesk } from "./desk.js";

/** Answers a little later, and remembers what it was asked. */
class WebServer implements HttpClient {
  readonly asked: HttpQuestion[] = [];
  /** Its status; 0 for none at all. */
  status = 204;
  readonly #time: VirtualTime;
  constructor(time: VirtualTime) {
    this.#time = time;
  }
  ask(question: HttpQuestion, done: (answer: HttpAnswer) => void): () => void {
    this.asked.push(question);
    let isOpen = true;
    this.#time.after(20, () => {
      if (!isOpen) return;
      if (this.status === 0) done({ failed: "connection refused" });
      else done({ status: this.status, headers: {}, body: octetsOf("") });
    });
    return () => {
      isOpen = false;
    };
  }
  // biome-ignore lint/suspicious/noExplicitAny: whatever has been told
  get told(): any[] {
    return this.asked.map(({ body }) => JSON.parse(textOf(body ?? octetsOf("null"))));
  }
}

const URL = "http://192.0.2.9:8123/api/webhook/secret-id";
const PREFIX = "ata/020000000001";

function told(settings: { readonly [name: string]: string }) {
  let web!: WebServer;
  let broker!: VirtualBroker;
  const d = new VirtualDesk((_lan, time) => {
    web = new WebServer(time);
    broker = new VirtualBroker(time);
    return { client: web, mqtt: broker, vault: nodeVault, settings };
  });
  const log = () => d.events("log").map(({ text }) => String(text));
  return { d, web, broker, log };
}

/** Line 1 calls line 2, who lets it ring, talks for ten seconds, and hangs up first. */
function callOnce(d: VirtualDesk): void {
  d.line(1).lift();
  d.wait(500).dial(1, "102").wait(3000);
  d.line(2).lift();
  d.wait(10_000);
  d.line(2).hangUp();
  d.wait(2000);
  d.line(1).hangUp();
  d.wait(1000);
}

describe("a web server of the owner's", () => {
  it("is told of a call from the first receiver lifted to the last one down, each event once and in order", () => {
    const { d, web } = told({ Event_URL: URL });
    d.wait(2000);
    callOnce(d);
    deepEqual(
      web.told.map(({ event, line = 0, state = "" }) => `${line} ${event} ${state}`.trim()),
      [
        ...["0 start", "1 registration registered", "2 registration registered", "1 hook off", "1 dial", "2 ring"],
        ...["2 hook off", "2 answer", "1 answer", "2 end", "2 hook on", "1 end", "1 hook on"],
      ],
    );
    deepEqual(
      web.told.map(({ id }) => id),
      web.told.map((_, at) => at + 1),
    );
    const [start] = web.told;
    const { time, ...ring } = web.told[5];
    deepEqual(ring, {
      ...{ event: "ring", id: 6, device: "020000000001", line: 2, from: "101", name: "Line 1", waiting: false },
    });
    match(time, /^2026-01-01T00:00:\d\dZ$/);
    deepEqual([start.product, start.time], ["Two-Line ATA", "2026-01-01T00:00:00Z"]);
    const end = web.told.find(({ event, line }) => event === "end" && line === 1);
    deepEqual([end.direction, end.number, end.answered, end.reason], ["out", "102", true, ""]);
    ok(end.seconds >= 9 && end.seconds <= 11, String(end.seconds));
  });

  it("is told nothing but what docs/events.md knows", () => {
    const { d, web } = told({ Event_URL: URL });
    d.wait(2000);
    callOnce(d);
    const rows: { readonly [kind: string]: { readonly fields: object } } = kinds;
    for (const { event, id, device, time, ...rest } of web.told) {
      deepEqual([typeof id, typeof device, typeof time], ["number", "string", "string"]);
      deepEqual(Object.keys(rest), Object.keys(rows[event].fields));
    }
  });

  it("has a token, and a signature of what it is told", () => {
    const { d, web } = told({ Event_URL: URL, Event_Token: "let-me-in", Event_Key: "geheim" });
    d.wait(1000);
    const [{ method, url, headers, body }] = web.asked;
    deepEqual([method, url, headers.authorization], ["POST", URL, "Bearer let-me-in"]);
    equal(headers["content-type"], "application/json");
    const signature = createHmac("sha256", "geheim")
      .update(body ?? "")
      .digest("hex");
    equal(headers["x-event-signature"], `sha256=${signature}`);
  });

  it("hears neither where none is set, and nothing at all before it is named", () => {
    const { d, web, broker } = told({});
    d.wait(2000);
    callOnce(d);
    deepEqual([web.asked.length, broker.guests.length], [0, 0]);
    d.desk.adapter.change({ Event_URL: URL });
    d.line(1).lift();
    d.wait(1000);
    deepEqual(
      web.told.map(({ event }) => event),
      ["hook"],
    );
    deepEqual(Object.keys(web.asked[0].headers).sort(), ["content-type", "user-agent"]);
    d.desk.adapter.change({ Event_URL: "" });
    d.line(1).hangUp();
    d.wait(1000);
    equal(web.asked.length, 1);
  });

  it("is told only what it wants to know", () => {
    const { d, web } = told({ Event_URL: URL, Event_Kinds: "ring, end" });
    d.wait(2000);
    callOnce(d);
    deepEqual(
      web.told.map(({ event, line }) => `${line} ${event}`),
      ["2 ring", "2 end", "1 end"],
    );
  });

  it("is never told a key, nor what an anonymous caller is called", () => {
    const { d, web } = told({ Event_URL: URL, "Block_CID_Setting[1]": "Yes" });
    d.wait(2000);
    d.line(1).lift();
    d.wait(500).dial(1, "102").wait(3000);
    d.line(2).lift();
    d.wait(1000).dial(1, "4711").wait(1000);
    const ring = web.told.find(({ event }) => event === "ring");
    deepEqual([ring.from, ring.name], [null, ""]);
    doesNotMatch(JSON.stringify(web.told), /4711|digit/);
  });

  it("that does not answer is tried again, less and less often, and told what it has missed", () => {
    const { d, web, log } = told({ Event_URL: URL });
    web.status = 0;
    d.wait(60_000);
    const tries = web.asked.length;
    ok(tries >= 4 && tries <= 7, String(tries));
    ok(web.told.every(({ id }) => id === 1));
    web.status = 204;
    d.wait(60_000);
    deepEqual(
      web.told.slice(tries).map(({ id, event }) => `${id} ${event}`),
      ["1 start", "2 registration", "3 registration"],
    );
    deepEqual(
      log().filter((text) => text.includes("192.0.2.9")),
      [
        "http://192.0.2.9:8123 cannot be told what happens: connection refused",
        "http://192.0.2.9:8123 is told again what happens",
      ],
    );
  });

  it("for too long loses the oldest, which is counted, and told once", () => {
    const { d, web, log } = told({ Event_URL: URL });
    web.status = 503;
    d.wait(1000);
    for (let n = 0; n < 20; n++) {
      d.line(1).lift();
      d.wait(1000);
      d.line(1).hangUp();
      d.wait(1000);
    }
    const tries = web.asked.length;
    web.status = 200;
    d.wait(120_000);
    const late = web.told.slice(tries);
    equal(late.length, MOST_WAITING);
    equal(late.at(-1)?.event, "hook");
    const words = log().filter((text) => text.includes("192.0.2.9"));
    equal(words.length, 3);
    match(words[0], /cannot be told what happens: the server answers 503$/);
    match(words[1], /is not told all that happens: events are lost$/);
    match(words[2], /is told again what happens; \d+ events were lost$/);
  });

  it("that wants none of it is not asked twice, and its URL is not in the log", () => {
    const { d, web, log } = told({ Event_URL: URL, Event_Token: "let-me-in" });
    web.status = 401;
    d.wait(300_000);
    deepEqual(
      web.told.map(({ id }) => id),
      [1, 2, 3],
    );
    ok(log().some((text) => text.includes("the server answers 401")));
    doesNotMatch(log().join("\n"), /secret-id|let-me-in/);
  });
});

describe("a broker of the owner's", () => {
  const BROKER = { MQTT_Server: "broker.example.net", MQTT_User: "ata", MQTT_Password: "geheim" };

  it("lets us in with name and password, and knows how the lines stand", () => {
    const { d, broker } = told(BROKER);
    d.wait(2000);
    const [{ host, port, secure, user, password, client, will }] = broker.guests;
    deepEqual([host, port, secure, user, password], ["broker.example.net", 1883, false, "ata", "geheim"]);
    deepEqual(
      [client, will.topic, textOf(will.octets), will.retain],
      [...["ata-020000000001", `${PREFIX}/status`, "offline", true]],
    );
    deepEqual([...broker.retained].sort(), [
      [`${PREFIX}/line/1/state`, "online"],
      [`${PREFIX}/line/2/state`, "online"],
      [`${PREFIX}/status`, "online"],
    ]);
  });

  it("hears of a call as it goes, and keeps the last caller", () => {
    const { d, broker } = told({ ...BROKER, MQTT_Topic_Prefix: "house/telephone" });
    d.wait(2000);
    callOnce(d);
    deepEqual(broker.in("house/telephone/line/1/state"), [...["online", "offhook", "talking", "offhook", "online"]]);
    deepEqual(broker.in("house/telephone/line/2/state"), ["online", "ringing", "talking", "online"]);
    const caller = JSON.parse(broker.retained.get("house/telephone/line/2/caller") ?? "");
    deepEqual([caller.from, caller.name], ["101", "Line 1"]);
    const events = broker.in("house/telephone/event").map((text) => JSON.parse(text).event);
    deepEqual(events.slice(0, 6), ["start", "registration", "registration", "hook", "dial", "ring"]);
    ok(broker.heard.every(({ topic, retain }) => retain === (topic !== "house/telephone/event")));
  });

  it("sees the will when the plug is pulled, and a farewell when the adapter goes by itself", () => {
    const { d, broker } = told(BROKER);
    d.wait(2000);
    d.desk.switchPower("cut");
    equal(broker.retained.get(`${PREFIX}/status`), "offline");
    d.desk.switchPower("on");
    d.wait(2000);
    equal(broker.retained.get(`${PREFIX}/status`), "online");
    d.desk.adapter.close(() => {});
    d.wait(1000);
    equal(broker.retained.get(`${PREFIX}/status`), "offline");
    equal(broker.in(`${PREFIX}/status`).length, 4);
  });

  it("that is lost is sought again, and then told all that stands anew", () => {
    const { d, broker, log } = told(BROKER);
    d.wait(2000);
    broker.refusal = "connection refused";
    broker.lose();
    d.line(1).lift();
    d.wait(60_000);
    const tries = broker.guests.length;
    ok(tries >= 5 && tries <= 8, String(tries));
    broker.refusal = null;
    d.wait(60_000);
    equal(broker.retained.get(`${PREFIX}/status`), "online");
    equal(broker.retained.get(`${PREFIX}/line/1/state`), "offhook");
    equal(JSON.parse(broker.in(`${PREFIX}/event`).at(-1) ?? "").event, "hook");
    const words = log().filter((text) => text.includes("broker.example.net"));
    deepEqual(words, [
      "broker.example.net:1883 cannot be told what happens: the connection broke off",
      "broker.example.net:1883 is told again what happens",
    ]);
  });

  it("that is slow hears everything all the same", () => {
    const { d, broker } = told({ ...BROKER, MQTT_Discovery: "Yes" });
    broker.room = 1;
    d.wait(3000);
    equal([...broker.retained.keys()].filter((topic) => topic.startsWith("homeassistant/")).length, 8);
    equal(broker.retained.get(`${PREFIX}/line/2/state`), "online");
    equal(broker.in(`${PREFIX}/event`).length, 3);
  });

  it("tells Home Assistant of the lines where that is wanted, and has it forget them when it is not any more", () => {
    const { d, broker } = told(BROKER);
    d.wait(2000);
    d.desk.adapter.change({ MQTT_Discovery: "Yes" });
    d.wait(2000);
    const topic = "homeassistant/sensor/ata_020000000001/line1_state/config";
    const entity = JSON.parse(broker.retained.get(topic) ?? "");
    deepEqual([entity.state_topic, entity.availability_topic], [`${PREFIX}/line/1/state`, `${PREFIX}/status`]);
    deepEqual(entity.device.connections, [["mac", "02:00:00:00:00:01"]]);
    d.desk.adapter.change({ MQTT_Discovery: "No" });
    d.wait(2000);
    ok([...broker.retained.keys()].every((name) => name.startsWith(PREFIX)));
  });

  it("knows when messages wait", () => {
    const { d, broker } = told({ ...BROKER, Voice_Mail_Number: "612", "Mailbox_Subscribe[1]": "Yes" });
    d.wait(2000);
    d.line(1).lift();
    d.wait(500).dial(1, "612").wait(8000);
    d.line(1).hangUp();
    d.wait(3000);
    equal(broker.retained.get(`${PREFIX}/line/1/messages`), "ON");
    const events = broker.in(`${PREFIX}/event`).map((text) => JSON.parse(text));
    ok(events.some(({ event, line, waiting }) => event === "messages" && line === 1 && waiting === true));
  });
});
