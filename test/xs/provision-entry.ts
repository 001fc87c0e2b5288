/** What runs inside the engine: the firmware, whose owner has it fetch its settings from a server of one profile. */
import { sha256 } from "@noble/hashes/sha2.js";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import type { HttpClient } from "../../hal/http-client.js";
import { Desk } from "../../sim/desk.js";
import { Lan } from "../../sim/network/lan.js";
import { VirtualTime } from "../../sim/time.js";

const time = new VirtualTime();
const lan = new Lan({ time, delay: 1 });
const asked: string[] = [];
let profile = "";
let desk: Desk | null = null;

const client: HttpClient = {
  ask({ method, url }, done) {
    asked.push(`${method} ${url}`);
    time.after(10, () => done({ status: 200, headers: {}, body: octetsOf(profile) }));
    return () => {};
  },
};

const commands: { readonly [name: string]: (...given: string[]) => unknown } = {
  boot() {
    const network = lan.host("10.0.0.2");
    const pbx = { network: lan.host("10.0.0.1"), port: 5060 };
    desk = new Desk({ time, seed: 1, network, pbx, client, crypto: { digest: (_, octets) => sha256(octets) } });
    return true;
  },
  nothing: () => true,
  wait(ms) {
    time.advance(Number(ms));
    return true;
  },
  serve(text) {
    profile = text;
    return true;
  },
  change: (json) => "touches" in (desk as Desk).adapter.change(JSON.parse(json)),
  resync: (rule) => (desk as Desk).adapter.resync(rule),
  status: () => (desk as Desk).adapter.status().provisioning,
  owned: () => (desk as Desk).adapter.config.owned,
  asked: () => asked.splice(0),
};

Object.assign(globalThis, {
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const [name, ...given] = JSON.parse(textOf(new Uint8Array(message))) as string[];
    return octetsOf(JSON.stringify(commands[name](...given))).buffer;
  },
});
