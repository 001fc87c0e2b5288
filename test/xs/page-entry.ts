/** What runs inside the engine: the firmware with its page, asked as a browser would ask it. */
import { hmac } from "@noble/hashes/hmac.js";
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import type { HttpServerOptions } from "../../hal/http.js";
import { Desk } from "../../sim/desk.js";
import { Lan } from "../../sim/network/lan.js";
import { VirtualTime } from "../../sim/time.js";

const time = new VirtualTime();
const lan = new Lan({ time, delay: 1 });
const served: HttpServerOptions[] = [];
let desk: Desk | null = null;
/** What was answered, as it came: octets are made a text of where nobody counts. */
let told: (string | Uint8Array)[] = [];
let goesOn = false;

function boot(): Desk {
  desk ??= new Desk({
    time,
    seed: 1,
    network: lan.host("10.0.0.2"),
    pbx: { network: lan.host("10.0.0.1"), port: 5060 },
    crypto: { digest: (algorithm, octets) => (algorithm === "MD5" ? md5(octets) : sha256(octets)) },
    // The platform's, and slow on purpose: one round stands for all of them.
    vault: {
      derive: (_, password, salt, _rounds, length) => {
        const derived = new Uint8Array(length);
        for (let at = 0; at < length; at += 32) derived.set(hmac(sha256, salt, password), at);
        return derived;
      },
      hmac: (_, key, octets) => hmac(sha256, key, octets),
      encrypt: (_key, _vector, octets) => octets,
      decrypt: (_key, _vector, octets) => octets,
      gunzip: (octets) => octets,
    },
    hosts: ["ata"],
    openHttp: (options) => {
      served.push(options);
      return { port: 80, close: () => {} };
    },
  });
  return desk;
}

const commands: { readonly [name: string]: (...args: never[]) => unknown } = {
  boot: () => boot().adapter.status().lines.length,
  wait(ms: number) {
    time.advance(ms);
    return time.now();
  },
  ask(method: string, target: string, headers: { [name: string]: string }, text: string) {
    const [path, query = ""] = target.split("?");
    const {
      status,
      headers: heads,
      body,
      stream,
    } = served[0].respond({
      ...{ method, path, query, from: "10.0.0.9", body: octetsOf(text) },
      headers: { host: "ata", ...headers },
    });
    told = [body];
    goesOn = stream !== undefined && !path.endsWith("/events");
    stream?.({
      write: (piece) => {
        told.push(piece);
        return true;
      },
      end: () => {
        goesOn = false;
      },
    });
    return { status, cookie: heads["set-cookie"] ?? "" };
  },
  /** What was answered, when all of it has come. */
  told() {
    for (let ms = 0; goesOn && ms < 5000; ms += 10) time.advance(10);
    return told.map((piece) => (typeof piece === "string" ? piece : textOf(piece))).join("");
  },
};

Object.assign(globalThis, {
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const [name, ...args] = JSON.parse(textOf(new Uint8Array(message))) as [string, ...never[]];
    return octetsOf(JSON.stringify(commands[name](...args) ?? null)).buffer;
  },
});
