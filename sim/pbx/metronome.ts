/** Ticks every 20 ms of the desk's time, without drifting; what a host has slept through is made up for, within reason. */
import type { Cancel, Time } from "../time.js";

const PERIOD = 20;
const MOST_LATE = 25;

export class Metronome {
  readonly #time: Time;
  readonly #tick: () => void;
  #due: number;
  #cancel: Cancel = () => {};

  constructor(time: Time, tick: () => void) {
    this.#time = time;
    this.#tick = tick;
    this.#due = time.now();
    this.#wait();
  }

  stop(): void {
    this.#cancel();
  }

  #wait(): void {
    const now = this.#time.now();
    this.#due = Math.max(this.#due + PERIOD, now - MOST_LATE * PERIOD);
    this.#cancel = this.#time.after(this.#due - now, () => {
      this.#wait();
      this.#tick();
    });
  }
}
