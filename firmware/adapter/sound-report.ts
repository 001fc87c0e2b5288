/** Once a second, what has become of a call's packets. */
import type { JournalEntry } from "../../hal/journal.js";
import type { Instant } from "../base/instant.js";
import type { Voice } from "../media/voice.js";

const SECOND = 1000;

export class SoundReport {
  readonly #line: number;
  readonly #voice: Voice;
  readonly #journal: (entry: JournalEntry) => void;
  deadline: Instant;

  constructor(line: number, voice: Voice, journal: (entry: JournalEntry) => void, now: Instant) {
    this.#line = line;
    this.#voice = voice;
    this.#journal = journal;
    this.deadline = now + SECOND;
  }

  poll(now: Instant): void {
    if (now < this.deadline) return;
    this.deadline += SECOND;
    const second = this.#voice.statistics.second();
    if (this.#voice.remote === null && second.received === 0) return;
    this.#journal({ type: "rtp", line: this.#line, ...second });
  }
}
