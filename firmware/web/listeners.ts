/**
 * Who hears of what happens, as it happens: server-sent events (WHATWG HTML, section 9.2). How things are is told when
 * something has happened, and no more often than twice a second.
 */
import { type Instant, NEVER } from "../base/instant.js";
import type { House } from "./house.js";
import { data, type Response, refuse, type Sink } from "./http.js";
import { HEARTBEAT, MAX_LISTENERS, STATUS_INTERVAL } from "./limits.js";
import { statusText } from "./status.js";

export type Topic = "status" | "log" | "sip" | "call" | "settings" | "update" | "test";

/** Topics a user who is no administrator hears of. */
const FOR_ALL: readonly Topic[] = Object.freeze(["status", "call"] as const);

type Listener = { readonly sink: Sink; readonly all: boolean; readonly stays: () => boolean; last: Instant };

export class Listeners {
  readonly #house: House;
  readonly #listeners: Listener[] = [];
  /** How things were told last, without what changes by itself. */
  #mark = "";
  #changed = false;
  #toldAt: Instant = -STATUS_INTERVAL;
  #wakesAt: Instant = NEVER;

  constructor(house: House) {
    this.#house = house;
  }

  get any(): boolean {
    return this.#listeners.length > 0;
  }

  /** `all` topics, or those for everybody; for as long as somebody `stays`. */
  open(all: boolean, stays: () => boolean): Response {
    if (this.#listeners.length >= MAX_LISTENERS)
      return refuse(503, "Too many listen already.", {}, { "retry-after": "5" });
    return {
      ...data("text/event-stream", "retry: 2000\n\n"),
      stream: (sink) => {
        const listener: Listener = { sink, all, stays, last: this.#house.now() };
        this.#listeners.push(listener);
        const { text, mark } = statusText(this.#house);
        if (this.#listeners.length === 1) this.#mark = mark;
        this.#write(listener, event("status", text));
        this.#wake(HEARTBEAT);
        return () => this.#drop(listener);
      },
    };
  }

  tell(topic: Topic, text: string): void {
    if (this.#listeners.length === 0) return;
    const piece = event(topic, text);
    const isForAll = FOR_ALL.includes(topic);
    for (const listener of [...this.#listeners]) if (isForAll || listener.all) this.#write(listener, piece);
  }

  /** Something has happened that may be seen. */
  touch(): void {
    if (this.#changed || this.#listeners.length === 0) return;
    this.#changed = true;
    this.#wake(Math.max(0, this.#toldAt + STATUS_INTERVAL - this.#house.now()));
  }

  closeAll(): void {
    for (const listener of [...this.#listeners]) this.#end(listener);
  }

  #wake(delay: number): void {
    const at = this.#house.now() + delay;
    if (at >= this.#wakesAt) return;
    this.#wakesAt = at;
    this.#house.later(delay, () => this.#look(at));
  }

  #look(at: Instant): void {
    if (at !== this.#wakesAt) return;
    this.#wakesAt = NEVER;
    if (this.#listeners.length === 0) return;
    const now = this.#house.now();
    for (const listener of [...this.#listeners]) {
      if (!listener.stays()) this.#end(listener);
      else if (now - listener.last >= HEARTBEAT) this.#write(listener, ":\n\n");
    }
    if (this.#changed) {
      this.#changed = false;
      this.#toldAt = now;
      const { text, mark } = statusText(this.#house);
      if (mark !== this.#mark) this.tell("status", text);
      this.#mark = mark;
    }
    this.#wake(HEARTBEAT);
  }

  /** Who has missed something comes anew, and is told how things are. */
  #write(listener: Listener, piece: string): void {
    listener.last = this.#house.now();
    if (!listener.sink.write(piece)) this.#end(listener);
  }

  #end(listener: Listener): void {
    this.#drop(listener);
    listener.sink.end();
  }

  #drop(listener: Listener): void {
    const at = this.#listeners.indexOf(listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }
}

const event = (topic: Topic, text: string) => `event: ${topic}\ndata: ${text}\n\n`;
