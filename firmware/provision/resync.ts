/**
 * When settings are fetched, and which rule is next: after a start, by the clock, by conditions, again after a failure, or
 * because somebody asks; never while calls are up, but for so long. Rules A to D follow one after the other; one that fails
 * ends the run, and the next run begins with the first.
 */
import type { DateTime } from "../base/date-time.js";
import { type Instant, NEVER } from "../base/instant.js";
import { jsonText } from "../base/json-text.js";
import { chosen, holds } from "./condition.js";
import { type Delay, delayOf } from "./delays.js";
import { LOOK_AGAIN, LOOK_AT_CLOCK, MOST_FOLLOWING, REST } from "./limits.js";
import { expanded, type Facts } from "./macros.js";
import { type Request, requestOf } from "./request.js";
import type { Alternative, Assignment, Condition, Rule } from "./rule.js";
import type { Target } from "./target.js";

/** Times in ms. */
export type ResyncOptions = {
  readonly enabled: boolean;
  readonly onReset: boolean;
  readonly failsOnMissing: boolean;
  readonly randomDelay: number;
  /** Minutes after midnight; null for no time of day. */
  readonly at: number | null;
  readonly atRandomDelay: number;
  /** 0 for never. */
  readonly periodic: number;
  readonly retryDelays: readonly Delay[];
  readonly forcedDelay: number;
  readonly triggers: readonly (Condition | null)[];
  readonly rules: readonly Rule[];
  readonly messages: { readonly request: string; readonly success: string; readonly failure: string };
};

/** What the adapter knows at the moment. */
export type Surroundings = {
  facts(): Omit<Facts, "since" | "why" | "target" | "error">;
  /** Since when no call is up; NEVER while one is. */
  idleSince(): Instant;
  /** Null while nobody has told us the time. */
  today(): DateTime | null;
  /** 32 random bits. */
  chance(): number;
};

export type ResyncOrder =
  | { readonly do: "tell"; readonly level: "info" | "warning"; readonly text: string }
  /** Set these; `done` is told how it went. */
  | { readonly do: "assign"; readonly assignments: readonly Assignment[] }
  /** Fetch and apply this; `done` is told how it went. */
  | { readonly do: "fetch"; readonly request: Request };

export type Outcome =
  | { readonly ok: true }
  /** `missing`: the server has no such file. */
  | { readonly ok: false; readonly reason: string; readonly missing: boolean };

/** How things stand, in ms since boot; null for never, and for no error. */
export type ResyncView = {
  readonly last: Instant | null;
  readonly error: string | null;
  readonly next: Instant | null;
};

const ASKED = -1;
const STARTED = 0;
const PLANNED = 1;
const AGAIN = 2;

const DAY = 86_400;
/** Seconds after which a time of day is looked up again, as clocks are set. */
const HOUR = 3600;
const MINUTE = 60;

/** `rule` of a single rule; `at` the one of A to D; `fetches` what comes after its assignments. */
type Run = { readonly rule: Rule | null; at: number; fetches: Alternative | null };

export class Resync {
  #options: ResyncOptions;
  readonly #around: Surroundings;
  #due: Instant = NEVER;
  #why = STARTED;
  /** What the next run is of, where it is of one rule alone. */
  #single: Rule | null = null;
  #run: Run | null = null;
  #began: Instant = 0;
  #ended: Instant | null = null;
  #failures = 0;
  #following = 0;
  #hasNewRules = false;
  #lookAt: Instant = NEVER;
  #were: boolean[] = [];
  #clockAt: Instant = NEVER;
  /** The time of day has come when the clock is next looked at. */
  #isTime = false;
  #target: Target | null = null;
  #error = "";

  /** `isStart` where the adapter has just started; else the rules have just been set. */
  constructor(options: ResyncOptions, around: Surroundings, isStart: boolean, now: Instant) {
    this.#options = options;
    this.#around = around;
    if (!this.#isOn) return;
    if (!isStart) this.#plan(now, ASKED);
    else if (options.onReset) this.#plan(now + this.#upTo(options.randomDelay), STARTED);
    else this.#planPeriodic(now);
    this.#watch(now);
  }

  get view(): ResyncView {
    return {
      last: this.#ended,
      error: this.#error === "" ? null : this.#error,
      next: this.#due === NEVER ? null : this.#due,
    };
  }

  get deadline(): Instant {
    if (this.#run) return NEVER;
    return Math.min(this.#runAt, this.#lookAt, this.#clockAt);
  }

  poll(now: Instant): readonly ResyncOrder[] {
    if (this.#run) return [];
    if (this.#clockAt <= now) this.#lookAtClock(now);
    if (this.#lookAt <= now) this.#lookAround(now);
    return this.#runAt <= now ? this.#begin(now) : [];
  }

  /** Somebody wants it now: of all rules, or of this one alone. */
  ask(rule: Rule | null, now: Instant): void {
    if (this.#run) return;
    this.#single = rule;
    this.#due = NEVER;
    this.#plan(now, ASKED);
  }

  /** The settings have changed, by the owner or by what was fetched. */
  renew(options: ResyncOptions, now: Instant): void {
    const before = this.#options;
    this.#options = options;
    const isNew = jsonText(options.rules) !== jsonText(before.rules);
    if (this.#run) {
      this.#hasNewRules ||= isNew;
      return;
    }
    this.#following = 0;
    if (!this.#isOn) {
      if (this.#single === null) this.#due = NEVER;
    } else if (isNew || !before.enabled) this.#plan(now, ASKED);
    else if (options.periodic !== before.periodic && this.#failures === 0) {
      this.#due = NEVER;
      this.#planPeriodic(now);
    }
    this.#watch(now);
  }

  /** The server has this address. */
  found(address: string): void {
    if (this.#target) this.#target = { ...this.#target, address };
  }

  /** How it went with what was last to be performed. */
  done(outcome: Outcome, now: Instant): readonly ResyncOrder[] {
    const run = this.#run;
    if (!run) return [];
    if (!outcome.ok && !(outcome.missing && !this.#options.failsOnMissing)) return this.#fail(outcome.reason, now);
    this.#error = outcome.ok ? "" : outcome.reason;
    const orders: ResyncOrder[] = [];
    if (this.#target && outcome.ok) this.#tell(orders, "info", this.#options.messages.success, now);
    const { fetches } = run;
    run.fetches = null;
    if (fetches) return [...orders, ...this.#fetch(fetches, now)];
    run.at++;
    return [...orders, ...this.#next(run, now)];
  }

  /** Everything there is to know for rules and messages. */
  facts(now: Instant): Facts {
    return {
      ...this.#around.facts(),
      since: Math.floor((now - this.#began) / 1000),
      why: this.#why,
      target: this.#target,
      error: this.#error,
    };
  }

  get #isOn(): boolean {
    return this.#options.enabled && this.#options.rules.some((rule) => rule.length > 0);
  }

  get #runAt(): Instant {
    if (this.#due === NEVER) return NEVER;
    return Math.min(Math.max(this.#due, this.#around.idleSince() + REST), this.#due + this.#options.forcedDelay);
  }

  #plan(at: Instant, why: number): void {
    if (at >= this.#due) return;
    this.#due = at;
    this.#why = why;
  }

  #planPeriodic(now: Instant): void {
    if (this.#options.periodic > 0) this.#plan(now + this.#options.periodic, PLANNED);
  }

  /** Conditions and the time of day are looked at while there are any. */
  #watch(now: Instant): void {
    const { triggers, at } = this.#options;
    this.#lookAt = this.#isOn && triggers.some((trigger) => trigger !== null) ? now + LOOK_AGAIN : NEVER;
    this.#clockAt = NEVER;
    this.#isTime = false;
    if (this.#isOn && at !== null) this.#setClock(at, now);
  }

  /** A condition counts at the moment it comes true. */
  #lookAround(now: Instant): void {
    const facts = this.facts(now);
    const are = this.#options.triggers.map((trigger) => trigger !== null && holds(trigger, facts));
    if (are.some((is, n) => is && !this.#were[n])) this.#plan(now, PLANNED);
    this.#were = are;
    this.#lookAt = now + LOOK_AGAIN;
  }

  #lookAtClock(now: Instant): void {
    const { at, atRandomDelay } = this.#options;
    const wasTime = this.#isTime;
    if (wasTime) this.#plan(now + this.#upTo(atRandomDelay), PLANNED);
    this.#clockAt = NEVER;
    if (at !== null) this.#setClock(at, now, wasTime);
  }

  #setClock(at: number, now: Instant, wasTime = false): void {
    const today = this.#around.today();
    if (today === null) {
      this.#isTime = false;
      this.#clockAt = now + LOOK_AT_CLOCK;
      return;
    }
    const { hour, minute, second } = today;
    const left = (DAY + MINUTE * at - (HOUR * hour + MINUTE * minute + second)) % DAY || DAY;
    // an alarm may ring a moment early
    this.#isTime = left <= HOUR && !(wasTime && left < MINUTE);
    this.#clockAt = now + 1000 * Math.min(left, HOUR);
  }

  #begin(now: Instant): readonly ResyncOrder[] {
    const run: Run = { rule: this.#single, at: 0, fetches: null };
    this.#single = null;
    this.#due = NEVER;
    this.#began = now;
    this.#hasNewRules = false;
    this.#run = run;
    return this.#next(run, now);
  }

  #next(run: Run, now: Instant): readonly ResyncOrder[] {
    const rules = run.rule ? [run.rule] : this.#options.rules;
    for (; run.at < rules.length; run.at++) {
      const alternative = chosen(rules[run.at], this.facts(now));
      if (alternative === null) continue;
      this.#target = null;
      const { assignments, url } = alternative;
      if (assignments.length > 0) {
        const facts = this.facts(now);
        run.fetches = url === null ? null : alternative;
        const written = assignments.map(({ name, value }) => ({ name, value: expanded(value, facts) }));
        return [{ do: "assign", assignments: written }];
      }
      if (url !== null) return this.#fetch(alternative, now);
    }
    this.#end(now);
    return [];
  }

  /** With what has just been assigned. */
  #fetch(alternative: Alternative, now: Instant): readonly ResyncOrder[] {
    const request = requestOf(alternative, this.facts(now));
    if (request === null) return [];
    if ("refused" in request) return this.#fail(request.refused, now);
    this.#target = request.target;
    const orders: ResyncOrder[] = [];
    this.#tell(orders, "info", this.#options.messages.request, now);
    orders.push({ do: "fetch", request });
    return orders;
  }

  #fail(reason: string, now: Instant): readonly ResyncOrder[] {
    this.#error = reason;
    const orders: ResyncOrder[] = [];
    this.#tell(orders, "warning", this.#options.messages.failure, now);
    const single = this.#run?.rule !== null;
    this.#run = null;
    this.#ended = now;
    this.#watch(now);
    if (!this.#isOn) return orders;
    // what somebody has asked for once is not asked for again
    const delay = single ? null : delayOf(this.#options.retryDelays, this.#failures++, this.#around.chance());
    if (delay !== null) this.#plan(now + delay, AGAIN);
    else this.#planPeriodic(now);
    return orders;
  }

  #end(now: Instant): void {
    this.#run = null;
    this.#ended = now;
    this.#failures = 0;
    this.#watch(now);
    if (!this.#isOn) return;
    if (this.#hasNewRules && this.#following < MOST_FOLLOWING) {
      this.#following++;
      this.#plan(now, PLANNED);
    } else {
      this.#following = 0;
      this.#planPeriodic(now);
    }
  }

  #tell(orders: ResyncOrder[], level: "info" | "warning", message: string, now: Instant): void {
    if (message !== "") orders.push({ do: "tell", level, text: expanded(message, this.facts(now)) });
  }

  #upTo(ms: number): number {
    return ms > 0 ? this.#around.chance() % (ms + 1) : 0;
  }
}
