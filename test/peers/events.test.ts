/**
 * What happens is told to real ones: mosquitto with a name and a password, by TLS and without, heard by mosquitto_sub; web
 * servers by HTTP and HTTPS, whose signature openssl computes again.
 */
import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startBroker, Watcher } from "./broker.js";
import { Desk, pause } from "./desk.js";
import { hasSpokenWell } from "./judge.js";
import { keepTraces, needs, ports, runFolder } from "./lab.js";
import { set } from "./provider.js";

const folder = join(runFolder, "events");
const file = (name: string) => join(folder, name);
const PREFIX = "ata/020000000001";
const BROKER = [`MQTT_Server=127.0.0.1:${ports.broker}`, "MQTT_User=ata", "MQTT_Password=canary-of-the-broker"];

/** A server for 127.0.0.1 that vouches for itself. */
function makeCertificate(): string {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file("key.pem")];
  const who = ["-subj", "/CN=Events", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...key, ...who, "-out", file("certificate.pem")], { stdio: "pipe" });
  return readFileSync(file("certificate.pem"), "utf8").replaceAll("\n", " ");
}

let desk: Desk | undefined;

async function start(...settings: string[]): Promise<Desk> {
  desk = await Desk.start(["--seed", "5", ...set(...settings)]);
  return desk;
}

/** Line 1 calls line 2, who answers, and both hang up. */
async function callOnce(one: Desk): Promise<void> {
  await one.event({ type: "registration", line: 2, state: "registered" });
  await one.one.lift();
  await one.one.dial("102");
  await one.event({ type: "call", line: 2, state: "ringing" }, { within: 10_000 });
  await one.two.lift();
  await one.event({ type: "call", line: 1, state: "connected" });
  await pause(1200);
  await one.two.hangUp();
  await one.one.hangUp();
  await one.event({ type: "call", line: 1, state: "idle" });
}

const logOf = (one: Desk | undefined) => (one?.events ?? []).map(({ text }) => String(text ?? "")).join("\n");

async function logged(wanted: RegExp): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (wanted.test(logOf(desk))) return;
    await pause(50);
  }
  throw new Error(`nothing is told like ${wanted}\n${desk?.trace()}`);
}

describe("what happens", () => {
  let authority = "";
  keepTraces(() => desk as Desk);

  before(function () {
    needs(this, "openssl", "tshark");
    mkdirSync(folder, { recursive: true });
    authority = makeCertificate();
  });
  afterEach(async () => {
    if (desk?.runs) await hasSpokenWell(desk);
    await desk?.stop();
    desk = undefined;
  });

  describe("told to mosquitto", () => {
    let broker: ChildProcess | undefined;
    let watcher: Watcher | undefined;
    const watching = () => watcher as Watcher;

    before(async function () {
      needs(this, "mosquitto", "mosquitto_sub");
      const secure = [`certfile ${file("certificate.pem")}`, `keyfile ${file("key.pem")}`];
      broker = await startBroker(folder, ports.broker, { ata: "canary-of-the-broker" }, [
        `listener ${ports.broker + 1} 127.0.0.1`,
        ...secure,
      ]);
    });
    beforeEach(() => {
      watcher = new Watcher(ports.broker);
    });
    afterEach(() => watcher?.stop());
    after(() => broker?.kill("SIGTERM"));

    it("is a call from the first ring to its end, and where each line stands", async () => {
      const one = await start(...BROKER, "MQTT_Discovery=yes");
      await watching().last(`${PREFIX}/status`, /^online$/);
      await callOnce(one);
      await watching().last(`${PREFIX}/line/1/state`, /^online$/);
      const states = watching().in(`${PREFIX}/line/2/state`);
      deepEqual(states.slice(states.indexOf("ringing")), ["ringing", "talking", "online"]);
      match(watching().in(`${PREFIX}/line/2/caller`)[0], /"from":"101","name":"Line 1"/);
      const events = watching()
        .in(`${PREFIX}/event`)
        .map((text) => JSON.parse(text));
      for (const event of ["start", "registration", "hook", "dial", "ring", "answer", "end"])
        ok(
          events.some((told) => told.event === event),
          event,
        );
      const age = Date.now() - Date.parse(events[0].time);
      ok(age >= -1000 && age < 60_000, events[0].time);
      const entity = JSON.parse(watching().in("homeassistant/sensor/ata_020000000001/line2_state/config")[0] ?? "null");
      equal(entity.state_topic, `${PREFIX}/line/2/state`);
    });

    it("is kept for who comes later, but for the events", async () => {
      await start(...BROKER, "MQTT_Topic_Prefix=house/telephone");
      await watching().last("house/telephone/line/2/state", /^online$/);
      watching().stop();
      watcher = new Watcher(ports.broker);
      await watching().last("house/telephone/status", /^online$/);
      await watching().last("house/telephone/line/1/state", /^online$/);
      ok(watching().heard.every(({ retained }) => retained));
      deepEqual(watching().in("house/telephone/event"), []);
    });

    it("ends with a will when the plug is pulled, and with a farewell when the adapter ends", async () => {
      const one = await start(...BROKER);
      await watching().last(`${PREFIX}/status`, /^online$/);
      await one.call("POST", "/api/power", { action: "cut" });
      await watching().last(`${PREFIX}/status`, /^offline$/);
      await one.call("POST", "/api/power", { action: "on" });
      await watching().last(`${PREFIX}/status`, /^online$/);
      await one.stop();
      await watching().last(`${PREFIX}/status`, /^offline$/);
    });

    it("is told to nobody without the right password, which nobody is told", async () => {
      await start(...BROKER.slice(0, 2), "MQTT_Password=canary-of-nobody");
      await logged(/127\.0\.0\.1:\d+ cannot be told what happens: .*not authorized/i);
      doesNotMatch(JSON.stringify(desk?.events), /canary/);
      deepEqual(watching().in(`${PREFIX}/event`), []);
    });

    it("goes by TLS to a broker of an authority of the owner's, and to no other", async () => {
      const secure = [`MQTT_Server=mqtts://127.0.0.1:${ports.broker + 1}`, ...BROKER.slice(1)];
      await start(...secure, `Provision_CA=${authority}`);
      await watching().last(`${PREFIX}/status`, /^online$/);
      await watching().last(`${PREFIX}/line/1/state`, /^online$/);
      await desk?.stop();
      await watching().last(`${PREFIX}/status`, /^offline$/);
      const told = watching().heard.length;
      await start(...secure);
      await logged(/cannot be told what happens: .*certificate/);
      equal(watching().heard.length, told);
    });

    it("waits for a broker that comes later", async () => {
      await start(`MQTT_Server=127.0.0.1:${ports.broker + 2}`);
      await logged(/cannot be told what happens: .*ECONNREFUSED/);
      const late = await startBroker(folder, ports.broker + 2, null);
      try {
        await logged(/is told again what happens$/m);
      } finally {
        late.kill("SIGTERM");
      }
    });
  });

  describe("told to a web server", () => {
    const servers: Server[] = [];
    type Told = { readonly headers: { readonly [name: string]: unknown }; readonly body: string };
    const told: Told[] = [];
    const listen: RequestListener = (request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        told.push({ headers: request.headers, body });
        response.end("a page that nobody reads ".repeat(1000));
      });
    };
    async function serve(server: Server): Promise<number> {
      servers.push(server);
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    }
    const secured = () =>
      createTlsServer({ key: readFileSync(file("key.pem")), cert: readFileSync(file("certificate.pem")) }, listen);

    afterEach(() => {
      told.length = 0;
      for (const server of servers.splice(0)) server.close();
    });

    async function until(event: string): Promise<void> {
      for (let tries = 0; tries < 200; tries++) {
        if (told.some(({ body }) => body.includes(`"event":"${event}"`))) return;
        await pause(50);
      }
      throw new Error(`no ${event}: ${JSON.stringify(told)}\n${desk?.trace()}`);
    }

    it("is a call, by HTTP, with a token and a signature that openssl computes too", async () => {
      const port = await serve(createServer(listen));
      const where = `Event_URL=http://127.0.0.1:${port}/hook?id=1`;
      const one = await start(where, "Event_Token=canary-token", "Event_Key=canary-key");
      await callOnce(one);
      await until("end");
      for (const { headers, body } of told) {
        equal(headers.authorization, "Bearer canary-token");
        doesNotMatch(body, /canary/);
        const signed = execFileSync("openssl", ["dgst", "-sha256", "-hmac", "canary-key"], { input: body });
        equal(headers["x-event-signature"], `sha256=${/[0-9a-f]{64}/.exec(String(signed))?.[0]}`);
      }
      const ids = told.map(({ body }) => JSON.parse(body).id);
      deepEqual(
        ids,
        ids.map((_, at) => at + 1),
      );
      doesNotMatch(JSON.stringify(one.events), /canary/);
    });

    it("goes by HTTPS to a server of an authority of the owner's, and to no other", async () => {
      const port = await serve(secured());
      await start(`Event_URL=https://127.0.0.1:${port}/`, `Provision_CA=${authority}`);
      await until("start");
      await desk?.stop();
      told.length = 0;
      await start(`Event_URL=https://127.0.0.1:${port}/`);
      await logged(/https:\/\/127\.0\.0\.1:\d+ cannot be told what happens: .*certificate/);
      deepEqual(told, []);
    });
  });
});
