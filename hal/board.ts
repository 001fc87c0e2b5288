/** All an adapter may ask of a board. */
import type { Assets } from "./assets.js";
import type { Clock } from "./clock.js";
import type { Chance, Crypto, Vault } from "./crypto.js";
import type { Flash } from "./flash.js";
import type { HttpServer, HttpServerOptions } from "./http.js";
import type { HttpClient } from "./http-client.js";
import type { JournalEntry } from "./journal.js";
import type { Mqtt } from "./mqtt.js";
import type { Network } from "./network.js";
import type { Slic, SlicOptions } from "./slic.js";
import type { Update } from "./update.js";

/** Settings by name (`Proxy[1]`), values as text. */
export type SettingValues = { readonly [name: string]: string };

export interface Board {
  /** What the board is called, and its MAC address without separators, lower case. */
  readonly name: string;
  readonly mac: string;
  /** How many telephones can be plugged in. */
  readonly lines: number;
  /**
   * Samples after which what a line was given to say can come back in what is read from it, at the soonest; null on a board
   * that is too slow to cancel an echo.
   */
  readonly echoDelay: number | null;
  /** `line` counts from 1. */
  openLine(line: number, options: SlicOptions): Slic;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly crypto: Crypto;
  readonly vault: Vault;
  readonly flash: Flash;
  readonly network: Network;
  /** Throws an Error with a readable message when the port is taken. */
  openHttp(options: HttpServerOptions): HttpServer;
  readonly client: HttpClient;
  /** Null on a board that has no client of MQTT. */
  readonly mqtt: Mqtt | null;
  /** The files of the page. */
  readonly assets: Assets;
  /** The words of the voice menu (`assets/speech-en.bin`); a board without them has a menu that cannot be heard. */
  readonly speech?: Uint8Array;
  /** Null on a board without room for a second image: its firmware is replaced by cable. */
  readonly update: Update | null;
  /** Starts anew, soon: nothing is asked of the adapter any more. */
  restart(reason: string): void;
  /** What the page may be called by (Host header): `name:port`, lower case; the port is left out where it is 80. */
  readonly hosts: readonly string[];
  /** Defaults of this board, under everything the owner has set; never written to flash. */
  readonly factory: SettingValues;
  /** What an owner has prepared for a board with a new flash; null without. */
  readonly profile: SettingValues | null;
  /** Settings that win over all others at this start; never written to flash. */
  readonly overrides: SettingValues;
  journal(entry: JournalEntry): void;
}
