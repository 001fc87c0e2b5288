/** Events that wait to be told: a few, for a while; the oldest gives way, and all that are lost are counted. */
import { type Instant, NEVER } from "../base/instant.js";
import { LIFE, MOST_WAITING } from "./limits.js";

type Waiting = { readonly text: string; readonly since: Instant };

export class Queue {
  readonly #waiting: Waiting[] = [];
  /** Lost since `forget`. */
  lost = 0;
  /** The first one is on its way, and stays. */
  held = false;

  get length(): number {
    return this.#waiting.length;
  }

  /** The oldest; null without one. */
  get first(): string | null {
    return this.#waiting.length > 0 ? this.#waiting[0].text : null;
  }

  put(text: string, now: Instant): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#waiting.splice(this.held ? 1 : 0, 1);
      this.lost++;
    }
    this.#waiting.push({ text, since: now });
  }

  /** The first one has been told. */
  shift(): void {
    this.#waiting.shift();
    this.held = false;
  }

  /** When the first one is of no use any more. */
  get deadline(): Instant {
    return this.#waiting.length === 0 || this.held ? NEVER : this.#waiting[0].since + LIFE;
  }

  expire(now: Instant): void {
    while (this.deadline <= now) {
      this.#waiting.shift();
      this.lost++;
    }
  }
}
