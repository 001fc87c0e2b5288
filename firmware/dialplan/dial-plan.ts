/**
 * One number being dialled against a Sipura dial plan: which sequences it can still become, and how long to wait.
 *
 *   none left                          refused
 *   complete, and nothing can follow   ready at once
 *   complete, but it could go on       ready after the short timer, or `#`
 *   not complete                       the long timer, or `#`, then refused (or sent as dialled)
 *
 * Each sequence is walked like a regular expression without backtracking: at most one candidate for each step of the
 * plan, so a key costs no more than the plan is long.
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { DialPlan } from "./digit-map.js";
import { fits } from "./emergency.js";
import { ipNumber } from "./ip-number.js";
import type { Route, Sequence } from "./sequence.js";

export type DialPlanOptions = {
  /** Asked for once by whoever dials. */
  readonly plan: DialPlan;
  /** Interdigit timers in ms, for a plan that has none of its own. */
  readonly longTimer: number;
  readonly shortTimer: number;
  /** ms to wait for a first key; 10 s without it. */
  readonly firstDigit?: number;
  /** A number that is not complete when its time is over is sent as dialled; else it is refused. */
  readonly sendIncomplete: boolean;
  /** Numbers that never wait and are never barred; `x` and `?` stand for any digit. */
  readonly emergency: readonly string[];
  /** Numbers may be addresses, `192*168*1*10`, where the plan has none that fits. */
  readonly addresses?: boolean;
};

export type Refused = "invalid" | "barred" | "incomplete" | "timeout";

export type Verdict =
  /** Dialling goes on; `tone` is what is heard until the next key. */
  | { readonly verdict: "more"; readonly tone: "dial" | "outside" | "none" }
  | {
      readonly verdict: "ready";
      /** What to call, after the plan's substitutions; "" where only the route matters. */
      readonly number: string;
      readonly dialled: string;
      readonly route: Route;
      readonly emergency: boolean;
    }
  /** One of the star codes. */
  | { readonly verdict: "service"; readonly code: string }
  /** No sequence fits; the one that fits is barred; the time is over before it is complete, or before it began. */
  | { readonly verdict: "refused"; readonly reason: Refused; readonly dialled: string };

/** More keys than any number has. */
export const MAX_KEYS = 64;
const FIRST_DIGIT = 10_000;
const PROXY: Route = frozen({ kind: "proxy" });

/** One way the keys so far fit one sequence. */
type Candidate = {
  readonly sequence: Sequence;
  /** The step that takes the next key; past the last one when the sequence is complete. */
  at: number;
  sent: string;
  route: Route;
  longTimer: number | null;
  shortTimer: number | null;
  pause: number | null;
};

export class Dialling {
  readonly #options: DialPlanOptions;
  readonly #plan: DialPlan;
  readonly #services: readonly string[];
  /** In the order of the plan; within a sequence, those first that repeat rather than go on. */
  #candidates: Candidate[] = [];
  /** Which steps of the sequence in hand have been passed: those that carry the stamp. */
  readonly #passed: Uint32Array;
  #stamp = 0;
  #dialled = "";
  #comma = false;
  #verdict: Verdict = { verdict: "more", tone: "dial" };
  deadline: Instant = NEVER;

  /** `services` are star codes that are known whatever the plan says. */
  constructor(options: DialPlanOptions, services: readonly string[] = []) {
    this.#options = options;
    this.#services = services;
    const { plan } = options;
    this.#plan = plan;
    let longest = 0;
    for (const { steps } of plan.sequences) longest = Math.max(longest, steps.length);
    this.#passed = new Uint32Array(longest + 1);
    for (const sequence of plan.sequences) {
      this.#stamp++;
      const first = { sequence, at: 0, sent: "", route: PROXY, longTimer: null, shortTimer: null, pause: null };
      this.#settle(first, this.#candidates);
    }
  }

  /** The receiver is off the hook. */
  start(now: Instant): Verdict {
    let wait = NEVER;
    const grows = this.#candidates.some(canGrow);
    for (const candidate of this.#candidates) {
      if (isComplete(candidate)) wait = Math.min(wait, this.#waitBeforeFirst(candidate, grows));
    }
    // A match of nothing at all is a hot line: of several, the one whose turn comes first.
    this.#candidates = this.#candidates.filter(
      (candidate) => !isComplete(candidate) || this.#waitBeforeFirst(candidate, grows) === wait,
    );
    if (wait === NEVER) wait = this.#options.firstDigit ?? FIRST_DIGIT;
    return this.#wait(wait, this.#comma ? "outside" : "dial", now);
  }

  /** A key was pressed; what is no key of a telephone fits nothing. */
  key(key: string, now: Instant): Verdict {
    if (this.#verdict.verdict !== "more") return this.#verdict;
    if (now >= this.deadline) return this.poll(now);
    const dialled = this.#dialled + key;
    this.#comma = false;
    const candidates = this.#after(key);
    const known = this.#begins(dialled, candidates.length > 0);
    if (key === "#" && candidates.length === 0 && !known)
      return this.#dialled ? this.#end("incomplete") : this.#refuse("invalid");
    this.#dialled = dialled;
    this.#candidates = candidates;
    if (dialled.length > MAX_KEYS || key.length !== 1) return this.#refuse("invalid");

    const complete = candidates.filter(isComplete);
    const help = this.#help(complete);
    if (help) return help;
    const grows = candidates.some(canGrow) || known === "part" || known === "address";
    if (complete.length === 0 && known === "address") return this.#wait(this.#shortTimer, this.#tone(), now);
    if (complete.length === 0 && known !== "whole") {
      if (!grows) return this.#refuse("invalid");
      const own = smallest(candidates, (candidate) => candidate.longTimer);
      return this.#wait(own ?? this.#plan.longTimer ?? this.#options.longTimer, this.#tone(), now);
    }
    if (!grows || known === "whole") return this.#end("incomplete");
    const own = smallest(complete, (candidate) => candidate.shortTimer);
    return this.#wait(own ?? this.#shortTimer, this.#tone(), now);
  }

  poll(now: Instant): Verdict {
    if (this.#verdict.verdict === "more" && now >= this.deadline)
      return this.#end(this.#dialled ? "incomplete" : "timeout");
    return this.#verdict;
  }

  /** How the keys so far fit one sequence of the plan. */
  standingOf(sequence: Sequence): "open" | "complete" | "dead" {
    const left = this.#candidates.filter((candidate) => candidate.sequence === sequence);
    if (left.some(isComplete)) return "complete";
    return left.length > 0 ? "open" : "dead";
  }

  get #shortTimer(): number {
    return this.#plan.shortTimer ?? this.#options.shortTimer;
  }

  #waitBeforeFirst(candidate: Candidate, grows: boolean): number {
    return candidate.pause ?? candidate.shortTimer ?? (grows ? this.#shortTimer : 0);
  }

  #tone(): "outside" | "none" {
    return this.#comma ? "outside" : "none";
  }

  #wait(ms: number, tone: "dial" | "outside" | "none", now: Instant): Verdict {
    this.deadline = now + ms;
    this.#verdict = { verdict: "more", tone };
    return ms > 0 ? this.#verdict : this.poll(now);
  }

  /** The candidates that are left when `key` has been taken. */
  #after(key: string): Candidate[] {
    const left: Candidate[] = [];
    let sequence: Sequence | null = null;
    for (const candidate of this.#candidates) {
      const step = candidate.sequence.steps[candidate.at];
      if (step?.do !== "take" || key.length !== 1 || !step.keys.includes(key)) continue;
      if (candidate.sequence !== sequence) this.#stamp++;
      sequence = candidate.sequence;
      const at = step.repeat ? candidate.at : candidate.at + 1;
      this.#settle({ ...candidate, at, sent: step.echo ? candidate.sent + key : candidate.sent }, left);
    }
    return left;
  }

  /** Moves a candidate on over everything that needs no key, and leaves one at each step that can take the next. */
  #settle(candidate: Candidate, into: Candidate[]): void {
    const { steps } = candidate.sequence;
    // Where another candidate of this sequence has passed before, both would do the same from here on.
    for (; this.#passed[candidate.at] !== this.#stamp; candidate.at++) {
      this.#passed[candidate.at] = this.#stamp;
      const step = steps[candidate.at];
      if (!step || step.do === "take") {
        into.push({ ...candidate });
        if (!step?.repeat) return;
      } else if (step.do === "tone") this.#comma = true;
      else if (step.do === "send") {
        candidate.sent += step.text;
        candidate.route = step.route ?? candidate.route;
      } else if (step.timer === "long") candidate.longTimer = step.ms;
      else if (step.timer === "short") candidate.shortTimer = step.ms;
      else candidate.pause = step.ms;
    }
  }

  /**
   * Whether the keys are, or are the beginning of, something that is known without the plan. An address is thought of
   * once it cannot be a mere number, and may always go on.
   */
  #begins(dialled: string, planned: boolean): "whole" | "address" | "part" | null {
    const { emergency, addresses } = this.#options;
    const services = this.#services;
    if (services.includes(dialled)) return "whole";
    const address = addresses && (!planned || dialled.includes("*")) ? ipNumber(dialled) : null;
    if (address) return address === "part" ? address : "address";
    const part = (pattern: string) =>
      pattern.length > dialled.length && fits(pattern.slice(0, dialled.length), dialled);
    return emergency.some(part) || services.some((code) => code.startsWith(dialled)) ? "part" : null;
  }

  #isEmergency(number: string): boolean {
    return this.#options.emergency.some((pattern) => pattern !== "" && fits(pattern, number));
  }

  /** An emergency number goes at once, whatever the plan says of it; the plan may still know the way. */
  #help(complete: readonly Candidate[]): Verdict | null {
    const chosen =
      complete.find(({ sequence }) => !sequence.barred) ?? complete.find(({ sent }) => this.#isEmergency(sent));
    if (!this.#isEmergency(chosen?.sent ?? "") && !this.#isEmergency(this.#dialled)) return null;
    return this.#ready(chosen?.sent ?? this.#dialled, chosen?.route ?? PROXY);
  }

  /** Nothing more will come: the number is what it is, or it fails for `reason`. */
  #end(reason: Refused): Verdict {
    if (this.#services.includes(this.#dialled)) {
      this.#verdict = { verdict: "service", code: this.#dialled };
      this.deadline = NEVER;
      return this.#verdict;
    }
    const complete = this.#candidates.filter(isComplete);
    if (complete.some(({ sequence }) => sequence.barred)) return this.#refuse("barred");
    if (complete.length > 0) return this.#ready(complete[0].sent, complete[0].route);
    const address = this.#options.addresses ? ipNumber(this.#dialled) : null;
    if (address && address !== "part") {
      const { user, host, port } = address;
      return this.#ready(user, { kind: "host", host, port, options: {} });
    }
    if (this.#dialled && this.#options.sendIncomplete) return this.#ready(this.#dialled, PROXY);
    return this.#refuse(reason);
  }

  #ready(number: string, route: Route): Verdict {
    const emergency = this.#isEmergency(number) || this.#isEmergency(this.#dialled);
    this.deadline = NEVER;
    this.#verdict = { verdict: "ready", number, dialled: this.#dialled, route, emergency };
    return this.#verdict;
  }

  #refuse(reason: Refused): Verdict {
    this.deadline = NEVER;
    this.#verdict = { verdict: "refused", reason, dialled: this.#dialled };
    return this.#verdict;
  }
}

/** At its end, with something to send or somewhere to go. */
function isComplete({ sequence, at, sent, route }: Candidate): boolean {
  return at === sequence.steps.length && (sent !== "" || route.kind !== "proxy");
}

function canGrow({ sequence, at }: Candidate): boolean {
  return at < sequence.steps.length;
}

/** The smallest timer the candidates set for themselves, or null when none does. */
function smallest(candidates: readonly Candidate[], timerOf: (candidate: Candidate) => number | null): number | null {
  let least: number | null = null;
  for (const candidate of candidates) {
    const timer = timerOf(candidate);
    if (timer !== null && (least === null || timer < least)) least = timer;
  }
  return least;
}
