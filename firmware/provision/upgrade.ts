/**
 * When the firmware is looked for, and where: after a start, after settings were fetched, periodically, again after a failure,
 * or because the rule is new; never while a call is up. What was taken runs after a restart.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { jsonText } from "../base/json-text.js";
import { chosen } from "./condition.js";
import { type Delay, delayOf } from "./delays.js";
import { REST } from "./limits.js";
import { expanded, type Facts } from "./macros.js";
import { type Request, requestOf } from "./request.js";
import type { Rule } from "./rule.js";
import type { Target } from "./target.js";

/** Times in ms. */
export type UpgradeOptions = {
  readonly enabled: boolean;
  readonly rule: Rule;
  readonly randomDelay: number;
  /** 0 for never. */
  readonly periodic: number;
  readonly retryDelays: readonly Delay[];
  readonly messages: { readonly request: string; readonly success: string; readonly failure: string };
};

/** What the adapter knows at the moment. */
export type UpgradeSurroundings = {
  facts(): Omit<Facts, "target" | "error" | "upgrade">;
  /** Since when no call is up; NEVER while one is, or the firmware itself is on trial. */
  idleSince(): Instant;
  /** 32 random bits. */
  chance(): number;
};

export type UpgradeOrder =
  | { readonly do: "tell"; readonly level: "info" | "warning"; readonly text: string }
  /** Fetch and take this; `done` is told how it went. */
  | { readonly do: "fetch"; readonly request: Request }
  /** As soon as nobody is disturbed by it. */
  | { readonly do: "restart" };

export type UpgradeOutcome =
  | { readonly taken: string }
  /** It is the version that runs. */
  | { readonly same: true }
  | { readonly failed: string }
  /** Nothing will change that: it is let be until the rule is another, or the adapter starts anew. */
  | { readonly impossible: string };

const FIRST = 1;
const AGAIN = 2;

export class Upgrade {
  #options: UpgradeOptions;
  readonly #around: UpgradeSurroundings;
  #due: Instant = NEVER;
  #isRunning = false;
  #began: Instant = 0;
  #failures = 0;
  /** A new image waits for the restart: nothing else is looked for. */
  #isTaken = false;
  #target: Target | null = null;
  #error = "";

  /** `isStart` where the adapter has just started; else the rule has just been set. */
  constructor(options: UpgradeOptions, around: UpgradeSurroundings, isStart: boolean, now: Instant) {
    this.#options = options;
    this.#around = around;
    const { randomDelay } = options;
    this.#plan(isStart && randomDelay > 0 ? now + (around.chance() % (randomDelay + 1)) : now);
  }

  get deadline(): Instant {
    return this.#due === NEVER || this.#isRunning ? NEVER : Math.max(this.#due, this.#around.idleSince() + REST);
  }

  poll(now: Instant): readonly UpgradeOrder[] {
    return this.deadline <= now ? this.#begin(now) : [];
  }

  /** Settings have been fetched, or not: perhaps the rule wants something now. What has failed waits for its time. */
  consider(now: Instant): void {
    if (this.#failures === 0) this.#plan(now);
  }

  renew(options: UpgradeOptions, now: Instant): void {
    const before = this.#options;
    this.#options = options;
    if (!this.#isOn) this.#due = NEVER;
    else if (!before.enabled || jsonText(options.rule) !== jsonText(before.rule)) {
      this.#failures = 0;
      this.#plan(now);
    } else if (options.periodic !== before.periodic && this.#failures === 0) this.#planPeriodic(now);
  }

  /** The server has this address. */
  found(address: string): void {
    if (this.#target) this.#target = { ...this.#target, address };
  }

  /** How it went with what was last to be fetched. */
  done(outcome: UpgradeOutcome, now: Instant): readonly UpgradeOrder[] {
    if (!this.#isRunning) return [];
    this.#isRunning = false;
    if ("failed" in outcome) return this.#fail(outcome.failed, now);
    if ("impossible" in outcome) {
      const told = this.#fail(outcome.impossible, now);
      this.#due = NEVER;
      return told;
    }
    this.#failures = 0;
    this.#due = NEVER;
    if ("same" in outcome) {
      this.#error = "";
      this.#planPeriodic(now);
      return [];
    }
    this.#isTaken = true;
    this.#error = `version ${outcome.taken}`;
    return [...this.#told("info", this.#options.messages.success, now), { do: "restart" }];
  }

  /** Everything there is to know for the rule and its messages. */
  facts(now: Instant): Facts {
    return {
      ...this.#around.facts(),
      target: this.#target,
      error: this.#error,
      upgrade: {
        since: Math.floor((now - this.#began) / 1000),
        why: this.#failures === 0 ? FIRST : AGAIN,
        error: this.#error,
      },
    };
  }

  get #isOn(): boolean {
    return this.#options.enabled && this.#options.rule.length > 0 && !this.#isTaken;
  }

  #plan(at: Instant): void {
    if (this.#isOn && at < this.#due) this.#due = at;
  }

  #planPeriodic(now: Instant): void {
    if (this.#options.periodic > 0) this.#plan(now + this.#options.periodic);
  }

  #begin(now: Instant): readonly UpgradeOrder[] {
    this.#due = NEVER;
    const facts = this.facts(now);
    const alternative = chosen(this.#options.rule, facts);
    if (alternative === null || alternative.url === null) {
      this.#planPeriodic(now);
      return [];
    }
    this.#began = now;
    this.#target = null;
    if (alternative.assignments.length > 0) return this.#fail("Upgrade_Rule sets no settings", now);
    if (alternative.options.key !== null) return this.#fail("an image is signed, not enciphered: it has no --key", now);
    const request = requestOf(alternative, facts);
    if (request === null) return [];
    if ("refused" in request) return this.#fail(request.refused, now);
    this.#target = request.target;
    this.#isRunning = true;
    return [...this.#told("info", this.#options.messages.request, now), { do: "fetch", request }];
  }

  #fail(reason: string, now: Instant): readonly UpgradeOrder[] {
    this.#error = reason;
    const told = this.#told("warning", this.#options.messages.failure, now);
    this.#due = NEVER;
    const delay = delayOf(this.#options.retryDelays, this.#failures++, this.#around.chance());
    if (delay !== null) this.#plan(now + delay);
    else this.#planPeriodic(now);
    return told;
  }

  #told(level: "info" | "warning", message: string, now: Instant): readonly UpgradeOrder[] {
    return message === "" ? [] : [{ do: "tell", level, text: expanded(message, this.facts(now)) }];
  }
}
