/** The board that stands on the desk: whatever the desk hands it, in the shape the firmware expects. */
import type { Assets } from "../assets.js";
import type { Board, SettingValues } from "../board.js";
import type { Clock } from "../clock.js";
import type { Chance, Crypto, Vault } from "../crypto.js";
import type { Flash } from "../flash.js";
import type { HttpServer, HttpServerOptions } from "../http.js";
import type { HttpClient } from "../http-client.js";
import type { JournalEntry } from "../journal.js";
import type { Mqtt } from "../mqtt.js";
import type { Network } from "../network.js";
import type { Slic, SlicOptions } from "../slic.js";
import type { Update } from "../update.js";

/** Locally administered (IEEE 802 clause 8.2), so that no real board has it. */
const MAC = "020000000001";

export type SimulatedBoardOptions = {
  readonly lines: number;
  readonly echoDelay: number | null;
  /** A chip on the copper of this line; `line` counts from 1. */
  openLine(line: number, options: SlicOptions): Slic;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly crypto: Crypto;
  readonly vault: Vault;
  readonly flash: Flash;
  readonly network: Network;
  readonly client: HttpClient;
  readonly mqtt: Mqtt | null;
  readonly assets: Assets;
  readonly speech?: Uint8Array;
  readonly update: Update | null;
  restart(reason: string): void;
  /** Throws an Error with a readable message when the port is taken. */
  openHttp(options: HttpServerOptions): HttpServer;
  /** What the adapter's page may be called by. */
  readonly hosts: readonly string[];
  readonly factory: SettingValues;
  readonly profile: SettingValues | null;
  readonly overrides: SettingValues;
  journal(entry: JournalEntry): void;
};

export class SimulatedBoard implements Board {
  readonly name = "simulated";
  readonly mac = MAC;
  readonly lines: number;
  readonly echoDelay: number | null;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly crypto: Crypto;
  readonly vault: Vault;
  readonly flash: Flash;
  readonly network: Network;
  readonly client: HttpClient;
  readonly mqtt: Mqtt | null;
  readonly assets: Assets;
  readonly speech?: Uint8Array;
  readonly update: Update | null;
  readonly hosts: readonly string[];
  readonly factory: SettingValues;
  readonly profile: SettingValues | null;
  readonly overrides: SettingValues;
  readonly #options: SimulatedBoardOptions;

  constructor(options: SimulatedBoardOptions) {
    this.lines = options.lines;
    this.echoDelay = options.echoDelay;
    this.clock = options.clock;
    this.chance = options.chance;
    this.crypto = options.crypto;
    this.vault = options.vault;
    this.flash = options.flash;
    this.network = options.network;
    this.client = options.client;
    this.mqtt = options.mqtt;
    this.assets = options.assets;
    this.speech = options.speech;
    this.update = options.update;
    this.hosts = options.hosts;
    this.factory = options.factory;
    this.profile = options.profile;
    this.overrides = options.overrides;
    this.#options = options;
  }

  openLine(line: number, options: SlicOptions): Slic {
    if (!Number.isInteger(line) || line < 1 || line > this.lines) throw new RangeError(`there is no line ${line}`);
    return this.#options.openLine(line, options);
  }

  openHttp(options: HttpServerOptions): HttpServer {
    return this.#options.openHttp(options);
  }

  restart(reason: string): void {
    this.#options.restart(reason);
  }

  journal(entry: JournalEntry): void {
    this.#options.journal(entry);
  }
}
