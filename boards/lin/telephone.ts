/** A telephone at a pair of the desktop program: lifts, keys a number (ITU-T Q.23), says a tone, and hangs up. */
import type { Pair } from "../../hal/simulated/pair.js";

const KEYS = "123A456B789C*0#D";
const LOW = Object.freeze([697, 770, 852, 941]);
const HIGH = Object.freeze([1209, 1336, 1477, 1633]);
const HERTZ = 1004;
/** Linear, of 32,767: -9 dBm0 for each tone of a key, -13 dBm0 for what is said. */
const KEY_PEAK = 8100;
const VOICE_PEAK = 5100;
/** Frames of 20 ms: until the first key, and for a key and its pause. */
const BEFORE = 75;
const PRESSED = 5;
const PERIOD = 10;
/** Frames of ringing until it is answered. */
const ANSWERED_AFTER_MS = 1_000;

export type TelephoneOptions = { after(ms: number, call: () => void): () => void };

export class Telephone implements Pair {
  /** Frames in which something was heard. */
  heard = 0;
  readonly #after: TelephoneOptions["after"];
  #onLoop: (closed: boolean) => void = () => {};
  #number = "";
  #lifted = false;
  #frames = 0;
  #samples = 0;

  constructor({ after }: TelephoneOptions) {
    this.#after = after;
  }

  call(number: string): void {
    this.#number = number;
    this.#lift();
  }

  hangUp(): void {
    this.#lifted = false;
    this.#onLoop(false);
  }

  attach(onLoop: (closed: boolean) => void): void {
    this.#onLoop = onLoop;
  }

  detach(): void {
    this.#onLoop = () => {};
  }

  feed(state: string): void {
    if (state !== "ringing" || this.#lifted) return;
    this.#number = "";
    this.#after(ANSWERED_AFTER_MS, () => this.#lifted || this.#lift());
  }

  run(): void {}

  rest(): void {}

  exchange(play: Int16Array, said: Int16Array): void {
    said.fill(0);
    if (!this.#lifted) return;
    if (play.some((sample) => Math.abs(sample) > 300)) this.heard++;
    const at = this.#frames++ - BEFORE;
    const place = Math.floor(at / PERIOD);
    if (place >= this.#number.length) this.#sound(said, VOICE_PEAK, HERTZ);
    else if (at >= 0 && at % PERIOD < PRESSED) {
      const key = KEYS.indexOf(this.#number[place]);
      this.#sound(said, KEY_PEAK, LOW[key >> 2], HIGH[key & 3]);
    }
  }

  #lift(): void {
    this.#lifted = true;
    this.#frames = 0;
    this.#onLoop(true);
  }

  #sound(said: Int16Array, peak: number, ...tones: number[]): void {
    for (let i = 0; i < said.length; i++) {
      let sample = 0;
      for (const hertz of tones) sample += peak * Math.sin((2 * Math.PI * hertz * this.#samples) / 8000);
      said[i] = sample;
      this.#samples++;
    }
  }
}
