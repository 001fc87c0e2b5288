/** What all boards of this folder have alike: the page by Moddable's server, the platform's ciphers, the files of the image. */
import type { Assets } from "../assets.js";
import type { Board, SettingValues } from "../board.js";
import type { Chance, Crypto, Vault } from "../crypto.js";
import type { Flash } from "../flash.js";
import type { HttpServer, HttpServerOptions } from "../http.js";
import type { HttpClient } from "../http-client.js";
import type { JournalEntry } from "../journal.js";
import type { Mqtt } from "../mqtt.js";
import type { Network } from "../network.js";
import type { Slic, SlicOptions } from "../slic.js";
import type { Update } from "../update.js";
import type { BoardClock } from "./clock.js";
import { boardCrypto } from "./crypto.js";
import { openHttp } from "./http.js";
import { BoardClient } from "./http-client.js";
import { BoardMqtt } from "./mqtt.js";
import { MqttSockets, type SocketKind } from "./mqtt-client.js";
import { pageAssets, spokenWords } from "./page.js";
import { boardVault } from "./vault.js";

const NOTHING: SettingValues = Object.freeze({});

/** Getters wherever they will do: they lie in flash, and values would not. */
export abstract class Esp32Board implements Board {
  readonly speech = spokenWords();
  /** Of the page; 0 while there is none. */
  port = 0;
  abstract readonly name: string;
  abstract readonly mac: string;
  abstract readonly lines: number;
  abstract readonly clock: BoardClock;
  abstract readonly chance: Chance;
  abstract readonly flash: Flash;
  abstract readonly network: Network;
  abstract readonly update: Update | null;
  abstract readonly factory: SettingValues;
  /** What the board is called on the local network, without a domain, and by whoever has joined its own access point. */
  abstract readonly hostname: string;
  abstract readonly guestAddress: string | null;
  /** Octets of a body there is room for, as text and as what is read from it, too. */
  abstract readonly longestBody: number;
  /** TLS as a kind of socket; null where there is none. */
  abstract readonly secureSocket: SocketKind | null;

  /** An address, or undefined. */
  abstract resolve(name: string, done: (address: string | undefined) => void): void;
  /** One of the lines there are. */
  abstract line(line: number, user: SlicOptions): Slic;
  abstract restart(reason: string): void;
  abstract journal(entry: JournalEntry): void;

  get echoDelay(): null {
    return null;
  }

  get crypto(): Crypto {
    return boardCrypto;
  }

  get vault(): Vault {
    return boardVault;
  }

  get assets(): Assets {
    return pageAssets;
  }

  get profile(): null {
    return null;
  }

  get overrides(): SettingValues {
    return NOTHING;
  }

  get client(): HttpClient {
    return new BoardClient(this);
  }

  get mqtt(): Mqtt {
    return new BoardMqtt(new MqttSockets(this));
  }

  openLine(line: number, user: SlicOptions): Slic {
    if (!Number.isInteger(line) || line < 1 || line > this.lines) throw new RangeError(`there is no line ${line}`);
    return this.line(line, user);
  }

  openHttp(options: HttpServerOptions): HttpServer {
    const server = openHttp(options, this.longestBody);
    this.port = server.port;
    return server;
  }

  /** By its address and by its name, with the port and, where that is 80, without. */
  get hosts(): readonly string[] {
    const { address } = this.network;
    const hostname = this.hostname.toLowerCase();
    const guests = this.guestAddress;
    const names = [hostname, `${hostname}.local`];
    if (address !== null) names.push(address.includes(":") ? `[${address}]` : address);
    if (guests !== null) names.push(guests);
    const whole = names.map((name) => `${name}:${this.port}`);
    return this.port === 80 ? [...whole, ...names] : whole;
  }

  encode(text: string): Uint8Array {
    return new Uint8Array(ArrayBuffer.fromString(text));
  }
}
