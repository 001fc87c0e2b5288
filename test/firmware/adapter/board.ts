/** A board for one test: in-memory network, a flash that can be looked into, and a journal. */
import { Adapter } from "../../../firmware/adapter/adapter.js";
import type { SettingValues } from "../../../hal/board.js";
import type { HttpServerOptions } from "../../../hal/http.js";
import type { HttpClient } from "../../../hal/http-client.js";
import type { JournalEntry } from "../../../hal/journal.js";
import type { Mqtt } from "../../../hal/mqtt.js";
import { SimulatedBoard } from "../../../hal/simulated/board.js";
import { SimulatedClock } from "../../../hal/simulated/clock.js";
import { SimulatedFlash } from "../../../hal/simulated/flash.js";
import { SimulatedSlic } from "../../../hal/simulated/slic.js";
import { chanceOf } from "../../../sim/chance.js";
import { Copper } from "../../../sim/copper.js";
import { Lan } from "../../../sim/network/lan.js";
import { nodeCrypto } from "../../../sim/node/crypto.js";
import { nodeVault } from "../../../sim/node/vault.js";
import { VirtualTime } from "../../../sim/time.js";

export type Bench = {
  readonly time: VirtualTime;
  readonly lan: Lan;
  readonly board: SimulatedBoard;
  readonly flash: SimulatedFlash;
  readonly journal: JournalEntry[];
  /** What the board was asked to serve. */
  readonly served: HttpServerOptions[];
  /** Why it was asked to start anew. */
  readonly restarts: string[];
  start(): Adapter;
};

export function bench(
  overrides: SettingValues = {},
  more: {
    profile?: SettingValues;
    factory?: SettingValues;
    flash?: SimulatedFlash;
    client?: HttpClient;
    mqtt?: Mqtt;
    lan?: Lan;
    time?: VirtualTime;
  } = {},
): Bench {
  const time = more.time ?? new VirtualTime();
  const lan = more.lan ?? new Lan({ time });
  const flash = more.flash ?? new SimulatedFlash();
  const journal: JournalEntry[] = [];
  const served: HttpServerOptions[] = [];
  const restarts: string[] = [];
  const board = new SimulatedBoard({
    lines: 2,
    echoDelay: 0,
    openLine: (line, slic) => new SimulatedSlic(slic, new Copper({ time, chance: chanceOf(line, "contact") }), time),
    clock: new SimulatedClock(time),
    chance: chanceOf(1, "board"),
    crypto: nodeCrypto,
    vault: nodeVault,
    flash,
    network: lan.host("10.0.0.2"),
    client: more.client ?? { ask: () => () => {} },
    mqtt: more.mqtt ?? null,
    assets: {},
    update: null,
    restart: (reason) => restarts.push(reason),
    openHttp(options) {
      served.push(options);
      return { port: options.port, close: () => served.splice(served.indexOf(options), 1) };
    },
    hosts: ["ata:80"],
    factory: more.factory ?? {},
    profile: more.profile ?? null,
    overrides,
    journal: (entry) => journal.push(entry),
  });
  return { time, lan, board, flash, journal, served, restarts, start: () => new Adapter(board) };
}
