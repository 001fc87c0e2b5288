/** What the page asks of the adapter it belongs to. */
import type { DateTime } from "../base/date-time.js";
import type { Instant } from "../base/instant.js";
import type { Chance } from "../base/random.js";
import type { ChangeResult, Config, SettingChanges, SettingValues } from "../config/config.js";
import type { LineFigures } from "../line/line-limits.js";
import type { Assets } from "./assets.js";
import type { LoginStore, Vault } from "./logins.js";
import type { StatusView } from "./status-page.js";

export type UpdateSource = "file" | "address" | "rule";

/** How it stands with the firmware. */
export type UpdateView = {
  /** Of an image on its way in; `ready` runs after the next restart. */
  readonly state: "idle" | "receiving" | "verifying" | "ready" | "failed";
  readonly percent: number;
  /** Why it was not taken. */
  readonly error: string | null;
  /** Where it comes from, and which version it is, once that is known. */
  readonly source: UpdateSource | null;
  readonly version: string | null;
  /** The version that runs. */
  readonly running: string;
  /** What runs has to prove itself: what it lacks, and for how many seconds at most. */
  readonly trial: { readonly missing: readonly string[]; readonly left: number } | null;
  /** The version the adapter has gone back from. */
  readonly failed: string | null;
  /** Only signed images are taken. */
  readonly signed: boolean;
};

/** An image on its way in; what it answers is why it is not taken, or null. */
export interface Intake {
  write(octets: Uint8Array): string | null;
  end(): string | null;
  abort(reason: string): void;
}

/** Who replaces the firmware. */
export interface UpdateDesk {
  readonly view: UpdateView;
  /** Why nothing can be taken now, or null. */
  readonly refusal: string | null;
  /** Null while `refusal` says why; `older` also takes what is older than what runs. */
  open(wanted: { readonly source: "file"; readonly older: boolean }, broken: (reason: string) => void): Intake | null;
  /** Why not, or null. */
  fetch(url: string, older: boolean): string | null;
  /** False where nothing is on its way. */
  abort(): boolean;
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

/** What is known of the wires of a line. */
export type MeasurementView = {
  /** They are being measured. */
  readonly measuring: boolean;
  readonly offHook: boolean;
  /** V and mA now; null where the chip cannot tell. */
  readonly loop: { readonly volts: number; readonly milliamperes: number } | null;
  /** What was found the last time. */
  readonly report: LineFigures | null;
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
  /** The board can be in a network without a wire. */
  readonly hasRadio: boolean;
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
  readonly update: UpdateDesk | null;
  now(): Instant;
  today(): DateTime | null;
  status(): StatusView;
  /** `line` counts from 1. */
  detail(line: number): LineDetail;
  /** Throws an Error when it cannot be kept; nothing has changed then. */
  change(changes: SettingChanges): ChangeResult;
  restart(reason: string): void;
  reset(): void;
  /** Has settings fetched, by all rules or by this one alone: why not, or null. */
  resync(rule: string | null): string | null;
  /** In a turn of its own, `delay` ms later. */
  later(delay: number, act: () => void): void;
  measurement(line: number): MeasurementView;
  /** Has the wires of an idle line measured; `done` is called later when that has `started`. */
  measure(line: number, done: () => void): "started" | "busy" | "down" | "unable";
  /** Why it cannot be done now, or null when it is done. */
  testTone(line: number): string | null;
  testRing(line: number): string | null;
  testCall(line: number, number: string): string | null;
};
