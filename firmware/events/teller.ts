/** Tells what has happened in the words of events: only the kinds that are wanted, numbered, and no registration twice. */
import { emitEvent, type Happened } from "./event.js";
import type { Kind } from "./kinds.js";

export class Teller {
  readonly #device: string;
  readonly #kinds: readonly Kind[];
  /** By line, from 0. */
  readonly #registrations: (string | undefined)[] = [];
  #id = 0;

  constructor(device: string, kinds: readonly Kind[]) {
    this.#device = device;
    this.#kinds = kinds;
  }

  /** As JSON; null where nobody wants to know it. `seconds` since 1970, where that is known. */
  tell(happened: Happened, seconds: number | null): string | null {
    if (happened.event === "registration" && !this.#isNews(happened)) return null;
    if (!this.wants(happened.event)) return null;
    this.#id++;
    return emitEvent(happened, { id: this.#id, device: this.#device, seconds });
  }

  wants(kind: Kind): boolean {
    return this.#kinds.includes(kind);
  }

  #isNews({ line, state }: Extract<Happened, { event: "registration" }>): boolean {
    if (state === "registering" || this.#registrations[line - 1] === state) return false;
    this.#registrations[line - 1] = state;
    return true;
  }
}
