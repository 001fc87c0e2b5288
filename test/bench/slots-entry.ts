/** The parts of one line, each made by a command of its own and kept, so that its slots can be counted. */

import { portOptions } from "../../firmware/adapter/options.js";
import { PortJournal } from "../../firmware/adapter/port-journal.js";
import { Sound } from "../../firmware/adapter/sound.js";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import { Config } from "../../firmware/config/config.js";
import { phoneOptions } from "../../firmware/config/options.js";
import { Line } from "../../firmware/line/line.js";
import { Mouthpiece } from "../../firmware/line/mouthpiece.js";
import { Phone } from "../../firmware/phone/phone.js";
import { Arrangements } from "../../firmware/sip/arrangements.js";
import { Calls } from "../../firmware/sip/calls.js";
import { Core } from "../../firmware/sip/core.js";
import { Servers } from "../../firmware/sip/servers.js";
import { UserAgent } from "../../firmware/sip/user-agent.js";
import { timersOf } from "../../firmware/transaction/timers.js";
import { Transactions } from "../../firmware/transaction/transactions.js";
import type { Board } from "../../hal/board.js";
import { chanceOf } from "../../sim/chance.js";

const config = new Config({
  lines: 1,
  overrides: {
    "Proxy[1]": "10.0.0.1:5060",
    "User_ID[1]": "101",
    "Password[1]": "pw-101",
    "Dial_Plan[1]": "(P0 <:600>)",
  },
});
const options = () => portOptions(config, 1, "urn:uuid:1ebe44d2-02c4-40b6-af5d-7420d23689ab", null);
const { account, timers, ...agent } = options().agent;
const { sound, phone, line } = options();
const local = { address: "10.0.0.2", port: 5060 };
const chance = chanceOf(1, "board");
const digest = () => new Uint8Array(16);
const timing = timersOf(timers);
const core = new Core({ account, local, chance, digest, timers: timing });
const calls = new Calls();
// a sound that is silent asks nothing of its board
const board = {} as Board;
const journal = new PortJournal(1, board);
const user = { onKey() {}, onReady() {}, onSilent() {}, onCarries() {}, onAsk() {}, onEcho() {} };

/** In the order they are told; deeper ones are parts of the one before. */
const parts: { readonly [name: string]: () => unknown } = {
  options,
  "options: account": () => options().agent.account,
  "options: telephone": () => options().phone,
  "options: telephone: dialling": () => phoneOptions(config, 1).dialling,
  "options: telephone: rings": () => phoneOptions(config, 1).rings,
  "options: sound": () => options().sound,
  "user agent": () => new UserAgent({ ...agent, account, timers, local, chance, digest }),
  "user agent: core": () => new Core({ account, local, chance, digest, timers: timing }),
  "user agent: core: transactions": () => new Transactions({ timers: timing, chance, local }),
  "user agent: core: servers": () => new Servers(account.servers, account.fallbackInterval),
  "user agent: arrangements": () => new Arrangements(core, calls),
  telephone: () => new Phone(phone),
  line: () => new Line(line),
  "line: mouthpiece": () => new Mouthpiece(),
  sound: () => new Sound(1, board, journal, sound, user),
};

const kept: { [name: string]: unknown } = Object.fromEntries(Object.keys(parts).map((name) => [name, null]));

Object.assign(globalThis, {
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const name = textOf(new Uint8Array(message));
    if (name === "names") return octetsOf(JSON.stringify(Object.keys(parts))).buffer;
    if (name === "collect") (globalThis as unknown as { gc(): void }).gc();
    else if (name !== "nothing") kept[name] = parts[name]();
    return new ArrayBuffer(0);
  },
});
