/** Walks a table of states. Knows nothing of telephones. */
import { type Instant, NEVER } from "./instant.js";

export type State<S extends string, E extends string, A extends string, P extends string = never> = {
  /** Done on every arrival, also from itself. */
  readonly enter?: readonly A[];
  readonly on: { readonly [event in E]?: { readonly to?: S; readonly act?: readonly A[] } };
  /** What happens by itself when patience ends; leaving the state takes the timer with it. */
  readonly after?: { readonly patience: P; readonly event: E };
};

export type Table<S extends string, E extends string, A extends string, P extends string = never> = {
  readonly [state in S]: State<S, E, A, P>;
};

/** How long each patience is, in ms; Infinity for one that never ends. */
export type Patience<P extends string> = { readonly [name in P]: number };

export class Machine<S extends string, E extends string, A extends string, P extends string = never> {
  readonly #table: Table<S, E, A, P>;
  readonly #patience: Patience<P>;
  state: S;
  deadline: Instant = NEVER;

  constructor(table: Table<S, E, A, P>, start: S, patience: Patience<P>) {
    this.#table = table;
    this.state = start;
    this.#patience = patience;
  }

  /** The actions that follow, in order; none when the event means nothing here. */
  handle(event: E, now: Instant): readonly A[] {
    const row = this.#table[this.state].on[event];
    if (!row) return [];
    if (!row.to) return row.act ?? [];
    const next = this.#table[row.to];
    this.state = row.to;
    this.deadline = next.after ? now + this.#patience[next.after.patience] : NEVER;
    return [...(row.act ?? []), ...(next.enter ?? [])];
  }

  poll(now: Instant): readonly A[] {
    const after = this.#table[this.state].after;
    if (!after || now < this.deadline) return [];
    this.deadline = NEVER;
    return this.handle(after.event, now);
  }
}
