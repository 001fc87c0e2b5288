/**
 * One chip and its line through life: brought up, in service, watched, and brought up again when it fails.
 *
 *   starting ── up ── (tuning, testing) ── up
 *      ↑  └─→ down ←┘
 *      └───────┘  after a while
 */

import type { LineDrive, Linefeed, LineReport, LoopReading, MeasureOutcome, SlicFault, SlicState } from "../slic.js";
import { Alarms, transistorsOf } from "./alarms.js";
import { BringUp, type Way } from "./bring-up.js";
import { frozen } from "./frozen.js";
import { LineTest } from "./line-test.js";
import { Feed, feedOf, polarityOf, shadowOf } from "./linefeed.js";
import { Loop } from "./loop.js";
import { measure } from "./monitor.js";
import type { Profile } from "./profile.js";
import { Interrupt2, Register } from "./registers.js";
import { commission, drive, type LineSetup } from "./setup.js";
import { BusFault, type Chip } from "./spi.js";
import { Tuning } from "./tuning.js";
import { watch } from "./watchdog.js";

export type ServiceOptions = {
  readonly chip: Chip;
  readonly profile: Profile;
  readonly setup: LineSetup;
  /** ms between two looks at the loop; Infinity where the chip's interrupt is wired. */
  readonly pollMs: number;
  /** State and words, for whoever keeps a journal. */
  onState(state: SlicState, words: string): void;
};

/** Whoever uses the line. */
export type LineUser = {
  onHook(offHook: boolean): void;
  onError(reason: string): void;
  onState(state: SlicState, fault: SlicFault | null): void;
};

const WATCH_MS = 1000;
const STEADY_MS = 60_000;
const RETRY_MS = frozen([2000, 10_000, 60_000]);
const NEVER = Number.POSITIVE_INFINITY;

export class Service {
  state: SlicState = "down";
  /** When it is to be begun anew; `NEVER` in service. */
  retryAt = NEVER;
  readonly #options: ServiceOptions;
  readonly #chip: Chip;
  readonly #loop = new Loop();
  readonly #alarms = new Alarms();
  readonly #tuning = new Tuning();
  #user: LineUser | null = null;
  /** The user has not heard yet that the line is in service. */
  #isNews = false;
  #told = "";
  #bringUp: BringUp | null = null;
  /** What went wrong while the user was speaking: told when he has finished. */
  #broken: string | null = null;
  #test: LineTest | null = null;
  #tested: ((report: LineReport | null) => void) | null = null;
  #results: Uint8Array | null = null;
  #drive: LineDrive | null = null;
  #wanted: Linefeed = "open";
  #sounding = false;
  /** What DR64 was last told. */
  #feed = -1;
  /** One after the other, without a minute in service between them. */
  #failures = 0;
  #upAt = 0;
  #watchAt = NEVER;
  #pollAt = NEVER;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#chip = options.chip;
  }

  get offHook(): boolean {
    return this.#loop.closed;
  }

  get deadline(): number {
    if (this.#broken !== null) return 0;
    const { deadline } = this.#bringUp ?? this.#test ?? this.#loop;
    return Math.min(deadline, this.retryAt, this.#watchAt, this.#pollAt, this.#tuning.deadline);
  }

  /** The chain has just been formed. `fresh`: the chips come out of reset. */
  begin(fresh: boolean, now: number): void {
    this.#start("cold", fresh, now);
  }

  /** Takes the line into use, or out of it. */
  use(user: LineUser | null, now: number): void {
    this.#user = user;
    // It is told what it missed, but not from in here.
    this.#told = "";
    this.#isNews = true;
    this.#loop.lose();
    if (this.#ready) this.#pollAt = now + SETTLE_MS;
    else if (user && this.retryAt !== NEVER) this.retryAt = now;
  }

  want(wanted: Linefeed, now: number): void {
    this.#wanted = wanted;
    this.#tuning.delay(now);
    this.#guard(() => {
      this.#stopTest();
      this.#apply(now);
    });
  }

  sound(sounding: boolean, now: number): void {
    this.#sounding = sounding;
    this.#guard(() => {
      if (sounding) this.#stopTest();
      this.#apply(now);
    });
  }

  configure(next: LineDrive, now: number): void {
    this.#drive = next;
    this.#guard(() => {
      this.#stopTest();
      if (this.#ready) drive(this.#chip, next);
      this.#apply(now);
    });
  }

  loop(): LoopReading | null {
    if (!this.#ready || this.#test) return null;
    const { volts, milliamperes } = measure(this.#chip);
    return { volts: Math.abs(volts), milliamperes: Math.abs(milliamperes) };
  }

  /** Tests an idle line. `done` gets null when it has been taken into use meanwhile. */
  measure(done: (report: LineReport | null) => void, now: number): MeasureOutcome {
    if (this.state !== "up") return "down";
    if (!this.#idle || this.#test) return "busy";
    this.#test = new LineTest(this.#chip, now);
    this.#tested = done;
    return "started";
  }

  poll(now: number): void {
    if (this.#broken !== null) this.#fail({ kind: "bus", text: this.#broken }, now);
    try {
      this.#raise(now);
      if (this.#test && this.#test.deadline <= now) this.#proceedTest(now);
      if (this.#tuning.deadline <= now) this.#tune(now);
      if (this.#watchAt <= now) this.#watch(now);
      if (this.#pollAt <= now || this.#loop.deadline <= now) this.#look(now);
    } catch (error) {
      this.#caught(error, now);
    }
  }

  /** INT is low; true when it was this chip, and has been answered. */
  attend(now: number): boolean {
    if (!this.#ready) return false;
    const status = this.#chip.read(Register.INTERRUPT_STATUS_2);
    if (status === 0 || status === NOBODY) return false;
    this.#chip.write(Register.INTERRUPT_STATUS_2, status);
    if (this.#test) {
      if (status & Interrupt2.ALARMS) this.#test.opened = true;
      return true;
    }
    if (status & Interrupt2.ALARMS) this.#alarm(status, now);
    else if (status & Interrupt2.RING_TRIP && this.#feed === Feed.RINGING) this.#hook(this.#loop.trip(now), now);
    else this.#look(now);
    return true;
  }

  close(): void {
    this.#user = null;
    this.#bringUp = this.#broken = null;
    this.#test = this.#tested = null;
    this.#watchAt = this.#pollAt = this.retryAt = NEVER;
    this.#tuning.stop();
    this.state = "down";
    this.#chip.quench();
  }

  get #ready(): boolean {
    return this.state === "up" && this.#bringUp === null;
  }

  get #idle(): boolean {
    return this.#ready && this.#wanted === "forward" && !this.#sounding && !this.#loop.closed;
  }

  /** For what comes from outside: nobody has formed the chain since the last time. */
  #guard(act: () => void): void {
    try {
      this.#chip.form();
      act();
    } catch (error) {
      if (!(error instanceof BusFault)) throw error;
      this.#broken = error.message;
    }
  }

  /** What the bus does wrong takes the line out of service, wherever it shows. */
  #caught(error: unknown, now: number): void {
    if (!(error instanceof BusFault)) throw error;
    this.#fail({ kind: "bus", text: error.message }, now);
  }

  #start(way: Way, fresh: boolean, now: number): void {
    const { chip, profile } = this.#options;
    this.retryAt = this.#watchAt = this.#pollAt = NEVER;
    this.#bringUp = new BringUp({ chip, profile, way, fresh, results: this.#results }, now);
    this.#feed = -1;
    if (way !== "tune") this.#state("starting", "the chip is set up");
  }

  #raise(now: number): void {
    const bringUp = this.#bringUp;
    if (!bringUp) return;
    bringUp.poll(now);
    if (bringUp.fault) this.#fail(bringUp.fault, now, bringUp.stage === "probe");
    else if (bringUp.done) this.#commission(bringUp, now);
  }

  #commission(bringUp: BringUp, now: number): void {
    this.#bringUp = null;
    this.#results = bringUp.results.slice();
    this.#alarms.forget();
    for (const warning of bringUp.warnings) this.#tell(warning);
    commission(this.#chip, this.#options.setup);
    if (this.#drive) drive(this.#chip, this.#drive);
    const back = this.state !== "up";
    this.state = "up";
    this.#apply(now);
    this.#chip.write(Register.INTERRUPT_ENABLE_2, Interrupt2.ALARMS | Interrupt2.LOOP_CLOSURE | Interrupt2.RING_TRIP);
    this.#watchAt = now + WATCH_MS;
    this.#pollAt = now + Math.min(this.#options.pollMs, SETTLE_MS);
    this.#tuning.calibrated(bringUp.way !== "warm");
    if (back) {
      this.#told = "";
      this.#upAt = now;
      this.#state("up", `the ${bringUp.part} is in service`);
    }
  }

  /** `gone`: there is nobody who could be told to stop. */
  #fail(fault: SlicFault, now: number, gone = false): void {
    this.#broken = null;
    if (this.state === "down") return;
    // Nothing stays on that could burn.
    if (!gone) this.#chip.quench();
    this.#bringUp = null;
    this.#stopTest();
    this.#watchAt = this.#pollAt = NEVER;
    this.#tuning.stop();
    if (this.state === "up" && now - this.#upAt >= STEADY_MS) this.#failures = 0;
    this.retryAt = now + RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures++;
    this.#tell(`the line is out of service: ${fault.text}`);
    this.#state("down", fault.text, fault);
    this.#lose();
  }

  #state(state: SlicState, words: string, fault: SlicFault | null = null): void {
    this.state = state;
    this.#isNews = false;
    this.#options.onState(state, words);
    this.#user?.onState(state, fault);
  }

  /** The same thing is told once, until the line is back. */
  #tell(text: string): void {
    if (!this.#user || text === this.#told) return;
    this.#told = text;
    this.#user.onError(text);
  }

  /** Feeds the line as it is wanted. */
  #apply(now: number): void {
    if (!this.#ready || this.#test) return;
    const feed = feedOf(this.#wanted, this.#sounding, this.#loop.closed);
    if (feed === this.#feed) return;
    if (polarityOf(feed) * polarityOf(this.#feed) < 0) this.#loop.reverse(now);
    this.#feed = feed;
    this.#chip.write(Register.LINEFEED, feed);
  }

  #look(now: number): void {
    this.#pollAt = now + this.#options.pollMs;
    if (!this.#ready || this.#test) return;
    if (this.#isNews) {
      this.#isNews = false;
      this.#user?.onState("up", null);
    }
    const feed = shadowOf(this.#chip.read(Register.LINEFEED));
    const changed = this.#loop.look(this.#chip.read(Register.LOOP_STATUS), feed === Feed.RINGING, now);
    if (polarityOf(feed) !== 0) this.#tuning.look(this.#loop.closed);
    this.#hook(changed, now);
  }

  #hook(changed: boolean, now: number): void {
    if (!changed) return;
    const { closed } = this.#loop;
    this.#tuning.hook(closed, now);
    // A line that rang has gone to the active state by itself: what is wanted comes next.
    if (this.#feed === Feed.RINGING) this.#feed = -1;
    else this.#apply(now);
    this.#user?.onHook(closed);
  }

  #watch(now: number): void {
    this.#watchAt = now + WATCH_MS;
    const { profile, setup } = this.#options;
    const fed = this.#wanted !== "open" && !this.#test;
    const verdict = watch(this.#chip, { offset: setup.offset, profile, fed, offHook: this.#loop.closed });
    if (typeof verdict === "object") this.#fail(verdict, now, verdict.kind === "absent");
    else if (verdict === "reset") {
      this.#tell("the chip has reset itself, and is set up again");
      this.#stopTest();
      this.#start("warm", false, now);
      this.#lose();
    } else if (verdict === "opened") this.#alarm(this.#chip.read(Register.INTERRUPT_STATUS_2), now);
    else this.#look(now);
  }

  /** Nobody knows where the receiver is: the call ends as if it lay. */
  #lose(): void {
    if (this.#loop.lose()) this.#user?.onHook(false);
  }

  /** The chip has opened the line for its own good. */
  #alarm(status: number, now: number): void {
    const at = transistorsOf(status);
    if (!this.#alarms.add(now)) {
      const text = `power alarms at ${at} without end: a short circuit or foreign voltage on the line`;
      this.#fail({ kind: "alarms", text }, now);
      return;
    }
    if (this.#alarms.fresh) this.#tell(`power alarm at ${at}: the line was opened, and is fed again`);
    if (this.#wanted === "ringing") this.#wanted = "forward";
    this.#feed = -1;
    this.#apply(now);
    this.#look(now);
  }

  /** Calibrates again, now that the receiver lies. */
  #tune(now: number): void {
    if (this.#idle) this.#start("tune", false, now);
    else this.#tuning.delay(now);
  }

  #proceedTest(now: number): void {
    const test = this.#test as LineTest;
    test.poll(now);
    if (!test.report) return;
    this.#endTest(test.report);
    this.#apply(now);
  }

  #stopTest(): void {
    if (this.#test) this.#endTest(null);
  }

  #endTest(report: LineReport | null): void {
    const done = this.#tested;
    this.#test = this.#tested = null;
    this.#feed = -1;
    let found: LineReport | null = null;
    try {
      if (this.#drive && this.#ready) drive(this.#chip, this.#drive);
      found = report;
    } finally {
      done?.(found); // a chip that does not listen has measured nothing
    }
  }
}

const SETTLE_MS = 20;
const NOBODY = 0xff;
