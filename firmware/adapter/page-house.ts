/** What the page asks of the adapter, put to whom it may concern. Getters and methods, as they lie in flash and values would not. */
import type { DateTime } from "../base/date-time.js";
import type { Instant } from "../base/instant.js";
import type { Config, SettingChanges, SettingValues } from "../config/config.js";
import type { House, LineDetail, MeasurementView, UpdateDesk } from "../web/house.js";
import type { Trial } from "./line-test.js";
import { LoginRecord } from "./login-record.js";
import type { Loop } from "./loop.js";
import type { OverheardBoard } from "./overheard.js";
import type { Household } from "./page.js";
import type { Status } from "./status.js";
import type { Changed } from "./store.js";

/** ms in which an answer gets out of the house. */
const PARTING = 250;

const tone: Trial = (test, { tones }, now) => test.tone(tones.dial, now);
const ring: Trial = (test, _, now) => test.ring(now);

export class PageHouse implements House {
  readonly #board: OverheardBoard;
  readonly #loop: Loop;
  readonly #household: Household;

  constructor(board: OverheardBoard, loop: Loop, household: Household) {
    this.#board = board;
    this.#loop = loop;
    this.#household = household;
  }

  get board(): string {
    return this.#board.name;
  }

  get mac(): string {
    return this.#board.mac;
  }

  get lines(): number {
    return this.#board.lines;
  }

  get hosts(): readonly string[] {
    return this.#board.hosts;
  }

  get config(): Config {
    return this.#household.config;
  }

  get hasRadio(): boolean {
    return this.#board.network.join !== undefined;
  }

  get overrides(): SettingValues {
    return this.#board.overrides;
  }

  get assets(): House["assets"] {
    return this.#board.assets;
  }

  get vault(): House["vault"] {
    return this.#board.vault;
  }

  get chance(): House["chance"] {
    return this.#board.chance;
  }

  get logins(): LoginRecord {
    return new LoginRecord(this.#board.flash);
  }

  get waiting(): readonly number[] {
    return this.#household.waiting;
  }

  get idle(): boolean {
    return this.status().lines.every(({ offHook, calls }) => !offHook && calls.length === 0);
  }

  get update(): UpdateDesk | null {
    return this.#household.updater;
  }

  now(): Instant {
    return this.#loop.now();
  }

  today(): DateTime | null {
    return this.#board.clock.today();
  }

  status(): Status {
    return this.#household.status();
  }

  detail(line: number): LineDetail {
    return this.#household.port(line).detail;
  }

  change(changes: SettingChanges): Changed {
    return this.#household.change(changes);
  }

  // Not before whoever has asked for it has got his answer.

  restart(reason: string): void {
    this.#loop.later(PARTING, () => this.#household.restart(reason));
  }

  reset(): void {
    this.#loop.later(PARTING, () => this.#household.reset());
  }

  resync(rule: string | null): string | null {
    return this.#household.resync(rule);
  }

  later(delay: number, act: () => void): void {
    this.#loop.later(delay, act);
  }

  measurement(line: number): MeasurementView {
    return this.#household.port(line).measurement;
  }

  measure(line: number, done: () => void): ReturnType<House["measure"]> {
    return this.#household.port(line).measure(done);
  }

  testTone(line: number): string | null {
    return this.#household.port(line).test(tone);
  }

  testRing(line: number): string | null {
    return this.#household.port(line).test(ring);
  }

  testCall(line: number, number: string): string | null {
    return this.#household.port(line).test((test, { rings }, now) => test.call(number, rings.own.cadence, now));
  }
}
