/** What happened on the desk, in order and numbered: kept for those who ask later, told to those who follow. */
import type { Cancel, Time } from "../time.js";

/** Kept events; `rtp` and `log` give way first. */
export const MAX_EVENTS = 20_000;

/** What an event says, without its time; `line` is null where none is meant. */
export type DeskEvent = { readonly line: number | null; readonly type: string } & { readonly [field: string]: unknown };

type Kept = { readonly id: number; readonly t: number; readonly event: DeskEvent; json: string | null };

export class EventLog {
  readonly #now: () => number;
  /** Both in order of number: what stays, and what gives way. */
  readonly #lasting = new Ring();
  readonly #fleeting = new Ring();
  readonly #followers = new Set<() => void>();
  #last = 0;

  /** `now` is the desk's time; events carry its whole milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The number of the newest event; they count from 1. */
  get last(): number {
    return this.#last;
  }

  /** Answers the time the event carries. */
  add(event: DeskEvent): number {
    const t = Math.floor(this.#now());
    const kept = { id: ++this.#last, t, event, json: null };
    if (event.type === "rtp" || event.type === "log") this.#fleeting.push(kept);
    else this.#lasting.push(kept);
    if (this.#fleeting.length + this.#lasting.length > MAX_EVENTS)
      (this.#fleeting.length > 0 ? this.#fleeting : this.#lasting).shift();
    for (const tell of this.#followers) tell();
    return t;
  }

  /** The number before the first event kept that happened at `t` or later. */
  before(t: number): number {
    const first = Math.min(
      this.#lasting.first((kept) => kept.t >= t)?.id ?? this.#last + 1,
      this.#fleeting.first((kept) => kept.t >= t)?.id ?? this.#last + 1,
    );
    return first - 1;
  }

  /** The first event kept after this number, or null when there is none yet. */
  after(id: number): { id: number; json: string } | null {
    const next = (kept: Kept) => kept.id > id;
    const [a, b] = [this.#lasting.first(next), this.#fleeting.first(next)];
    const kept = !a || (b && b.id < a.id) ? b : a;
    if (!kept) return null;
    kept.json ??= JSON.stringify({ t: kept.t, ...kept.event });
    return { id: kept.id, json: kept.json };
  }

  /** Calls after each new event, until taken back. */
  watch(tell: () => void): Cancel {
    this.#followers.add(tell);
    return () => this.#followers.delete(tell);
  }
}

/** First in, first out, searched by halves. */
class Ring {
  #items: Kept[] = [];
  #start = 0;

  get length(): number {
    return this.#items.length - this.#start;
  }

  push(kept: Kept): void {
    this.#items.push(kept);
  }

  shift(): void {
    this.#start++;
    if (this.#start >= MAX_EVENTS) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
  }

  /** The first for which this holds; once it holds it holds for all that follow. */
  first(holds: (kept: Kept) => boolean): Kept | undefined {
    let low = this.#start;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.#items[middle])) high = middle;
      else low = middle + 1;
    }
    return this.#items[low];
  }
}

/** Where a stream of text goes. */
export type Sink = {
  /** False when it is full: nothing more until `onRoom`. */
  write(text: string): boolean;
  /** Calls once, when there is room again. */
  onRoom(call: () => void): void;
};

export type FollowOptions = {
  readonly log: EventLog;
  readonly time: Time;
  /** The number of the last event already known. */
  readonly from: number;
  readonly sink: Sink;
  /** One event as this stream writes it. */
  emit(id: number, json: string): string;
};

/** Events sent at one go before others have their turn. */
const BATCH = 100;

/** Sends every event after `from`, each once, then those to come, as fast as the sink takes them. */
export class Follower {
  readonly #options: FollowOptions;
  readonly #unwatch: Cancel;
  #sent: number;
  #state: "live" | "catching up" | "closed" = "live";

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#sent = options.from;
    this.#unwatch = options.log.watch(() => {
      if (this.#state === "live") this.#send();
    });
    this.#send();
  }

  /** Everything there is has been handed to the sink. */
  get upToDate(): boolean {
    return this.#sent >= this.#options.log.last;
  }

  /** The sink is full, or others have their turn. */
  get waiting(): boolean {
    return this.#state === "catching up";
  }

  close(): void {
    this.#state = "closed";
    this.#unwatch();
  }

  #send(): void {
    const { log, sink, emit, time } = this.#options;
    for (let count = 0; count < BATCH; count++) {
      const next = log.after(this.#sent);
      if (next === null) {
        this.#state = "live";
        return;
      }
      this.#sent = next.id;
      if (!sink.write(emit(next.id, next.json))) {
        this.#state = "catching up";
        sink.onRoom(() => this.#goOn());
        return;
      }
    }
    this.#state = "catching up";
    time.after(0, () => this.#goOn());
  }

  #goOn(): void {
    if (this.#state === "catching up") this.#send();
  }
}

/** One event of a Server-Sent Events stream (WHATWG HTML section 9.2). */
export const emitServerSent = (id: number, json: string) => `id: ${id}\ndata: ${json}\n\n`;

/** A comment, so that nobody on the way takes the stream for dead. */
export const HEARTBEAT = ": still here\n\n";
export const HEARTBEAT_MS = 15_000;

/** One event of standard output. */
export const emitLine = (_id: number, json: string) => `${json}\n`;
