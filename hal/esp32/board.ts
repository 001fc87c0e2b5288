/** A board with an ESP32 in the shape the firmware expects: whatever `program.ts` hands it. */
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

export type BoardParts = {
  readonly name: string;
  readonly mac: string;
  readonly lines: number;
  readonly echoDelay: number | null;
  openLine(line: number, options: SlicOptions): Slic;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly crypto: Crypto;
  readonly vault: Vault;
  readonly flash: Flash;
  readonly network: Network;
  openHttp(options: HttpServerOptions): HttpServer;
  readonly client: HttpClient;
  readonly mqtt: Mqtt | null;
  readonly assets: Assets;
  readonly speech: Uint8Array;
  readonly update: Update | null;
  restart(reason: string): void;
  /** What the board is called on the local network, without a domain, and by whoever has joined its own access point. */
  hostname(): string;
  guestAddress?(): string | null;
  readonly factory: SettingValues;
  journal(entry: JournalEntry): void;
};

export class Esp32Board implements Board {
  readonly name: string;
  readonly mac: string;
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
  readonly speech: Uint8Array;
  readonly update: Update | null;
  readonly factory: SettingValues;
  readonly profile = null;
  readonly overrides: SettingValues = Object.freeze({});
  readonly #parts: BoardParts;
  #port = 0;

  constructor(parts: BoardParts) {
    this.name = parts.name;
    this.mac = parts.mac;
    this.lines = parts.lines;
    this.echoDelay = parts.echoDelay;
    this.clock = parts.clock;
    this.chance = parts.chance;
    this.crypto = parts.crypto;
    this.vault = parts.vault;
    this.flash = parts.flash;
    this.network = parts.network;
    this.client = parts.client;
    this.mqtt = parts.mqtt;
    this.assets = parts.assets;
    this.speech = parts.speech;
    this.update = parts.update;
    this.factory = parts.factory;
    this.#parts = parts;
  }

  openLine(line: number, options: SlicOptions): Slic {
    if (!Number.isInteger(line) || line < 1 || line > this.lines) throw new RangeError(`there is no line ${line}`);
    return this.#parts.openLine(line, options);
  }

  openHttp(options: HttpServerOptions): HttpServer {
    const server = this.#parts.openHttp(options);
    this.#port = server.port;
    return server;
  }

  restart(reason: string): void {
    this.#parts.restart(reason);
  }

  /** Of the page; 0 while there is none. */
  get port(): number {
    return this.#port;
  }

  /** By its address and by its name, with the port and, where that is 80, without. */
  get hosts(): readonly string[] {
    const { address } = this.network;
    const hostname = this.#parts.hostname().toLowerCase();
    const guests = this.#parts.guestAddress?.() ?? null;
    const names = [hostname, `${hostname}.local`];
    if (address !== null) names.push(address.includes(":") ? `[${address}]` : address);
    if (guests !== null) names.push(guests);
    const whole = names.map((name) => `${name}:${this.#port}`);
    return this.#port === 80 ? [...whole, ...names] : whole;
  }

  journal(entry: JournalEntry): void {
    this.#parts.journal(entry);
  }
}
