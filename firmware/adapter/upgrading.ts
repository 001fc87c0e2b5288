/** The firmware fetched by the rule of the owner: the machine that says when and what, and the hands that fetch it. */
import { type Instant, NEVER } from "../base/instant.js";
import type { ProvisionOptions } from "../config/provision-options.js";
import type { Facts } from "../provision/macros.js";
import type { Request } from "../provision/request.js";
import { Upgrade, type UpgradeOrder, type UpgradeSurroundings } from "../provision/upgrade.js";
import type { Loop } from "./loop.js";
import type { OverheardBoard } from "./overheard.js";
import type { RuleFetch } from "./rule-fetch.js";
import { LONGEST_FILE, SAME, type Updater } from "./updater.js";

/** What it needs of the adapter. */
export type Upgraded = {
  /** Since when no line is in use; NEVER while one is. */
  idleSince(): Instant;
  /** Null on a board without room for a second image. */
  readonly updater: Updater | null;
  /** As soon as nobody is disturbed by it. */
  restartWhenIdle(reason: string): void;
};

/** Whose part it is. */
export type UpgradingUser = {
  knownFacts(): Facts;
  /** It has not come to anything. */
  upgradeFailed(): void;
};

export type UpgradingParts = {
  readonly board: OverheardBoard;
  readonly loop: Loop;
  readonly house: Upgraded;
  readonly fetch: RuleFetch;
  readonly user: UpgradingUser;
};

const NO_ROOM = "this board has no room for a second image, and is updated by cable";

export class Upgrading implements UpgradeSurroundings {
  readonly #parts: UpgradingParts;
  readonly #upgrade: Upgrade;
  #authorities: string | null;

  /** `isStart`: the adapter has just started; else the rule has just been set. */
  constructor(parts: UpgradingParts, options: ProvisionOptions, isStart: boolean, now: Instant) {
    this.#parts = parts;
    this.#authorities = options.authorities;
    this.#upgrade = new Upgrade(options.upgrade, this, isStart, now);
  }

  get deadline(): Instant {
    return this.#upgrade.deadline;
  }

  poll(now: Instant): void {
    this.#perform(this.#upgrade.poll(now));
  }

  /** Settings have been fetched, or not. */
  consider(now: Instant): void {
    this.#upgrade.consider(now);
  }

  renew({ upgrade, authorities }: ProvisionOptions, now: Instant): void {
    this.#authorities = authorities;
    this.#upgrade.renew(upgrade, now);
  }

  // What the machine asks that says when to fetch.

  facts(): Facts {
    return this.#parts.user.knownFacts();
  }

  /** A firmware on trial fetches no other. */
  idleSince(): Instant {
    const { house } = this.#parts;
    return house.updater?.onTrial ? NEVER : house.idleSince();
  }

  chance(): number {
    return this.#parts.board.chance();
  }

  #perform(orders: readonly UpgradeOrder[]): void {
    const { board, house } = this.#parts;
    for (const order of orders)
      if (order.do === "tell")
        board.journal({ type: "log", line: null, level: order.level, room: "provision", text: order.text });
      else if (order.do === "restart") house.restartWhenIdle("a new firmware is there");
      else this.#take(order.request);
  }

  #take(request: Request): void {
    const { house, fetch } = this.#parts;
    const { updater } = house;
    let refusal: string | null = null;
    const intake = updater?.open({ source: "rule", older: false }, (reason) =>
      fetch.instead(() => this.#settle(reason, "")),
    );
    if (!updater || !intake) {
      fetch.instead(() => (updater ? this.#settle(updater.refusal, "") : this.#giveUp()));
      return;
    }
    const onPiece = (octets: Uint8Array) => {
      refusal = intake.write(octets);
      return refusal === null;
    };
    const found = (address: string) => this.#upgrade.found(address);
    fetch.get(request, { longest: LONGEST_FILE, authorities: this.#authorities, onPiece, found }, (fetched) => {
      if (refusal === null && "failed" in fetched) {
        refusal = fetched.failed;
        intake.abort(refusal);
      }
      refusal ??= intake.end();
      this.#settle(refusal, updater.view.version ?? "");
    });
  }

  #giveUp(): void {
    const { loop } = this.#parts;
    const now = loop.now();
    this.#perform(this.#upgrade.done({ impossible: NO_ROOM }, now));
    loop.rearm(now);
  }

  /** Why it is not taken, or null. */
  #settle(reason: string | null, version: string): void {
    const { loop, user } = this.#parts;
    const now = loop.now();
    if (reason === null) this.#perform(this.#upgrade.done({ taken: version }, now));
    else if (reason === SAME) this.#perform(this.#upgrade.done({ same: true }, now));
    else {
      this.#perform(this.#upgrade.done({ failed: reason }, now));
      user.upgradeFailed();
    }
    loop.rearm(now);
  }
}
