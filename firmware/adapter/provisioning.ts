/** Settings fetched by the rules of the owner: the machine that says when and what, and the hands that fetch, open and apply it. */
import type { Vault } from "../../hal/crypto.js";
import type { JournalEntry } from "../../hal/journal.js";
import type { DateTime } from "../base/date-time.js";
import type { Instant } from "../base/instant.js";
import { octetsOf } from "../base/text.js";
import { parseAliasedProfile } from "../config/aliased-profile.js";
import type { Config, SettingChanges } from "../config/config.js";
import { emitFlatProfile } from "../config/flat-profile.js";
import { importProfile, parseProfile, tellAside } from "../config/profile.js";
import { generalPurpose, type ProvisionOptions, provisionOptions } from "../config/provision-options.js";
import { SettingList } from "../config/setting-list.js";
import { chosen } from "../provision/condition.js";
import { SALT, sealed, unwrapped } from "../provision/envelope.js";
import { LONGEST_PROFILE } from "../provision/limits.js";
import type { Facts } from "../provision/macros.js";
import { type Request, requestOf } from "../provision/request.js";
import { type Outcome, Resync, type ResyncOrder, type ResyncView, type Surroundings } from "../provision/resync.js";
import { type Assignment, isRuleRefusal, parseRule } from "../provision/rule.js";
import type { Passwords } from "../web/logins.js";
import { takePasswords } from "../web/passwords.js";
import { HttpFetch } from "./http-fetch.js";
import type { Deadlined, Loop } from "./loop.js";
import type { Finder } from "./names.js";
import type { Listener, OverheardBoard } from "./overheard.js";
import { RuleFetch } from "./rule-fetch.js";
import type { Changed } from "./store.js";
import { runningVersion } from "./updater.js";
import { type Upgraded, Upgrading, type UpgradingUser } from "./upgrading.js";
import { PRODUCT } from "./version.js";

/** What provisioning needs of the adapter. */
export type Provisioned = Upgraded &
  Finder & {
    readonly config: Config;
    /** Throws an Error when the changes cannot be kept. */
    change(changes: SettingChanges): Changed;
    /** Of the page: why they are refused, or null. */
    setPasswords(passwords: Passwords): string | null;
    /** A line, from 1, wants a registration and has none. */
    isLost(line: number): boolean;
  };

/** Names and reasons in one line of the journal. */
const MOST_TOLD = 16;
const SERIES = "ATA";

const failed = (reason: string, missing = false): Outcome => ({ ok: false, reason, missing });

export class Provisioning implements Deadlined, Listener, Surroundings, UpgradingUser {
  readonly #board: OverheardBoard;
  readonly #loop: Loop;
  readonly #house: Provisioned;
  readonly #resync: Resync;
  #options: ProvisionOptions;
  readonly #upgrading: Upgrading;
  /** Of settings and of images: one at a time. */
  readonly #fetch: RuleFetch;
  #report: { close(): void } | null = null;
  /** Since when each line is without its registration, from 0. */
  readonly #lost: (Instant | null)[];

  /** `isStart` where the adapter has just started. */
  constructor(board: OverheardBoard, loop: Loop, house: Provisioned, isStart: boolean) {
    this.#board = board;
    this.#loop = loop;
    this.#house = house;
    this.#options = provisionOptions(house.config);
    this.#fetch = new RuleFetch(board, loop, house);
    const now = loop.now();
    this.#lost = Array.from({ length: board.lines }, (_, at) => (house.isLost(at + 1) ? now : null));
    board.listen(this);
    this.#resync = new Resync(this.#options, this, isStart, now);
    const parts = { board, loop, house, fetch: this.#fetch, user: this };
    this.#upgrading = new Upgrading(parts, this.#options, isStart, now);
    loop.add(this);
    loop.rearm(now);
  }

  get view(): ResyncView {
    return this.#resync.view;
  }

  get deadline(): Instant {
    const { isBusy, deadline } = this.#fetch;
    return isBusy ? deadline : Math.min(this.#resync.deadline, this.#upgrading.deadline);
  }

  poll(now: Instant): void {
    this.#fetch.poll(now);
    if (!this.#fetch.isBusy && this.#resync.deadline <= now) this.#perform(this.#resync.poll(now));
    if (!this.#fetch.isBusy) this.#upgrading.poll(now);
  }

  /** The settings have changed. */
  renew(): void {
    const now = this.#loop.now();
    this.#options = provisionOptions(this.#house.config);
    this.#resync.renew(this.#options, now);
    this.#upgrading.renew(this.#options, now);
    this.#loop.rearm(now);
  }

  /** The DNS servers have changed: names are looked up anew. */
  forgetNames(): void {
    this.#fetch.forgetNames();
  }

  /** As soon as no call is up: by all rules, or by this one; why not, or null. */
  resync(rule: string | null): string | null {
    const parsed = rule === null ? null : parseRule(rule);
    if (parsed && isRuleRefusal(parsed)) return `column ${parsed.column}: ${parsed.reason}`;
    const now = this.#loop.now();
    this.#resync.ask(parsed, now);
    this.#loop.rearm(now);
    return null;
  }

  /** A line's server wishes so. */
  resyncFromSip(): void {
    if (this.#options.enabled && this.#options.fromSip) this.resync(null);
    else this.#log("info", "settings are not fetched for a server that asks (Resync_From_SIP)");
  }

  /** Tells the settings, but for secrets, to whom `Report_Rule` names. */
  report(): void {
    if (this.#report || !this.#options.enabled) return;
    const facts = this.#resync.facts(this.#loop.now());
    const alternative = chosen(this.#options.report, facts);
    const request = alternative && requestOf(alternative, facts);
    if (!request) return;
    if ("refused" in request) {
      this.#log("warning", `no report is sent: ${request.refused}`);
      return;
    }
    if (request.target.scheme === "tftp") {
      this.#log("warning", "no report is sent: TFTP only fetches here");
      return;
    }
    const { key, iterations, target, user, method } = request;
    const plain = octetsOf(emitFlatProfile(this.#house.config, { which: "all", secrets: false }));
    const body = key === null ? plain : sealed(plain, key, iterations, this.#salt(), this.#opener);
    const contentType = key === null ? "text/xml; charset=utf-8" : "application/octet-stream";
    const { authorities } = this.#options;
    this.#report = new HttpFetch(
      this.#board,
      { target, user, method, body, contentType, authorities, maxBody: LONGEST_PROFILE },
      (answer) => {
        this.#report = null;
        if ("failed" in answer) this.#log("warning", `the report is not taken: ${answer.failed}`);
        else this.#log("info", `the report is taken by ${target.host}`);
      },
    );
  }

  close(): void {
    this.#board.deafen(this);
    this.#loop.remove(this);
    this.#fetch.close();
    this.#report?.close();
    this.#report = null;
  }

  hear(entry: JournalEntry): void {
    if (entry.type !== "registration") return;
    const at = entry.line - 1;
    const isLost = entry.state === "registering" || entry.state === "failed";
    this.#lost[at] = isLost ? (this.#lost[at] ?? this.#loop.now()) : null;
  }

  // What the machine asks that says when to fetch.

  idleSince(): Instant {
    return this.#house.idleSince();
  }

  today(): DateTime | null {
    return this.#board.clock.today();
  }

  chance(): number {
    return this.#board.chance();
  }

  facts(): Omit<Facts, "since" | "why" | "target" | "error"> {
    const { name, mac, network } = this.#board;
    const { config } = this.#house;
    return {
      product: PRODUCT.replaceAll(" ", "-"),
      series: SERIES,
      mac,
      software: runningVersion(this.#board.update),
      hardware: name,
      address: network.address,
      external: config.get("EXT_IP") || network.address,
      setting: (name) => settingOf(config, name),
      lostFor: (line) => {
        const since = this.#lost[line - 1] ?? null;
        return since === null ? 0 : Math.floor((this.#loop.now() - since) / 1000);
      },
    };
  }

  // What fetching the firmware asks.

  knownFacts(): Facts {
    return this.#resync.facts(this.#loop.now());
  }

  upgradeFailed(): void {
    if (this.#options.afterUpgrade && this.#options.enabled) this.#resync.ask(null, this.#loop.now());
  }

  #perform(orders: readonly ResyncOrder[]): void {
    for (const order of orders)
      if (order.do === "tell") this.#log(order.level, order.text);
      else if (order.do === "assign") this.#assign(order.assignments);
      else this.#carryOut(order.request);
  }

  #carryOut(request: Request): void {
    const { authorities } = this.#options;
    const found = (address: string) => this.#resync.found(address);
    this.#fetch.get(request, { longest: LONGEST_PROFILE, authorities, found }, (fetched) => {
      if ("failed" in fetched) this.#done(failed(fetched.failed, fetched.missing));
      else this.#done(this.#apply(fetched.octets, request));
    });
  }

  #assign(assignments: readonly Assignment[]): void {
    const assigned = new SettingList();
    for (const { name, value } of assignments) assigned.set(name, value);
    const { rest, passwords, refused: weak } = takePasswords(assigned);
    const own = { settings: rest, aside: new SettingList(), form: "xml" } as const;
    const { unknown, refused, settings: known } = importProfile(own, this.#board.lines);
    const wrong = [...refused, ...weak];
    const reason =
      (wrong.length > 0 ? tellRefused(wrong) : unknown.length > 0 ? `${unknown[0]}: unknown setting` : null) ??
      this.#change(known) ??
      this.#house.setPasswords(passwords);
    this.#done(reason === null ? { ok: true } : failed(reason));
  }

  /** All of what is in it, or nothing. */
  #apply(octets: Uint8Array, { key, iterations, alias }: Request): Outcome {
    const envelope = unwrapped(octets, { key, iterations }, this.#opener);
    if ("refused" in envelope) return failed(envelope.refused);
    const profile = alias === null ? parseProfile(envelope.text) : parseAliasedProfile(envelope.text, alias);
    if ("refused" in profile) return failed(profile.refused);
    const { rest, passwords, refused: weak } = takePasswords(profile.settings);
    const own = { ...profile, settings: rest };
    const { settings, aside, unknown, refused } = importProfile(own, this.#board.lines);
    if (refused.length > 0) return failed(tellRefused(refused));
    const reason = this.#change(settings) ?? this.#house.setPasswords(passwords);
    if (reason !== null) return failed(reason);
    // one of a PAP2T's is no reason to do without all the rest
    if (weak.length > 0) this.#log("warning", `not taken: ${tellRefused(weak)}`);
    if (unknown.length > 0) this.#log("warning", `no settings: ${some(unknown)}`);
    const known = tellAside(aside);
    if (known !== "") this.#log("debug", `without effect: ${known}`);
    return { ok: true };
  }

  /** Why not, or null; nothing is written where nothing changes. */
  #change(settings: SettingChanges): string | null {
    try {
      const result = this.#house.change(settings);
      return "refused" in result ? tellRefused(result.refused) : null;
    } catch (error) {
      return `the settings cannot be kept: ${wordsOf(error)}`;
    }
  }

  #done(outcome: Outcome): void {
    const now = this.#loop.now();
    this.#perform(this.#resync.done(outcome, now));
    // nothing more is fetched: what has come may want another firmware
    if (!this.#fetch.isBusy) this.#upgrading.consider(now);
    this.#loop.rearm(now);
  }

  get #opener() {
    const { crypto, vault } = this.#board;
    return {
      digest: (algorithm: "MD5" | "SHA-256", octets: Uint8Array) => crypto.digest(algorithm, octets),
      derive: (...given: Parameters<Vault["derive"]>) => vault.derive(...given),
      encrypt: (key: Uint8Array, vector: Uint8Array, octets: Uint8Array) => vault.encrypt(key, vector, octets),
      decrypt: (key: Uint8Array, vector: Uint8Array, octets: Uint8Array) => vault.decrypt(key, vector, octets),
      gunzip: (octets: Uint8Array, longest: number) => vault.gunzip(octets, longest),
    };
  }

  #salt(): Uint8Array {
    return Uint8Array.from({ length: SALT }, () => this.#board.chance() & 0xff);
  }

  #log(level: "debug" | "info" | "warning", text: string): void {
    this.#board.journal({ type: "log", line: null, level, room: "provision", text });
  }
}

/** What rules may know of the settings. */
function settingOf(config: Config, name: string): string {
  if (name === "User_ID[1]") return config.getLine("User_ID", 1);
  if (name === "User_ID[2]") return config.lines > 1 ? config.getLine("User_ID", 2) : "";
  return generalPurpose(config, name);
}

const tellRefused = (refused: readonly { readonly name: string; readonly reason: string }[]) =>
  some(
    refused.map(({ name, reason }) => `${name}: ${reason}`),
    "; ",
  );

function some(all: readonly string[], between = ", "): string {
  const told = all.slice(0, MOST_TOLD).join(between);
  return all.length > MOST_TOLD ? `${told}${between}and ${all.length - MOST_TOLD} more` : told;
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
