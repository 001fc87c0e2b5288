/** Once a second, what has become of a call's packets; and that some were not for it. */
import type { JournalEntry } from "../../hal/journal.js";
import type { Instant } from "../base/instant.js";
import type { Voice } from "../media/voice.js";
import { Dropped } from "./dropped.js";

const SECOND = 1000;

export class SoundReport {
  readonly #line: number;
  readonly #voice: Voice;
  readonly #journal: (entry: JournalEntry) => void;
  readonly #dropped: Dropped;
  deadline: Instant;

  constructor(line: number, voice: Voice, journal: (entry: JournalEntry) => void, now: Instant) {
    this.#line = line;
    this.#voice = voice;
    this.#journal = journal;
    this.#dropped = new Dropped("RTP");
    this.deadline = now + SECOND;
  }

  poll(now: Instant): void {
    if (now < this.deadline) return;
    this.deadline += SECOND;
    const { statistics } = this.#voice;
    const text = this.#dropped.note(statistics.strangers + statistics.refused, now);
    if (text !== null) this.#journal({ type: "log", line: this.#line, level: "warning", text });
    const second = statistics.second();
    if (this.#voice.remote === null && second.received === 0) return;
    this.#journal({ type: "rtp", line: this.#line, ...second });
  }
}
