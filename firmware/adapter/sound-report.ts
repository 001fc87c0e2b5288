/** Once a second, what has become of a call's packets; and that some were not for it. */
import type { Board } from "../../hal/board.js";
import type { Instant } from "../base/instant.js";
import type { Voice } from "../media/voice.js";
import { Dropped } from "./dropped.js";

const SECOND = 1000;

export class SoundReport {
  readonly #line: number;
  readonly #voice: Voice;
  readonly #board: Pick<Board, "journal">;
  readonly #dropped: Dropped;
  deadline: Instant;

  constructor(line: number, voice: Voice, board: Pick<Board, "journal">, now: Instant) {
    this.#line = line;
    this.#voice = voice;
    this.#board = board;
    this.#dropped = new Dropped("RTP");
    this.deadline = now + SECOND;
  }

  poll(now: Instant): void {
    if (now < this.deadline) return;
    this.deadline += SECOND;
    const { statistics } = this.#voice;
    const text = this.#dropped.note(statistics.strangers + statistics.refused, now);
    if (text !== null) this.#board.journal({ type: "log", line: this.#line, level: "warning", text });
    const second = statistics.second();
    if (this.#voice.remote === null && second.received === 0) return;
    this.#board.journal({ type: "rtp", line: this.#line, ...second });
  }
}
