/** What an owner tries out on one line: bell, earpiece, a call that is dialled when the telephone is answered, the wires. */
import type { LineReport, MeasureOutcome } from "../../hal/slic.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { Cadence, Tone } from "../line/script.js";
import type { LineOrder } from "../line/seam.js";
import type { PhoneOptions } from "../phone/options.js";
import type { PhoneEvent } from "../phone/seam.js";

/** What a test does with the line. */
export type LineTestUser = {
  readonly offHook: boolean;
  /** There are calls. */
  readonly busy: boolean;
  /** Its chip is out of service. */
  readonly isDown: boolean;
  measure(done: (report: LineReport | null) => void): MeasureOutcome;
  order(order: LineOrder, now: Instant): void;
};

/** Something to try out on a line, with the tones and rings it has: why it cannot be, or null. */
export type Trial = (test: LineTest, options: PhoneOptions, now: Instant) => string | null;

const OUT_OF_SERVICE = "The line is out of service.";
/** ms. */
const TONE = 3000;
const RING = 2000;
const LONGEST_RING = 30_000;

const ONE_RING: Cadence = Object.freeze([
  Object.freeze({ duration: RING, segments: Object.freeze([Object.freeze({ on: RING, off: 0 })]) }),
]);

export class LineTest {
  readonly #user: LineTestUser;
  /** What the telephone is rung for; null for nothing but the bell. */
  #number: string | null = null;
  #ringing = false;
  deadline: Instant = NEVER;
  /** The wires are being measured; and what was found the last time. */
  measuring = false;
  report: LineReport | null = null;

  constructor(user: LineTestUser) {
    this.#user = user;
  }

  /** Why it cannot be, or null. */
  tone(tone: Tone, now: Instant): string | null {
    if (this.#user.isDown) return OUT_OF_SERVICE;
    if (this.#user.busy) return "The line is in use.";
    if (!this.#user.offHook) return "Lift the receiver first.";
    this.#user.order({ do: "tone", tone }, now);
    this.deadline = now + TONE;
    return null;
  }

  ring(now: Instant): string | null {
    return this.#ring(ONE_RING, null, now);
  }

  /** The telephone rings, and dials when it is answered. */
  call(number: string, cadence: Cadence, now: Instant): string | null {
    const refusal = this.#ring(cadence, number, now);
    if (refusal === null) this.deadline = now + LONGEST_RING;
    return refusal;
  }

  /** `done` is called when there is a report, or the line has been taken into use meanwhile. */
  measure(done: () => void): MeasureOutcome {
    if (this.#user.isDown) return "down";
    if (this.#user.busy || this.#user.offHook || this.#ringing) return "busy";
    const outcome = this.#user.measure((report) => {
      this.measuring = false;
      this.report = report;
      done();
    });
    if (outcome !== "started") return outcome;
    this.measuring = true;
    this.report = null;
    return "started";
  }

  /** The receiver has been lifted: the keys that are pressed now. */
  lifted(): readonly PhoneEvent[] {
    const number = this.#number ?? "";
    this.#forget();
    return [...number].map((digit) => ({ event: "digit", digit, source: "dtmf" }));
  }

  /** The bell has stopped, or somebody calls. */
  over(): void {
    if (this.#ringing) this.#forget();
  }

  poll(now: Instant): void {
    if (now < this.deadline) return;
    if (this.#ringing) this.#user.order({ do: "stopRinging" }, now);
    else if (!this.#user.busy) this.#user.order({ do: "quiet" }, now);
    this.#forget();
  }

  #ring(cadence: Cadence, number: string | null, now: Instant): string | null {
    if (this.#user.isDown) return OUT_OF_SERVICE;
    if (this.#user.busy || this.#user.offHook || this.#ringing) return "The line is in use.";
    this.#number = number;
    this.#ringing = true;
    this.#user.order({ do: "ring", cadence, identity: null, date: null }, now);
    return null;
  }

  #forget(): void {
    this.#number = null;
    this.#ringing = false;
    this.deadline = NEVER;
  }
}
