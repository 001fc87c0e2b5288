/**
 * A telephone of the desktop program, and the chip it hangs on in one: lifts, keys a number (ITU-T Q.23), says a tone, and
 * hangs up. Nothing is kept of its sound, as this engine has the heap of a board.
 */
import Timer from "timer";
import type { LineDrive, Linefeed, LoopReading, MeasureOutcome, Slic, SlicOptions } from "../../hal/slic.js";

const KEYS = "123A456B789C*0#D";
const LOW = Object.freeze([697, 770, 852, 941]);
const HIGH = Object.freeze([1209, 1336, 1477, 1633]);
const HERTZ = 1004;
/** Linear, of 32,767: -9 dBm0 for each tone of a key, -13 dBm0 for what is said, and what is heard at the least. */
const KEY_PEAK = 8100;
const VOICE_PEAK = 5100;
const AUDIBLE = 300;
/** ms, and samples. */
const FRAME_MS = 20;
const FRAME = 160;
/** Frames of 20 ms: until the first key, and for a key and its pause. */
const BEFORE = 75;
const PRESSED = 5;
const PERIOD = 10;
/** Frames that a late host makes up for. */
const MOST_BEHIND = 25;
/** ms of ringing until it is answered. */
const ANSWERED_AFTER = 1_000;

export class Telephone implements Slic {
  /** Frames in which something was heard. */
  heard = 0;
  /** Who has opened the line; null for nobody. */
  #user: SlicOptions | null = null;
  #number = "";
  #lifted = false;
  #frames = 0;
  #samples = 0;
  /** While sound runs; when it began, by the clock of the host, and how many frames there have been. */
  #timer: Timer | null = null;
  #start = 0;
  #ticks = 0;

  call(number: string): void {
    this.#number = number;
    this.#lift();
  }

  hangUp(): void {
    this.#lifted = false;
    this.#user?.onHook(false);
  }

  /** What stands at its line, for whoever opens it. */
  at(user: SlicOptions): Slic {
    this.#user = user;
    Timer.set(() => {
      if (this.#user !== user) return;
      user.onState("up", null);
      if (this.#lifted) user.onHook(true);
    });
    return this;
  }

  linefeed(state: Linefeed): void {
    if (state !== "ringing" || this.#lifted) return;
    this.#number = "";
    Timer.set(() => this.#lifted || this.#lift(), ANSWERED_AFTER);
  }

  listen(): void {
    if (this.#timer) return;
    this.#start = Date.now();
    this.#ticks = 0;
    this.#timer = Timer.repeat(() => this.#tick(), FRAME_MS);
  }

  rest(): void {
    if (this.#timer) Timer.clear(this.#timer);
    this.#timer = null;
  }

  read(frame: Int16Array): number {
    frame.fill(0);
    if (!this.#lifted) return FRAME;
    const at = this.#frames++ - BEFORE;
    const place = Math.floor(at / PERIOD);
    if (place >= this.#number.length) this.#say(frame, VOICE_PEAK, HERTZ, 0);
    else if (at >= 0 && at % PERIOD < PRESSED) {
      const key = KEYS.indexOf(this.#number[place]);
      this.#say(frame, KEY_PEAK, LOW[key >> 2], HIGH[key & 3]);
    }
    return FRAME;
  }

  write(frame: Int16Array): number {
    if (!this.#lifted) return FRAME;
    for (let i = 0; i < frame.length; i++)
      if (Math.abs(frame[i]) > AUDIBLE) {
        this.heard++;
        break;
      }
    return FRAME;
  }

  configure(_drive: LineDrive): void {}

  loop(): LoopReading | null {
    return null;
  }

  measure(): MeasureOutcome {
    return "unable";
  }

  close(): void {
    this.rest();
    this.#user = null;
  }

  #lift(): void {
    this.#lifted = true;
    this.#frames = 0;
    this.#user?.onHook(true);
  }

  #tick(): void {
    const due = Math.floor((Date.now() - this.#start) / FRAME_MS);
    if (due - this.#ticks > MOST_BEHIND) this.#ticks = due - MOST_BEHIND;
    while (this.#ticks < due && this.#timer) {
      this.#ticks++;
      this.#user?.onReadable();
    }
  }

  /** One tone, or two. */
  #say(frame: Int16Array, peak: number, one: number, other: number): void {
    for (let i = 0; i < frame.length; i++) {
      const angle = (2 * Math.PI * this.#samples++) / 8000;
      frame[i] = peak * Math.sin(one * angle) + (other === 0 ? 0 : peak * Math.sin(other * angle));
    }
  }
}
