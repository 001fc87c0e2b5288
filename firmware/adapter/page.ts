/** The built-in page of this adapter, made when the first request comes. */
import type { HttpHead, HttpRequest, HttpResponse, HttpServerOptions, HttpUpload } from "../../hal/http.js";
import type { JournalEntry } from "../../hal/journal.js";
import type { MeasureOutcome } from "../../hal/slic.js";
import type { DateTime } from "../base/date-time.js";
import type { Config, SettingChanges } from "../config/config.js";
import { type FinishedCall, History } from "../web/history.js";
import type { LineDetail, UpdateDesk } from "../web/house.js";
import { MAX_BODY } from "../web/limits.js";
import { Logins, type Passwords } from "../web/logins.js";
import { Page } from "../web/page.js";
import { Redactor } from "../web/redactor.js";
import type { Measurement } from "./copper.js";
import type { Trial } from "./line-test.js";
import type { Loop } from "./loop.js";
import type { Listener, OverheardBoard } from "./overheard.js";
import { PageHouse } from "./page-house.js";
import type { Status } from "./status.js";
import type { Changed } from "./store.js";

/** What the page can have done, and whom it asks. `line` counts from 1. */
export type Household = {
  readonly config: Config;
  readonly waiting: readonly number[];
  readonly updater: UpdateDesk | null;
  status(): Status;
  change(changes: SettingChanges): Changed;
  restart(reason: string): void;
  reset(): void;
  resync(rule: string | null): string | null;
  port(line: number): PagePort;
};

/** A line, as far as the page has to do with it. */
export type PagePort = {
  readonly detail: LineDetail;
  /** Has its owner try something out: why it cannot be, or null. */
  readonly measurement: Measurement;
  test(trial: Trial): string | null;
  measure(done: () => void): MeasureOutcome;
};

/** It is what a board's server asks, too. */
export class AdapterPage implements HttpServerOptions, Listener {
  readonly #board: OverheardBoard;
  readonly #loop: Loop;
  readonly #household: Household;
  readonly #redactor: Redactor;
  readonly #history: History;
  #page: Page | null = null;

  constructor(board: OverheardBoard, loop: Loop, household: Household) {
    this.#board = board;
    this.#loop = loop;
    this.#household = household;
    this.#redactor = new Redactor(household.config);
    this.#history = new History(this.#redactor);
    board.listen(this);
  }

  get maxBody(): number {
    return MAX_BODY;
  }

  get port(): number {
    return this.#household.config.number("Web_Server_Port");
  }

  respond(request: HttpRequest): HttpResponse {
    return this.#made.respond(request);
  }

  upload(head: HttpHead): HttpUpload | null {
    return this.#made.upload(head);
  }

  finished(call: FinishedCall, began: DateTime | null): void {
    if (this.#page) this.#page.finished(call, began);
    else this.#history.finish(call, began);
  }

  changed(names: readonly string[]): void {
    this.#redactor.forget();
    this.#page?.changed(names);
  }

  /** An image goes on its way, or the firmware that runs has proven itself. */
  updated(): void {
    this.#page?.updated();
  }

  /** Something has happened that the journal does not tell. */
  touch(): void {
    this.#page?.touch();
  }

  /**
   * The passwords of the page, as a profile sets them (`Admin_Passwd`, `User_Password`); an empty one of the user takes his
   * away. Answers why one is refused, or null. Throws an Error when they cannot be kept; nothing has changed then.
   */
  setPasswords(passwords: Passwords): string | null {
    for (const password of [passwords.admin, passwords.user]) {
      const refusal = password ? Logins.refusal(password) : null;
      if (refusal !== null) return refusal;
    }
    this.#made.setPasswords(passwords);
    return null;
  }

  close(): void {
    this.#page?.close();
  }

  hear(entry: JournalEntry): void {
    if (entry.type === "sip") this.#page?.overhear(entry);
    else {
      const line = this.#history.note(entry, this.#loop.now());
      this.#page?.hear(entry, line);
    }
  }

  get #made(): Page {
    this.#page ??= new Page(new PageHouse(this.#board, this.#loop, this.#household), this.#history, this.#redactor);
    return this.#page;
  }
}
