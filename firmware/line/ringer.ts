/**
 * The bell and what is told on hook as one script: the caller ID, or the state of the message lamp.
 *
 *   ringing   ‾‾‾‾‾‾‾‾|_________________________________|‾‾‾‾‾‾‾‾
 *   steps             | quiet 500 | message | quiet 200 |
 *   frames            ____________|‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾|__            the line is listened to, though it is on hook
 */
import { type Instant, NEVER } from "../base/instant.js";
import { CallerIdTx } from "../callerid/caller-id-tx.js";
import type { Standard, Step } from "../callerid/standards.js";
import { CadenceCounter } from "../dsp/cadence.js";
import type { Cadence } from "./script.js";

/** ms that a message may take longer than its bits: the first frame has to come, the last one has to go. */
const LATE = 100;
const NOTHING: readonly Step[] = Object.freeze([]);

export class Ringer {
  /** From `start` to `stop` or the end of the cadence, pauses included. */
  active = false;
  linefeed: "forward" | "reverse" | "ringing" | "open" = "forward";
  /** What the telephone is to hear now. */
  message: CallerIdTx | null = null;
  /** Sound is needed although the receiver lies. */
  signalling = false;
  /** Null while nothing rings: a message is sent by itself. */
  #cadence: Cadence | null = null;
  #counter: CadenceCounter | null = null;
  /** When the present burst or silence ends; `NEVER` while the steps before the first ring are done. */
  #turn: Instant = NEVER;
  #standard: Standard | null = null;
  /** The message that still has to be sent. */
  #waiting: CallerIdTx | null = null;
  #rung = false;
  #steps: readonly Step[] = NOTHING;
  #step = 0;
  #stepEnd: Instant = NEVER;

  get deadline(): Instant {
    return Math.min(this.#turn, this.#stepEnd);
  }

  /** Rings from now on; tells the message as the standard says, or none. */
  start(cadence: Cadence, standard: Standard | null, message: Uint8Array | null, now: Instant): void {
    this.stop();
    this.active = true;
    this.#cadence = cadence;
    this.#counter = null;
    this.#rung = false;
    this.#standard = standard;
    if (standard !== null && message !== null) {
      this.#waiting = new CallerIdTx(message, standard.modem, standard.level, standard.framing);
      if (standard.before.length > 0) {
        this.#follow(standard.before, now);
        return;
      }
    }
    this.#ring(now);
  }

  /** Sends a message without ringing, unless something is under way already; it is over when `busy` is false again. */
  tell(steps: readonly Step[], message: CallerIdTx, now: Instant): void {
    if (this.busy) return;
    this.#waiting = message;
    this.#follow(steps, now);
  }

  /** The bell rings, or something is being told. */
  get busy(): boolean {
    return this.active || this.#stepEnd !== NEVER;
  }

  stop(): void {
    this.active = false;
    this.#cadence = null;
    this.#waiting = null;
    this.#turn = NEVER;
    this.linefeed = "forward";
    this.#hush();
  }

  /** The receiver is lifted, if only for a moment: what is being sent is lost, the bell goes on by itself. */
  interrupt(now: Instant): void {
    if (this.#stepEnd === NEVER) return;
    this.#waiting = null;
    this.#hush();
    if (this.#cadence === null) this.linefeed = "forward";
    else if (this.#counter === null) this.#ring(now);
  }

  /** The last sample of the message has been heard. */
  sent(now: Instant): void {
    if (this.message === null) return;
    this.message = null;
    this.#proceed(now);
  }

  /** True when the cadence has come to its end. */
  poll(now: Instant): boolean {
    while (this.deadline <= now) {
      if (this.#stepEnd <= this.#turn) {
        this.message = null;
        this.#proceed(this.#stepEnd);
      } else if (this.#turnOver()) return true;
    }
    return false;
  }

  #ring(now: Instant): void {
    this.#counter = new CadenceCounter(this.#cadence as Cadence, 1);
    this.#turn = now;
    this.#stretch(this.#counter);
  }

  #turnOver(): boolean {
    const counter = this.#counter as CadenceCounter;
    if (!counter.done) counter.advance(counter.left);
    if (counter.done) {
      this.stop();
      return true;
    }
    this.#stretch(counter);
    return false;
  }

  /** A burst or a silence begins at `#turn`. */
  #stretch(counter: CadenceCounter): void {
    const now = this.#turn;
    // a cadence of no length is over as soon as somebody looks
    this.#turn = counter.done ? now : now + counter.left;
    this.linefeed = counter.on ? "ringing" : "forward";
    if (counter.on) {
      this.#rung = true;
      this.#hush();
    } else if (this.#standard !== null && this.#waiting !== null && this.#rung && this.#fits(counter.left))
      this.#follow(this.#standard.between, now);
  }

  /** Whether this silence is the one for the message. */
  #fits(left: number): boolean {
    const { between, silence } = this.#standard as Standard;
    let needed = (this.#waiting as CallerIdTx).duration + LATE;
    for (const step of between) if ("quiet" in step) needed += step.quiet;
    if (left < needed) return false;
    return (
      left >= silence || !(this.#cadence as Cadence).some(({ segments }) => segments.some(({ off }) => off >= silence))
    );
  }

  #follow(steps: readonly Step[], now: Instant): void {
    this.#steps = steps;
    this.#step = 0;
    this.#proceed(now);
  }

  #proceed(now: Instant): void {
    for (let step = this.#steps[this.#step++]; step !== undefined; step = this.#steps[this.#step++]) {
      if ("quiet" in step) {
        this.#stepEnd = now + step.quiet;
        return;
      }
      if ("send" in step) {
        this.message = this.#waiting;
        this.#waiting = null;
        if (this.message !== null) {
          this.signalling = true;
          this.#stepEnd = now + this.message.duration + LATE;
          return;
        }
      } else this.linefeed = step.linefeed;
    }
    this.#hush();
    if (this.#cadence !== null && this.#counter === null) this.#ring(now);
  }

  #hush(): void {
    this.message = null;
    this.signalling = false;
    this.#steps = NOTHING;
    this.#step = 0;
    this.#stepEnd = NEVER;
  }
}
