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
  /** Made for the first packet that is dropped. */
  #dropped: Dropped | null = null;
  deadline: Instant;

  constructor(line: number, voice: Voice, board: Pick<Board, "journal">, now: Instant) {
    this.#line = line;
    this.#voice = voice;
    this.#board = board;
    this.deadline = now + SECOND;
  }

  poll(now: Instant): void {
    if (now < this.deadline) return;
    this.deadline += SECOND;
    const { statistics } = this.#voice;
    const dropped = statistics.strangers + statistics.refused;
    if (dropped > 0) this.#complain(dropped, now);
    const second = statistics.second();
    if (this.#voice.remote === null && second.received === 0) return;
    this.#board.journal({ type: "rtp", line: this.#line, ...second });
  }

  #complain(dropped: number, now: Instant): void {
    this.#dropped ??= new Dropped("RTP");
    const text = this.#dropped.note(dropped, now);
    if (text !== null) this.#board.journal({ type: "log", line: this.#line, level: "warning", text });
  }
}
