/**
 * Starts the adapter in Moddable's engine on a desktop: real sockets, sound kernels in TypeScript, a telephone at each line.
 * Words of the command line: `Name=value` is a setting, `1:7001` has line 1 call 7001 once its line is registered.
 */
import { Adapter } from "../../firmware/adapter/adapter.js";
import { Esp32Board } from "../../hal/esp32/board.js";
import { BoardClock } from "../../hal/esp32/clock.js";
import { lineOf } from "../../hal/esp32/console-line.js";
import { boardCrypto } from "../../hal/esp32/crypto.js";
import { openHttp } from "../../hal/esp32/http.js";
import { BoardClient } from "../../hal/esp32/http-client.js";
import { BoardMqtt } from "../../hal/esp32/mqtt.js";
import { openMqtt } from "../../hal/esp32/mqtt-client.js";
import { pageAssets, spokenWords } from "../../hal/esp32/page.js";
import { connectTcp, type Later, listenTcp } from "../../hal/esp32/tcp.js";
import { boardVault } from "../../hal/esp32/vault.js";
import type { Flash } from "../../hal/flash.js";
import { SimulatedFlash } from "../../hal/simulated/flash.js";
import { SimulatedSlic } from "../../hal/simulated/slic.js";
import { Telephone } from "./telephone.js";
import { openUdp } from "./udp.js";

const ADDRESS = "127.0.0.1";
const PAGE = "8080";
/** Locally administered: no real board has it. */
const MAC = "020000000002";

const LINES = 2;
/** Nobody is asked for names: what is told apart from them is an address. */
const NUMERIC = /^[0-9.]+$/;
const resolve = (name: string, done: (address: string | undefined) => void) =>
  done(NUMERIC.test(name) ? name : undefined);
/** ms between looks whether a line is registered, and of a call from its first key on. */
const LOOK = 250;
const TALK = 12_000;

/** What is left and right of the first mark in a word. */
function parted(word: string, mark: string): [string, string] | undefined {
  const at = word.indexOf(mark);
  return at < 0 ? undefined : [word.slice(0, at), word.slice(at + 1)];
}

/** What the surroundings of the engine can do besides. */
export type Surroundings = { readonly flash: Flash; restart(): void };

export default function (words: readonly string[], around: Surroundings | null = null): void {
  const clock = new BoardClock();
  const chance = () => Math.floor(Math.random() * 2 ** 32);
  const later: Later = (call) => void clock.after(0, call);
  const settings = words.flatMap((word) => {
    const setting = parted(word, "=");
    return setting ? [setting] : [];
  });
  const telephones: Telephone[] = [];
  for (let line = 1; line <= LINES; line++)
    telephones.push(new Telephone({ after: (ms, call) => clock.after(ms, call) }));
  const board = new Esp32Board({
    ...{ name: "lin", mac: MAC, hostname: () => "localhost", lines: LINES, echoDelay: null, clock, chance },
    ...{ crypto: boardCrypto, vault: boardVault, flash: around?.flash ?? new SimulatedFlash() },
    ...{ assets: pageAssets, speech: spokenWords(), update: null },
    factory: { Web_Server_Port: PAGE, ...Object.fromEntries(settings) },
    openLine: (line, slic) => new SimulatedSlic({ ...slic, copper: telephones[line - 1], time: clock }),
    network: {
      address: ADDRESS,
      openUdp: (udp) => openUdp(udp, chance),
      listenTcp: (tcp) => listenTcp(tcp, later),
      connectTcp: (tcp) => connectTcp(tcp, later),
      watch() {},
    },
    openHttp: (http) => openHttp(http, clock),
    client: new BoardClient({
      resolve,
      after: (ms, call) => clock.after(ms, call),
      encode: (text) => new Uint8Array(ArrayBuffer.fromString(text)),
      connect: (tcp) => connectTcp(tcp, later),
      connectTls: null,
    }),
    mqtt: new BoardMqtt({
      open: (mqtt, callbacks, isOpen) => openMqtt(mqtt, callbacks, isOpen, resolve, null),
      secure: false,
      after: (ms, call) => clock.after(ms, call),
    }),
    restart(reason) {
      trace(`a restart was asked for: ${reason}\n`);
      if (around) clock.after(LOOK, () => around.restart());
    },
    journal(entry) {
      const line = lineOf(entry);
      if (line !== undefined) trace(`${line}\n`);
    },
  });
  const adapter = new Adapter(board);
  for (const { line, sipPort } of adapter.status().lines) trace(`line ${line} is at ${ADDRESS}:${sipPort}\n`);
  trace(`the page is at http://${ADDRESS}:${board.hosts[0].split(":")[1]}\n`);
  for (const word of words) {
    const [line, number] = (!word.includes("=") && parted(word, ":")) || [];
    if (line !== undefined && number !== undefined) callWhenRegistered(Number(line), number);
  }

  function callWhenRegistered(line: number, number: string): void {
    if (adapter.status().lines[line - 1].registration.state !== "registered") {
      clock.after(LOOK, () => callWhenRegistered(line, number));
      return;
    }
    const telephone = telephones[line - 1];
    telephone.call(number);
    clock.after(TALK, () => {
      telephone.hangUp();
      trace(`line ${line} heard something in ${telephone.heard} frames\n`);
    });
  }
}
