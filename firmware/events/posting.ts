/** Events on their way to a web server of the owner's, one after the other; what fails is tried again, less and less often. */
import { type Instant, NEVER } from "../base/instant.js";
import { backOff } from "./limits.js";
import { Queue } from "./queue.js";
import { Trouble } from "./trouble.js";

export type PostingOrder =
  | { readonly do: "post"; readonly text: string }
  | { readonly do: "log"; readonly level: "info" | "warning"; readonly text: string };

/** A status, or why there is none, in words. */
export type Answered = { readonly status: number } | { readonly failed: string };

/** Statuses after which the same may fare better in a while (RFC 9110 section 15, RFC 6585). */
const mayTryAgain = (status: number) => status >= 500 || status === 408 || status === 425 || status === 429;

export class Posting {
  readonly #queue = new Queue();
  readonly #trouble: Trouble;
  #isUp: boolean;
  #failures = 0;
  #retryAt: Instant = 0;

  /** `who` is told, for the log; `isUp`: there is a network. */
  constructor(who: string, isUp: boolean) {
    this.#trouble = new Trouble(who);
    this.#isUp = isUp;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get deadline(): Instant {
    if (this.#queue.length === 0 || this.#queue.held) return NEVER;
    return this.#isUp ? Math.min(this.#retryAt, this.#queue.deadline) : this.#queue.deadline;
  }

  put(text: string, now: Instant): readonly PostingOrder[] {
    this.#queue.put(text, now);
    return this.#next(now);
  }

  /** What was posted last has been answered, or will not be. */
  answered(answer: Answered, now: Instant): readonly PostingOrder[] {
    const queue = this.#queue;
    if (!queue.held) return [];
    if ("status" in answer && answer.status >= 200 && answer.status < 300) {
      queue.shift();
      this.#failures = 0;
      this.#retryAt = now;
      return [...this.#said("info", this.#trouble.over(queue.lost)), ...this.#next(now)];
    }
    const reason = "failed" in answer ? answer.failed : `the server answers ${answer.status}`;
    if ("status" in answer && !mayTryAgain(answer.status)) {
      queue.shift();
      queue.lost++;
    } else queue.held = false;
    this.#failures++;
    this.#retryAt = now + backOff(this.#failures);
    return this.#said("warning", this.#trouble.begun(reason));
  }

  /** There is a network, or none. */
  connected(isUp: boolean, now: Instant): readonly PostingOrder[] {
    this.#isUp = isUp;
    if (isUp) this.#retryAt = now;
    return this.#next(now);
  }

  poll(now: Instant): readonly PostingOrder[] {
    return this.#next(now);
  }

  #next(now: Instant): readonly PostingOrder[] {
    const queue = this.#queue;
    queue.expire(now);
    const said = queue.lost > 0 ? this.#said("warning", this.#trouble.lossy()) : [];
    const text = queue.first;
    if (text === null || queue.held || !this.#isUp || now < this.#retryAt) return said;
    queue.held = true;
    return [...said, { do: "post", text }];
  }

  /** What has been lost until all is well again is told of no more. */
  #said(level: "info" | "warning", text: string | null): readonly PostingOrder[] {
    if (text === null) return [];
    if (level === "info") this.#queue.lost = 0;
    return [{ do: "log", level, text }];
  }
}
