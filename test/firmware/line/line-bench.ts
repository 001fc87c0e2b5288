/** A telephone and a clock round a line, for its tests: what is done to it, and what it says, heard and seen. */
import { deepEqual, equal } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { Line, type LineOptions } from "../../../firmware/line/line.js";
import { type Cadence, isRefusal, parseCadence, parseTone, type Tone } from "../../../firmware/line/script.js";
import type { LineEvent, LineOrder } from "../../../firmware/line/seam.js";
import { clipped, demodulate, sines } from "../dsp/ear.js";

export const OPTIONS: LineOptions = {
  flashMin: 100,
  flashMax: 900,
  pulseDialling: true,
  callerId: "bellcore",
  dtmfPlaybackLevel: -16,
  dtmfPlaybackTwist: 2,
  dtmfPlaybackLength: 100,
};

export const identity = { number: "4155551234", name: "ALICE EXAMPLE", absence: null };
export const date = { year: 2026, month: 11, day: 20, hour: 16, minute: 5, second: 0 };

export function tone(text: string): Tone {
  const read = parseTone(text);
  if (isRefusal(read)) throw new Error(read.reason);
  return read;
}

export function cadence(text: string): Cadence {
  const read = parseCadence(text);
  if (isRefusal(read)) throw new Error(read.reason);
  return read;
}

export const DIAL = tone("350@-19,440@-19;10(*/0/1+2)");
export const WAITING = tone("440@-10;30(.3/9.7/1)");
export const RING = { do: "ring", cadence: cadence("60(2/4)"), identity, date } as const satisfies LineOrder;

export const LAMP = { do: "lamp", on: true, count: 3 } as const satisfies LineOrder;

/** A telephone and a clock round a line: frames flow every 20 ms while the chip listens, and both ends are written down. */
export class Bench {
  readonly line: Line;
  now = 0;
  listening = false;
  linefeed = "forward";
  readonly seen: string[] = [];
  /** What the telephone hears, and what the network would get. */
  readonly heard: number[] = [];
  readonly sent: number[] = [];
  /** What the telephone says next, and the voice it is sent. */
  says: number[] = [];
  voice = 0;
  #tick = NEVER;

  constructor(options: LineOptions = OPTIONS) {
    this.line = new Line(options);
  }

  order(order: LineOrder): this {
    this.#tell(this.line.handle(order, this.now));
    return this;
  }

  lift(): this {
    this.#tell(this.line.hook(true, this.now));
    return this;
  }

  open(): this {
    this.#tell(this.line.hook(false, this.now));
    return this;
  }

  wait(ms: number): this {
    const until = this.now + ms;
    for (;;) {
      const next = Math.min(this.line.deadline, this.#tick);
      if (next > until) break;
      this.now = Math.max(this.now, next);
      if (this.#tick <= this.now) this.#frame();
      else this.#tell(this.line.poll(this.now));
    }
    this.now = until;
    return this;
  }

  get said(): string[] {
    return this.seen.splice(0);
  }

  #frame(): void {
    this.#tick += 20;
    const frame = clipped(Array.from({ length: 160 }, (_, i) => this.says[i] ?? 0));
    this.says = this.says.slice(160);
    const spoken = this.line.speak(frame, this.now);
    this.sent.push(...frame);
    frame.fill(this.voice);
    const listened = this.line.listen(frame, this.now);
    this.heard.push(...frame);
    this.#tell(spoken);
    this.#tell(listened);
  }

  #tell(events: readonly LineEvent[]): void {
    for (const event of events) {
      if ("slic" in event) {
        this.seen.push(`${this.now} ${event.slic}`);
        if (event.slic === "listen" || event.slic === "rest") {
          equal(this.listening, event.slic === "rest", "told twice");
          this.listening = event.slic === "listen";
          this.#tick = this.listening ? this.now + 20 : NEVER;
        } else this.linefeed = event.slic;
      } else this.seen.push(`${this.now} ${"digit" in event ? `${event.source} ${event.digit}` : event.event}`);
    }
  }
}

export const key = (low: number, high: number, ms = 80) => [
  ...sines(8 * ms, { hertz: low, dbm: -9 }, { hertz: high, dbm: -7 }),
];
export const pause = (ms: number) => new Array(8 * ms).fill(0);

export const heardOctets = (bench: Bench) => demodulate([...bench.heard, ...pause(100)]).octets;

/** Off hook, and the first half second is over. */
export const lifted = (options?: LineOptions) => {
  const bench = new Bench(options).lift().wait(500);
  deepEqual(bench.said, ["0 listen", "100 offHook"]);
  return bench;
};
