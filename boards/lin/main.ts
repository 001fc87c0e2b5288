/** Starts the adapter in Moddable's engine on a desktop: real sockets, sound kernels in TypeScript, two lines with nobody at them. */
import { Adapter } from "../../firmware/adapter/adapter.js";
import { Esp32Board } from "../../hal/esp32/board.js";
import { BoardClock } from "../../hal/esp32/clock.js";
import { lineOf } from "../../hal/esp32/console-line.js";
import { boardCrypto } from "../../hal/esp32/crypto.js";
import { openHttp } from "../../hal/esp32/http.js";
import { BoardClient } from "../../hal/esp32/http-client.js";
import { connectTcp, type Later, listenTcp } from "../../hal/esp32/tcp.js";
import { boardVault } from "../../hal/esp32/vault.js";
import { SimulatedFlash } from "../../hal/simulated/flash.js";
import type { Pair } from "../../hal/simulated/pair.js";
import { SimulatedSlic } from "../../hal/simulated/slic.js";
import { openUdp } from "./udp.js";

const ADDRESS = "127.0.0.1";
const PAGE = "8080";
/** Locally administered: no real board has it. */
const MAC = "020000000002";

/** A pair of wires that leads nowhere. */
const NOBODY: Pair = Object.freeze({
  attach() {},
  detach() {},
  feed() {},
  run() {},
  rest() {},
  exchange(_play: Int16Array, said: Int16Array) {
    said.fill(0);
  },
});

export default function (): void {
  const clock = new BoardClock();
  const chance = () => Math.floor(Math.random() * 2 ** 32);
  const later: Later = (call) => void clock.after(0, call);
  const board = new Esp32Board({
    ...{ name: "lin", mac: MAC, hostname: "localhost", lines: 2, echoDelay: null, clock, chance },
    ...{ crypto: boardCrypto, vault: boardVault, flash: new SimulatedFlash(), assets: {}, update: null },
    factory: { Web_Server_Port: PAGE },
    openLine: (_line, slic) => new SimulatedSlic({ ...slic, copper: NOBODY, time: clock }),
    network: {
      address: ADDRESS,
      openUdp: (udp) => openUdp(udp, chance),
      listenTcp: (tcp) => listenTcp(tcp, later),
      connectTcp: (tcp) => connectTcp(tcp, later),
      watch() {},
    },
    openHttp: (http) => openHttp(http, clock),
    client: new BoardClient({
      resolve: (_name, done) => done(undefined),
      after: (ms, call) => clock.after(ms, call),
      encode: (text) => new Uint8Array(ArrayBuffer.fromString(text)),
      connect: (tcp) => connectTcp(tcp, later),
      connectTls: null,
    }),
    restart: (reason) => trace(`a restart was asked for: ${reason}\n`),
    journal(entry) {
      const line = lineOf(entry);
      if (line !== undefined) trace(`${line}\n`);
    },
  });
  const adapter = new Adapter(board);
  for (const { line, sipPort } of adapter.status().lines) trace(`line ${line} is at ${ADDRESS}:${sipPort}\n`);
  trace(`the page is at http://${ADDRESS}:${PAGE}\n`);
}
