/** The clock of the board: its counter of milliseconds, one timer, and the time of day once somebody has told it. */
import Time from "time";
import Timer from "timer";
import type { Clock, DateTime, Sleeper } from "../clock.js";
import type { Ticks } from "../si321x/ticks.js";
import { Uptime } from "./uptime.js";

/** The longest a timer is set for; a later alarm is set again when it is over. */
const LONGEST_MS = 3_600_000;

export class BoardClock implements Clock, Ticks {
  readonly #uptime = new Uptime(Time.ticks);
  /** Seconds since 1970 at boot. */
  #epoch: number | null = null;
  /** A time server has told it. */
  #served = false;
  /** Whom its owner wants to be asked, and who hears of it. */
  servers: readonly string[] = [];
  onAsk: (() => void) | null = null;
  #timer: Timer | null = null;
  /** Of the alarm. */
  #when = Number.POSITIVE_INFINITY;
  #sleeper: Sleeper | null = null;
  /** Made once, as alarms are set all the time. */
  readonly #due = (): void => {
    this.#timer = null;
    const sleeper = this.#sleeper;
    if (sleeper === null) return;
    if (this.now() < this.#when) this.alarm(this.#when, sleeper);
    else sleeper.ring();
  };

  now(): number {
    return this.#uptime.at(Time.ticks);
  }

  /** That of Greenwich: where the board is, its owner tells the adapter. */
  today(): DateTime | null {
    const seconds = this.utc();
    if (seconds === null) return null;
    const date = new Date(seconds * 1000);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
    };
  }

  utc(): number | null {
    return this.#epoch === null ? null : this.#epoch + this.now() / 1000;
  }

  /** What a time server says. Seconds since 1970, now. */
  set(seconds: number): void {
    this.#served = true;
    this.#take(seconds);
  }

  suggest(seconds: number): void {
    if (!this.#served) this.#take(seconds);
  }

  #take(seconds: number): void {
    this.#epoch = seconds - this.now() / 1000;
    // For certificates, which have a first day and a last.
    Time.set(Math.floor(seconds));
  }

  ask(servers: readonly string[]): void {
    this.servers = servers;
    this.onAsk?.();
  }

  alarm(when: number, sleeper: Sleeper): void {
    if (this.#timer) Timer.clear(this.#timer);
    this.#timer = null;
    this.#when = when;
    this.#sleeper = sleeper;
    if (when === Number.POSITIVE_INFINITY) return;
    const wait = Math.ceil(Math.max(0, when - this.now()));
    this.#timer = Timer.set(this.#due, Math.min(wait, LONGEST_MS));
  }

  after(ms: number, call: () => void): () => void {
    let timer: Timer | null = Timer.set(
      () => {
        timer = null;
        call();
      },
      Math.ceil(Math.max(1, ms)),
    );
    return () => {
      if (timer) Timer.clear(timer);
      timer = null;
    };
  }
}
