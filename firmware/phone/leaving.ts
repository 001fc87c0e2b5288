/**
 * Calls that the telephone has let go and the user agent has not: handed over, replaced, or at their end.
 *
 * They count as no call of the telephone. Each is waited for until a time of its own, then hung up.
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { CallId } from "../sip/seam.js";
import { type Call, MOST_CALLS } from "./calls.js";

/** Of more, the oldest is hung up: two transfers under way. */
const MOST_LEAVING = 4;
/** All calls of one telephone that a user agent may have to keep. */
export const MOST_DIALOGS = MOST_CALLS + MOST_LEAVING;

/** ms until a transfer that nobody tells about has failed: the longest that a telephone may ring, and a minute. */
export const TRANSFER_PATIENCE = 240_000;
/** ms in which the other side hangs up a call that is over (64 T1). */
export const LINGER = 32_000;

type Row = { readonly call: Call; readonly partner: CallId | null; until: Instant };

const NOBODY: readonly Row[] = frozen([]);

export class Leaving {
  #rows: readonly Row[] = NOBODY;

  get empty(): boolean {
    return this.#rows.length === 0;
  }

  get deadline(): Instant {
    let deadline = NEVER;
    for (const { until } of this.#rows) deadline = Math.min(deadline, until);
    return deadline;
  }

  get(id: CallId): Call | null {
    return this.#row(id)?.call ?? null;
  }

  /** The one that `id` is handed over to, or handed over with, while it leaves too. */
  partnerOf(id: CallId): Call | null {
    const partner = this.#row(id)?.partner ?? null;
    return partner === null ? null : this.get(partner);
  }

  /** Answers the one that has to go at once for want of room. */
  add(call: Call, partner: CallId | null, until: Instant): Call | null {
    const rows = [...this.#rows, { call, partner, until }];
    const oldest = rows.length > MOST_LEAVING ? (rows.shift() as Row).call : null;
    this.#rows = rows;
    return oldest;
  }

  /** Is waited for until then at most. */
  hurry(id: CallId, until: Instant): void {
    const row = this.#row(id);
    if (row) row.until = Math.min(row.until, until);
  }

  remove(call: Call): void {
    const left = this.#rows.filter((row) => row.call !== call);
    this.#rows = left.length > 0 ? left : NOBODY;
  }

  /** One that has been waited for long enough, or any at all at the end of time. */
  overdue(now: Instant): Call | null {
    return this.#rows.find(({ until }) => now >= until)?.call ?? null;
  }

  #row(id: CallId): Row | null {
    return this.#rows.find(({ call }) => call.id === id) ?? null;
  }
}
