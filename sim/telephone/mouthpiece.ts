/** What a telephone says: recordings one after another, a live voice, and the keys over both. */
import { Keypad } from "./keypad.js";

const FRAME_MS = 20;
/** Recordings held at once, the one that plays among them. */
const RECORDINGS = 8;
/** Live frames that may wait; the oldest gives way. */
const LIVE_FRAMES = 10;

export class Mouthpiece {
  readonly keypad = new Keypad();
  #recordings: Int16Array[] = [];
  #played = 0;
  /** When the first recording came; it starts with the next frame. */
  #from = 0;
  #live: Int16Array[] = [];

  /** Queues 8 kHz samples behind what plays; false when too many wait. */
  play(samples: Int16Array, now: number): boolean {
    if (this.#recordings.length >= RECORDINGS) return false;
    if (samples.length === 0) return true;
    if (this.#recordings.length === 0) this.#from = now;
    this.#recordings.push(samples);
    return true;
  }

  /** Stops the recordings and drops those that wait. */
  hush(): void {
    this.#recordings = [];
    this.#played = 0;
  }

  /** A live frame, added to what else is said. */
  say(frame: Int16Array): void {
    if (this.#live.length >= LIVE_FRAMES) this.#live.shift();
    this.#live.push(frame.slice());
  }

  clear(): void {
    this.hush();
    this.#live = [];
    this.keypad.release();
  }

  /** Fills a silent frame with what is said in the 20 ms that end at `end`. */
  speak(frame: Int16Array, end: number): void {
    if (this.#recordings.length > 0 && end - FRAME_MS >= this.#from) this.#read(frame);
    const live = this.#live.shift();
    if (live)
      for (let i = 0; i < frame.length && i < live.length; i++)
        frame[i] = Math.max(-32768, Math.min(32767, frame[i] + live[i]));
    this.keypad.speak(frame, end);
  }

  #read(frame: Int16Array): void {
    for (let i = 0; i < frame.length && this.#recordings.length > 0; ) {
      const [playing] = this.#recordings;
      const length = Math.min(frame.length - i, playing.length - this.#played);
      frame.set(playing.subarray(this.#played, this.#played + length), i);
      i += length;
      this.#played += length;
      if (this.#played < playing.length) continue;
      this.#recordings.shift();
      this.#played = 0;
    }
  }
}
