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

export type Listener = { hear(entry: JournalEntry): void };

export class OverheardBoard implements Board {
  /** That of the board, or what shows the zone of its owner. */
  clock: Clock;
  readonly #inner: Board;
  readonly #listeners: Listener[] = [];

  constructor(inner: Board) {
    this.#inner = inner;
    this.clock = inner.clock;
  }

  // Getters, as they lie in flash and values would not.

  get name(): string {
    return this.#inner.name;
  }

  get mac(): string {
    return this.#inner.mac;
  }

  get lines(): number {
    return this.#inner.lines;
  }

  get echoDelay(): number | null {
    return this.#inner.echoDelay;
  }

  get chance(): Chance {
    return this.#inner.chance;
  }

  get crypto(): Crypto {
    return this.#inner.crypto;
  }

  get vault(): Vault {
    return this.#inner.vault;
  }

  get flash(): Flash {
    return this.#inner.flash;
  }

  get network(): Network {
    return this.#inner.network;
  }

  get client(): HttpClient {
    return this.#inner.client;
  }

  get mqtt(): Mqtt | null {
    return this.#inner.mqtt;
  }

  get assets(): Assets {
    return this.#inner.assets;
  }

  get speech(): Uint8Array | undefined {
    return this.#inner.speech;
  }

  get update(): Update | null {
    return this.#inner.update;
  }

  get factory(): SettingValues {
    return this.#inner.factory;
  }

  get profile(): SettingValues | null {
    return this.#inner.profile;
  }

  get overrides(): SettingValues {
    return this.#inner.overrides;
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

  /** Hears each entry after the board has. */
  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Hears no more. */
  deafen(listener: Listener): void {
    const at = this.#listeners.indexOf(listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }

  journal(entry: JournalEntry): void {
    this.#inner.journal(entry);
    const listeners = this.#listeners;
    for (let i = 0; i < listeners.length; i++) listeners[i].hear(entry);
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
