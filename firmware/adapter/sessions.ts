/** The sound of a line's calls, by call: opened, reported on once a second, and closed. */
import type { Board } from "../../hal/board.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { CallId } from "../sip/seam.js";
import { type Outside, Session, type SessionOptions } from "./session.js";
import { SoundReport } from "./sound-report.js";

type Open = { readonly session: Session; readonly report: SoundReport };

/** What is to be told of each call's sound. */
export type SessionsUser = {
  /** The ports of a call have been asked about, and are what `offer` says. */
  onReady(call: CallId, now: Instant): void;
  /** Nothing has come from the other side for so long that it must be gone. */
  onSilent(call: CallId, now: Instant): void;
};

export class Sessions {
  readonly #line: number;
  readonly #board: Board;
  readonly #options: SessionOptions;
  readonly #outside: Outside;
  readonly #user: SessionsUser;
  readonly #open = new Map<CallId, Open>();

  constructor(line: number, board: Board, options: SessionOptions, outside: Outside, user: SessionsUser) {
    this.#line = line;
    this.#board = board;
    this.#options = options;
    this.#outside = outside;
    this.#user = user;
  }

  /** Throws an Error when no port is free. */
  open(call: CallId, now: Instant): Session {
    const session = new Session(call, this.#board, this.#options, this.#outside, this.#user);
    session.ask(now);
    const report = new SoundReport(this.#line, session.voice, this.#board, now);
    this.#open.set(call, { session, report });
    return session;
  }

  get calls(): readonly CallId[] {
    return [...this.#open.keys()];
  }

  get(call: CallId): Session | null {
    return this.#open.get(call)?.session ?? null;
  }

  get deadline(): Instant {
    if (this.#open.size === 0) return NEVER;
    let next = NEVER;
    for (const { session, report } of this.#open.values())
      next = Math.min(next, session.deadline, session.voice.silentAt, report.deadline);
    return next;
  }

  poll(now: Instant): void {
    if (this.#open.size === 0) return;
    for (const [call, { session, report }] of this.#open) {
      if (session.deadline <= now) session.poll(now);
      report.poll(now);
      if (session.voice.silentAt > now) continue;
      session.voice.answered(now);
      this.#user.onSilent(call, now);
    }
  }

  close(call: CallId, now: Instant): void {
    this.#open.get(call)?.session.close(now);
    this.#open.delete(call);
  }

  closeAll(now: Instant): void {
    for (const call of [...this.#open.keys()]) this.close(call, now);
  }
}
