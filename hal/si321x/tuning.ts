/** A calibration with the receiver off is a bad one: it is repeated when the line has been idle for long. */

const LONG_IDLE = 30_000;
const NEVER = Number.POSITIVE_INFINITY;

export class Tuning {
  /** When to calibrate again, if the line is still idle. */
  deadline = NEVER;
  /** Nobody has seen yet where the receiver was. */
  #unproven = false;
  #spoiled = false;

  /** The chip is in service; `anew` when it has been calibrated for that. */
  calibrated(anew: boolean): void {
    this.deadline = NEVER;
    this.#spoiled = false;
    this.#unproven = anew;
  }

  /** The line is fed, and the loop closed or not: the first look tells. */
  look(closed: boolean): void {
    if (!this.#unproven) return;
    this.#unproven = false;
    this.#spoiled = closed;
  }

  hook(closed: boolean, now: number): void {
    this.deadline = this.#spoiled && !closed ? now + LONG_IDLE : NEVER;
  }

  /** The line has other things to do: a while from now. */
  delay(now: number): void {
    if (this.deadline !== NEVER) this.deadline = now + LONG_IDLE;
  }

  stop(): void {
    this.deadline = NEVER;
  }
}
