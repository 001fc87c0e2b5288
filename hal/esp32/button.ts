/** The button of the board: held for ten seconds it erases what the owner has set; shorter is nothing, longer does it once. */

/** ms of quiet before a change counts, before the lamp warns, and before it is meant. */
const DEBOUNCE_MS = 30;
const WARN_MS = 3000;
const ERASE_MS = 10_000;
const NEVER = Number.POSITIVE_INFINITY;

export type ButtonEvent = "warn" | "spare" | "erase";

export class Button {
  deadline = NEVER;
  #pressed = false;
  #down = false;
  #settleAt = NEVER;
  #since = 0;
  #stage: "up" | "down" | "warned" | "done" = "up";

  /** Every bounce of it. */
  edge(pressed: boolean, now: number): void {
    this.#pressed = pressed;
    this.#settleAt = now + DEBOUNCE_MS;
    this.#arm();
  }

  /** What has come of it, if anything. */
  poll(now: number): ButtonEvent | null {
    if (now < this.deadline) return null;
    let event: ButtonEvent | null = null;
    if (now >= this.#settleAt) {
      this.#settleAt = NEVER;
      if (this.#pressed !== this.#down) event = this.#change(now);
    } else if (this.#stage === "down") {
      this.#stage = "warned";
      event = "warn";
    } else if (this.#stage === "warned") {
      this.#stage = "done";
      event = "erase";
    }
    this.#arm();
    return event;
  }

  #change(now: number): ButtonEvent | null {
    this.#down = this.#pressed;
    this.#since = now;
    const was = this.#stage;
    this.#stage = this.#down ? "down" : "up";
    return was === "warned" ? "spare" : null;
  }

  #arm(): void {
    const next = this.#stage === "down" ? WARN_MS : this.#stage === "warned" ? ERASE_MS : NEVER;
    // While it bounces nobody knows whether it is still held.
    this.deadline = this.#settleAt === NEVER ? this.#since + next : this.#settleAt;
  }
}
