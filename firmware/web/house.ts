/** What the page asks of the adapter it belongs to. */
import type { DateTime } from "../base/date-time.js";
import type { Instant } from "../base/instant.js";
import type { Chance } from "../base/random.js";
import type { ChangeResult, Config, SettingChanges, SettingValues } from "../config/config.js";
import type { Assets } from "./assets.js";
import type { LoginStore, Vault } from "./logins.js";
import type { StatusView } from "./status-page.js";

/** The shape of `hal/update.ts`. */
export interface ImageWriter {
  write(octets: Uint8Array): void;
  commit(): void;
  abort(): void;
}

export interface Update {
  begin(length: number): ImageWriter;
}

/** One call, as far as the line itself does not tell. */
export type CallDetail = {
  readonly call: number;
  readonly name: string;
  /** Since it was answered; null before. */
  readonly seconds: number | null;
  readonly codec: string | null;
  readonly quality: QualityView | null;
};

/** Of what is heard here: opinion from 1 to 4.5, ms. */
export type QualityView = {
  readonly mos: number;
  readonly lossPercent: number;
  readonly jitter: number;
  readonly delay: number;
  readonly roundTrip: number | null;
};

export type LineDetail = {
  /** Messages wait in the mailbox. */
  readonly messages: boolean;
  /** In the order of the calls of its line's status. */
  readonly calls: readonly CallDetail[];
};

export type House = {
  readonly board: string;
  readonly mac: string;
  readonly lines: number;
  /** `name:port`, lower case; the port is left out where it is 80. */
  readonly hosts: readonly string[];
  readonly config: Config;
  /** What was set over everything at this start. */
  readonly overrides: SettingValues;
  readonly assets: Assets;
  readonly vault: Vault;
  readonly chance: Chance;
  readonly logins: LoginStore;
  /** The lines that take what has changed when they are idle. */
  readonly waiting: readonly number[];
  /** No telephone is in use. */
  readonly idle: boolean;
  readonly update: Update | null;
  now(): Instant;
  today(): DateTime | null;
  status(): StatusView;
  /** `line` counts from 1. */
  detail(line: number): LineDetail;
  /** Throws an Error when it cannot be kept; nothing has changed then. */
  change(changes: SettingChanges): ChangeResult;
  restart(reason: string): void;
  reset(): void;
  /** In a turn of its own, `delay` ms later. */
  later(delay: number, act: () => void): void;
  /** Why it cannot be done now, or null when it is done. */
  testTone(line: number): string | null;
  testRing(line: number): string | null;
  testCall(line: number, number: string): string | null;
};
