/** The board as the rooms see it: what is told to its journal is heard in the house, too. */
import type { Assets } from "../../hal/assets.js";
import type { Board, SettingValues } from "../../hal/board.js";
import type { Clock } from "../../hal/clock.js";
import type { Chance, Crypto, Vault } from "../../hal/crypto.js";
import type { Flash } from "../../hal/flash.js";
import type { HttpServer, HttpServerOptions } from "../../hal/http.js";
import type { HttpClient } from "../../hal/http-client.js";
import type { JournalEntry } from "../../hal/journal.js";
import type { Mqtt } from "../../hal/mqtt.js";
import type { Network } from "../../hal/network.js";
import type { Slic, SlicOptions } from "../../hal/slic.js";
import type { Update } from "../../hal/update.js";
import type { Zone } from "../config/local-time.js";
import { clockIn } from "./zoned-clock.js";

export type Listener = (entry: JournalEntry) => void;

export class OverheardBoard implements Board {
  readonly name: string;
  readonly mac: string;
  readonly lines: number;
  readonly echoDelay: number | null;
  clock: Clock;
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
  readonly factory: SettingValues;
  readonly profile: SettingValues | null;
  readonly overrides: SettingValues;
  readonly #inner: Board;
  readonly #listeners: Listener[] = [];

  constructor(inner: Board) {
    this.#inner = inner;
    this.name = inner.name;
    this.mac = inner.mac;
    this.lines = inner.lines;
    this.echoDelay = inner.echoDelay;
    this.clock = inner.clock;
    this.chance = inner.chance;
    this.crypto = inner.crypto;
    this.vault = inner.vault;
    this.flash = inner.flash;
    this.network = inner.network;
    this.client = inner.client;
    this.mqtt = inner.mqtt;
    this.assets = inner.assets;
    this.speech = inner.speech;
    this.update = inner.update;
    this.factory = inner.factory;
    this.profile = inner.profile;
    this.overrides = inner.overrides;
  }

  /** They change with the address. */
  get hosts(): readonly string[] {
    return this.#inner.hosts;
  }

  /** Local time is that of this zone from now on; of the board itself where that is null. */
  keepTime(zone: Zone | null): void {
    this.clock = clockIn(this.#inner.clock, zone);
  }

  /** Whom to ask for the time; false where nobody is asked. */
  askTime(servers: readonly string[]): boolean {
    const { clock } = this.#inner;
    clock.ask?.(servers);
    return clock.ask !== undefined;
  }

  /** Hears each entry after the board has; answers how to hear no more. */
  listen(listener: Listener): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners.splice(this.#listeners.indexOf(listener), 1);
    };
  }

  journal(entry: JournalEntry): void {
    this.#inner.journal(entry);
    const listeners = this.#listeners;
    for (let i = 0; i < listeners.length; i++) listeners[i](entry);
  }

  openLine(line: number, options: SlicOptions): Slic {
    return this.#inner.openLine(line, options);
  }

  openHttp(options: HttpServerOptions): HttpServer {
    return this.#inner.openHttp(options);
  }

  restart(reason: string): void {
    this.#inner.restart(reason);
  }
}
