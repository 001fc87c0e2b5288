/** What runs inside the engine: the firmware and the pure part of the desk, in virtual time, told what to do by name. */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import { Desk } from "../../sim/desk.js";
import type { BoardName } from "../../sim/line-card.js";
import { Lan } from "../../sim/network/lan.js";
import { VirtualTime } from "../../sim/time.js";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";

const time = new VirtualTime();
const lan = new Lan({ time, delay: 1 });
let desk: Desk | null = null;

function boot(board?: BoardName): Desk {
  desk ??= new Desk({
    ...{ time, board },
    seed: 1,
    network: lan.host("10.0.0.2"),
    pbx: { network: lan.host("10.0.0.1"), port: 5060 },
    cancelsEcho: false,
    crypto: { digest: (algorithm, octets) => (algorithm === "MD5" ? md5(octets) : sha256(octets)) },
  });
  return desk;
}

const commands: { readonly [name: string]: (...args: never[]) => unknown } = {
  boot: (board: BoardName) => boot(board).adapter.status(),
  status: () => boot().adapter.status(),
  wait(ms: number) {
    time.advance(ms);
    return time.now();
  },
  lift: (line: number) => boot().telephones[line - 1].lift(),
  hangUp: (line: number) => boot().telephones[line - 1].hangUp(),
  dial(line: number, digits: string) {
    let outcome = "";
    boot().telephones[line - 1].dial(digits, { method: "dtmf", on: 80, off: 80 }, (done) => {
      outcome = done;
    });
    while (outcome === "") time.advance(20);
    return outcome;
  },
  telephone(line: number) {
    const { hook, ringing, hears, display } = boot().telephones[line - 1];
    return { hook, ringing, hears, display };
  },
  /** Speaks two seconds at one end, and says how like it what the other end heard was, and how much later. */
  speak(from: number, to: number) {
    const spoken = speech(2);
    const began = time.now();
    boot().telephones[from - 1].speak(spoken);
    time.advance(2500);
    const heard = boot().telephones[to - 1].heard((time.now() - began) / 1000);
    return likeness(spoken, heard.samples);
  },
};

Object.assign(globalThis, {
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const [name, ...args] = JSON.parse(textOf(new Uint8Array(message))) as [string, ...never[]];
    const answer = commands[name](...args);
    return octetsOf(JSON.stringify(answer ?? null)).buffer;
  },
});
