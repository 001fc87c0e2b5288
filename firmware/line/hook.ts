/**
 * The loop's makes and breaks, read as gestures.
 *
 *   loop  ___|‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾   closed for a while: off hook
 *   loop  ‾‾‾|__|‾‾|__|‾‾‾‾‾‾‾‾‾‾   two short breaks, then a gap: the digit 2
 *   loop  ‾‾‾|________|‾‾‾‾‾‾‾‾‾‾   one longer break: a flash
 *   loop  ‾‾‾|___________________   a break past flashMax: on hook
 *
 * Contacts bounce: a break shorter than NOISE never was, nor a make shorter than MAKE within a break.
 */
import { type Instant, NEVER } from "../base/instant.js";

export type HookOptions = {
  /** ms. A break from the shorter to the longer is a flash, one that goes on is a hang-up. */
  readonly flashMin: number;
  readonly flashMax: number;
  readonly pulseDialling: boolean;
};

export type Gesture =
  | { readonly event: "offHook" }
  | { readonly event: "onHook" }
  | { readonly event: "flash" }
  | { readonly event: "digit"; readonly digit: string; readonly source: "pulse" };

/** ms; see the hook table of the line reference for what national rules allow. */
const SEIZURE = 100;
const ANSWER = 40;
const NOISE = 15;
const MAKE = 12;
/** Breaks of 20 and 10 pulses a second. */
const PULSE_MIN = 20;
const PULSE_MAX = 80;
const INTERDIGIT = 250;
const MOST_PULSES = 10;

const NOTHING: readonly Gesture[] = Object.freeze([]);

type State =
  /** The receiver lies. */
  | "onHook"
  /** Closed, not yet long enough. */
  | "seizing"
  | "offHook"
  /** Broken, and nobody knows yet what for. */
  | "broken";

export class Hook {
  /** The bell rings: who lifts now answers, and is heard sooner. */
  ringing = false;
  /** Digits are wanted: where a pulse could also be a flash, it is a pulse. */
  collecting = true;
  deadline: Instant = NEVER;
  /** The loop is closed, or was a moment ago: no ringing voltage may be on it. To be read only. */
  lifted = false;
  #options: HookOptions;
  #state: State = "onHook";
  #closed = false;
  /** When the state began, and when the loop last changed. */
  #since: Instant = 0;
  #changed: Instant = 0;
  #pulses = 0;
  /** The end of the last break, from which a gap is counted. */
  #pulsed: Instant = 0;

  constructor(options: HookOptions) {
    this.#options = options;
  }

  configure(options: HookOptions): void {
    this.#options = options;
    this.#arm();
  }

  /** Somebody is there for certain: what was off hook only for a moment is off hook now. */
  seize(now: Instant): readonly Gesture[] {
    if (this.#state !== "seizing") return NOTHING;
    this.#enter("offHook", now);
    return [{ event: "offHook" }];
  }

  /** The loop closes or opens. */
  edge(offHook: boolean, now: Instant): readonly Gesture[] {
    // what fell due before this edge comes first
    const before = this.deadline < now ? this.poll(now) : NOTHING;
    if (offHook === this.#closed) return before;
    this.#closed = offHook;
    this.#changed = now;
    if (offHook && this.#state === "onHook") this.#enter("seizing", now);
    else if (!offHook && this.#state === "offHook") this.#enter("broken", now);
    else this.#arm();
    return this.deadline <= now ? [...before, ...this.poll(now)] : before;
  }

  poll(now: Instant): readonly Gesture[] {
    if (now < this.deadline) return NOTHING;
    const gestures: Gesture[] = [];
    // each step leaves its state or its deadline behind, so that a late poll catches up
    while (this.deadline <= now) {
      const gesture = this.#step(now);
      if (gesture) gestures.push(gesture);
    }
    return gestures;
  }

  #step(now: Instant): Gesture | null {
    switch (this.#state) {
      case "seizing":
        return this.#seized(now);
      case "broken":
        return this.#closed ? this.#remade() : this.#hungUp(now);
      default:
        return this.#dialled();
    }
  }

  #enter(state: State, now: Instant): void {
    this.#state = state;
    this.lifted = state !== "onHook";
    this.#since = now;
    this.#arm();
  }

  #arm(): void {
    this.deadline = this.#due();
  }

  #due(): Instant {
    switch (this.#state) {
      case "seizing": {
        if (!this.#closed) return this.#changed + NOISE;
        return this.#since + (this.ringing ? ANSWER : SEIZURE);
      }
      case "broken":
        return this.#closed ? this.#changed + MAKE : this.#since + this.#options.flashMax;
      case "offHook":
        return this.#pulses > 0 ? this.#pulsed + INTERDIGIT : NEVER;
      default:
        return NEVER;
    }
  }

  #seized(now: Instant): Gesture | null {
    if (!this.#closed) {
      this.#enter("onHook", now);
      return null;
    }
    this.#enter("offHook", now);
    return { event: "offHook" };
  }

  /** The break is over: what was it? */
  #remade(): Gesture | null {
    const { flashMin, flashMax, pulseDialling } = this.#options;
    const made = this.#changed;
    const length = made - this.#since;
    const flash = length >= flashMin && length <= flashMax;
    const pulse = pulseDialling && length >= PULSE_MIN && length <= PULSE_MAX && (this.collecting || !flash);
    if (pulse) {
      this.#pulses++;
      this.#pulsed = made;
    } else if (length >= NOISE) this.#pulses = 0;
    this.#enter("offHook", made);
    return flash && !pulse ? { event: "flash" } : null;
  }

  #hungUp(now: Instant): Gesture | null {
    this.#pulses = 0;
    this.#enter("onHook", now);
    return { event: "onHook" };
  }

  /** No further pulse has come. */
  #dialled(): Gesture | null {
    const pulses = this.#pulses;
    this.#pulses = 0;
    this.#arm();
    if (pulses === 0 || pulses > MOST_PULSES) return null;
    return { event: "digit", digit: String(pulses % 10), source: "pulse" };
  }
}
