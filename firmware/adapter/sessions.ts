/** The sound of a line's calls, by call: opened, reported on once a second, and closed. */
import type { Board } from "../../hal/board.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { CallId } from "../sip/seam.js";
import { type Outside, Session, type SessionOptions } from "./session.js";
import { SoundReport } from "./sound-report.js";

type Open = { readonly call: CallId; readonly session: Session; readonly report: SoundReport };

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
  readonly #open: Open[] = [];

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
    this.#open.push({ call, session, report });
    return session;
  }

  get calls(): readonly CallId[] {
    return this.#open.map(({ call }) => call);
  }

  get(call: CallId): Session | null {
    for (const open of this.#open) if (open.call === call) return open.session;
    return null;
  }

  get deadline(): Instant {
    if (this.#open.length === 0) return NEVER;
    let next = NEVER;
    for (const { session, report } of this.#open)
      next = Math.min(next, session.deadline, session.voice.silentAt, report.deadline);
    return next;
  }

  poll(now: Instant): void {
    if (this.#open.length === 0) return;
    // one that is silent may be closed meanwhile
    for (const { call, session, report } of [...this.#open]) {
      if (session.deadline <= now) session.poll(now);
      report.poll(now);
      if (session.voice.silentAt > now) continue;
      session.voice.answered(now);
      this.#user.onSilent(call, now);
    }
  }

  close(call: CallId, now: Instant): void {
    const at = this.#open.findIndex((open) => open.call === call);
    if (at < 0) return;
    this.#open[at].session.close(now);
    this.#open.splice(at, 1);
  }

  closeAll(now: Instant): void {
    for (const call of this.calls) this.close(call, now);
  }
}
