/** The adapter: given a board, builds the rooms and introduces them. */
import type { Board } from "../../hal/board.js";
import type { HttpServer } from "../../hal/http.js";
import type { DateTime } from "../base/date-time.js";
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { Config, SettingChanges, Touched } from "../config/config.js";
import { eventOptions } from "../config/event-options.js";
import { logOptions } from "../config/log-options.js";
import { hasRules } from "../config/provision-options.js";
import { SettingList } from "../config/setting-list.js";
import type { Happened } from "../events/event.js";
import type { KeptSetting, PhoneEvent, Wish } from "../phone/seam.js";
import type { FinishedCall } from "../web/history.js";
import type { Place } from "../wire/hop.js";
import { Events } from "./events.js";
import { IdleRestart } from "./idle-restart.js";
import { Lines } from "./lines.js";
import { LogServers } from "./log-servers.js";
import { Loop } from "./loop.js";
import { MenuDesk } from "./menu-desk.js";
import type { Found } from "./names.js";
import { OverheardBoard } from "./overheard.js";
import { AdapterPage, type Household } from "./page.js";
import type { House, Port, RemoteWish } from "./port.js";
import { type Provisioned, Provisioning } from "./provisioning.js";
import { Renewal, type Renewed } from "./renewal.js";
import type { Status } from "./status.js";
import { type Changed, eraseAll, Store } from "./store.js";
import { joinNetwork, resetClock, settleBoard, settleClock } from "./surroundings.js";
import { Trial } from "./trial.js";
import { failedVersion, forgetTried, runningVersion, Updater } from "./updater.js";
import { PRODUCT } from "./version.js";

const NOBODY: readonly number[] = frozen([]);
/** ms in which an answer gets out of the house. */
const PARTING = 250;

export class Adapter implements Household, House, Renewed, Provisioned {
  readonly #board: OverheardBoard;
  readonly #loop: Loop;
  readonly #store: Store;
  readonly #page: AdapterPage;
  #lines: Lines;
  #http: HttpServer | null = null;
  /** Only where something has changed that lines take when they are idle. */
  #renewal: Renewal | null = null;
  /** Only where somebody is told what happens. */
  #logs: LogServers | null = null;
  #events: Events | null = null;
  /** Only where a rule says where settings are fetched from, or somebody has asked for it. */
  #provisioning: Provisioning | null = null;
  /** Only while somebody replaces the firmware, or asks how it stands with it. */
  #updater: Updater | null = null;
  /** Only while the firmware that runs has to prove itself. */
  #trial: Trial | null = null;
  #leaving = false;

  /** Throws an Error with one readable line when a socket cannot be had; nothing stays open then. */
  constructor(board: Board) {
    this.#board = new OverheardBoard(board);
    this.#loop = new Loop(board.clock);
    this.#store = new Store(this.#board);
    settleBoard(this.#board, this.#store.config);
    this.#page = new AdapterPage(this.#board, this.#loop, this);
    this.#lines = this.#openLines();
    try {
      this.#serve();
    } catch (error) {
      this.#shut();
      throw error;
    }
    this.#openLogs();
    this.#openEvents();
    this.#events?.started();
    this.#tryFirmware();
    if (hasRules(this.#store.config)) this.#provisioning = new Provisioning(this.#board, this.#loop, this, true);
    board.network.watch(() => this.#moved());
    this.#loop.rearm(this.#loop.now());
  }

  status(): Status {
    return {
      product: PRODUCT,
      version: runningVersion(this.#board.update),
      uptime: Math.floor(this.#loop.now() / 1000),
      address: this.#board.network.address,
      nat: this.#lines.nat?.view ?? null,
      lines: this.#lines.status,
      provisioning: this.#provisioning?.view ?? null,
    };
  }

  get config(): Config {
    return this.#store.config;
  }

  /** Null on a board whose firmware is not replaced over the network. */
  get updater(): Updater | null {
    const { update } = this.#board;
    if (update === null) return null;
    this.#updater ??= new Updater(this.#board, update, this.#loop, {
      config: this.#store.config,
      trial: () => this.#trial,
      changed: () => this.#page.updated(),
    });
    return this.#updater;
  }

  /** The lines that are in use, and will take what has changed when they are not. */
  get waiting(): readonly number[] {
    return this.#renewal?.waiting ?? NOBODY;
  }

  /** Takes over all of `changes`, or nothing. Throws an Error when they cannot be kept; everything is as it was then. */
  change(changes: SettingChanges): Changed {
    const result = this.#store.change(changes);
    if ("touches" in result) {
      this.#touched(result.touches);
      this.#page.changed(SettingList.of(changes).names);
    }
    return result;
  }

  /** The passwords of the page: why they are refused, or null. Throws an Error when they cannot be kept. */
  setPasswords(passwords: { readonly admin?: string; readonly user?: string }): string | null {
    return this.#page.setPasswords(passwords);
  }

  /** Has settings fetched as soon as no call is up: by the owner's rules, or by this one alone. Why not, or null. */
  resync(rule: string | null = null): string | null {
    this.#provisioning ??= new Provisioning(this.#board, this.#loop, this, false);
    return this.#provisioning.resync(rule);
  }

  /** `line` counts from 1. */
  port(line: number): Port {
    return this.#lines.port(line);
  }

  /** Hangs up, unregisters, and starts anew. */
  restart(reason: string): void {
    this.close(() => this.#board.restart(reason));
  }

  /** Forgets everything its owner has told it, and starts anew. */
  reset(): void {
    this.close(() => {
      eraseAll(this.#board);
      this.#board.restart("factory reset");
    });
  }

  /** Hangs up, unregisters every line, and ends; `done` is called once, when the servers have answered or will not. */
  close(done: () => void): void {
    if (this.#leaving) return;
    this.#leaving = true;
    this.#lines.leave(() => {
      this.#shut();
      done();
    });
    this.#loop.rearm(this.#loop.now());
  }

  // What the lines ask.

  keep(line: number, setting: KeptSetting, value: boolean): void {
    const name = `${setting}[${line}]`;
    this.#store.keep(name, value ? "Yes" : "No");
    this.#page.changed([name]);
  }

  manage(wish: Wish): PhoneEvent | null {
    return new MenuDesk(this.#board, this).manage(wish);
  }

  wished(wish: RemoteWish): void {
    if (wish === "resync") this.#provisioning?.resyncFromSip();
    else if (wish === "report") this.#provisioning?.report();
    else this.restartWhenIdle("a server has asked for it");
  }

  finished(call: FinishedCall, began: DateTime | null): void {
    this.#page.finished(call, began);
    this.#events?.finished(call);
  }

  happened(happened: Happened): void {
    this.#events?.happened(happened);
  }

  // What is asked about lines that are to be made anew.

  get lines(): number {
    return this.#board.lines;
  }

  restedAt(line: number): Instant {
    return this.#leaving ? NEVER : this.#lines.restedAt(line);
  }

  renew(line: number): void {
    this.#lines.renew(line);
  }

  renewAll(): void {
    this.#lines.close();
    this.#lines = this.#openLines();
    this.#provisioning?.forgetNames();
    this.#openLogs();
  }

  #openLines(): Lines {
    return new Lines(this.#board, this.#loop, this.#store.config, this);
  }

  // What fetching settings and firmware asks.

  idleSince(): Instant {
    return this.#leaving ? NEVER : this.#lines.idleSince;
  }

  isLost(line: number): boolean {
    return this.#lines.isLost(line);
  }

  find(place: Place, tell: Found): void {
    this.#lines.find(place, tell);
  }

  restartWhenIdle(reason: string): void {
    new IdleRestart(
      this.#loop,
      () => this.#lines.idleSince,
      () => this.restart(reason),
    );
  }

  /** What runs for the first time has to show that it can; what has failed is told of. */
  #tryFirmware(): void {
    const { update } = this.#board;
    if (update?.onTrial) this.#trial = new Trial(this.#board, update, this.#loop, (isGood) => this.#tried(isGood));
    const failed = update && failedVersion(this.#board);
    if (failed) this.#log("warning", `the firmware has gone back from version ${failed}, which did not prove itself`);
  }

  #tried(isGood: boolean): void {
    const { update } = this.#board;
    const lack = this.#trial?.lack ?? "";
    this.#trial = null;
    if (isGood) {
      update?.healthy();
      forgetTried(this.#board);
      this.#log("info", "the new firmware has proven itself, and stays");
      this.#page.updated();
      return;
    }
    this.#log("error", `the new firmware has ${lack}: the one before it is started again`);
    this.close(() => {
      update?.rollBack();
      this.#board.restart("the new firmware has failed");
    });
  }

  #log(level: "info" | "warning" | "error", text: string): void {
    this.#board.journal({ type: "log", line: null, level, text });
  }

  #touched(touches: readonly Touched[]): void {
    for (const { what, line } of touches)
      if (what === "web") this.#renewPage();
      else if (what === "log") this.#openLogs();
      else if (what === "event") this.#openEvents();
      else if (what === "provision") this.#renewProvisioning();
      else if (what === "network") this.#renewalOf.markWhole();
      else if (what === "radio") joinNetwork(this.#board, this.#store.config);
      else if (what === "clock") settleClock(this.#board, this.#store.config);
      else if (what === "date") resetClock(this.#board, this.#store.config);
      else if (what === "board")
        continue; // at the next start
      else this.#renewalOf.mark(line);
    this.#loop.rearm(this.#loop.now());
  }

  #renewProvisioning(): void {
    if (this.#provisioning) this.#provisioning.renew();
    else if (hasRules(this.#store.config)) this.#provisioning = new Provisioning(this.#board, this.#loop, this, false);
  }

  get #renewalOf(): Renewal {
    if (this.#renewal === null) {
      this.#renewal = new Renewal(this);
      this.#loop.add(this.#renewal);
    }
    return this.#renewal;
  }

  #openLogs(): void {
    this.#logs?.close();
    const options = logOptions(this.#store.config);
    this.#logs = options && new LogServers(this.#board, options, this.#lines);
  }

  #openEvents(): void {
    const forgets = this.#events?.discovers ?? false;
    this.#events?.close();
    this.#events = null;
    const { config } = this.#store;
    const options = eventOptions(config, this.#board.mac);
    if (!options) return;
    const { lines, version } = this.status();
    this.#events = new Events(this.#board, this.#loop, { ...options, config, version, lines, forgets });
  }

  #serve(): void {
    if (!this.#store.config.yes("Enable_Web_Server")) return;
    this.#http = this.#board.openHttp(this.#page);
  }

  /** Elsewhere from now on, but not before whoever has asked for it has got his answer. */
  #renewPage(): void {
    this.#loop.later(PARTING, () => {
      this.#http?.close();
      this.#http = null;
      try {
        this.#serve();
      } catch (error) {
        this.#log("error", `the page cannot be served: ${error instanceof Error ? error.message : error}`);
      }
    });
  }

  #moved(): void {
    const now: Instant = this.#loop.now();
    this.#lines.moved();
    this.#events?.moved();
    this.#page.touch();
    this.#loop.rearm(now);
  }

  #shut(): void {
    this.#loop.close();
    this.#provisioning?.close();
    this.#updater?.close();
    this.#logs?.close();
    this.#events?.close();
    this.#lines.close();
    this.#page.close();
    this.#http?.close();
  }
}
