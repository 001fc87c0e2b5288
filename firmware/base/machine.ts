/** Walks a table of states. Knows nothing of telephones. */
import { type Instant, NEVER } from "./instant.js";

export type State<S extends string, E extends string, A extends string> = {
  /** Done on every arrival, also from itself. */
  readonly enter?: readonly A[];
  readonly on: { readonly [event in E]?: { readonly to?: S; readonly act?: readonly A[] } };
  /** What happens by itself after a while in this state; leaving the state takes the timer with it. */
  readonly after?: { readonly ms: number; readonly event: E };
};

export type Table<S extends string, E extends string, A extends string> = {
  readonly [state in S]: State<S, E, A>;
};

export class Machine<S extends string, E extends string, A extends string> {
  readonly #table: Table<S, E, A>;
  state: S;
  deadline: Instant = NEVER;

  constructor(table: Table<S, E, A>, start: S) {
    this.#table = table;
    this.state = start;
  }

  /** The actions that follow, in order; none when the event means nothing here. */
  handle(event: E, now: Instant): readonly A[] {
    const row = this.#table[this.state].on[event];
    if (!row) return [];
    if (!row.to) return row.act ?? [];
    const next = this.#table[row.to];
    this.state = row.to;
    this.deadline = next.after ? now + next.after.ms : NEVER;
    return [...(row.act ?? []), ...(next.enter ?? [])];
  }

  poll(now: Instant): readonly A[] {
    const after = this.#table[this.state].after;
    if (!after || now < this.deadline) return [];
    this.deadline = NEVER;
    return this.handle(after.event, now);
  }
}
