/** The pair of copper between one telephone and one SLIC: battery, loop, ringing and sound. Nothing passes between the two but here. */
import type { Pair } from "../hal/simulated/pair.js";
import type { LineDrive, Linefeed } from "../hal/slic.js";
import { Recorder } from "./telephone/recorder.js";
import type { Cancel, Time } from "./time.js";

/** What a telephone is at its end of the pair. */
export interface Subscriber {
  /** The 20 ms that end at `end` (ms): `heard` came down the pair, `said` is filled with what goes up. Both are lent. */
  frame(heard: Int16Array, said: Int16Array, end: number): void;
  /** Battery, polarity or ringing voltage have changed. */
  fed(): void;
  /** Sound has come to rest. */
  rested(): void;
}

export type CopperOptions = {
  readonly time: Time;
  /** 32 random bits; contacts bounce by it. */
  readonly chance: () => number;
  /** dB by which what the SLIC sends comes back in what it reads (trans-hybrid loss, e.g. -24); none by default. */
  readonly echo?: number;
};

const BATTERY_VOLTS = 48;
const LOOP_VOLTS = 8;
const LOOP_MILLIAMPERES = 22;
const FRAME = 160;

/** A contact settles within 2 to 5 ms, after one to three false makes or breaks. */
const BOUNCE_LEAST = 2;
const BOUNCE_SPREAD = 3;
const BOUNCES_MOST = 3;

export class Copper implements Pair {
  readonly #time: Time;
  readonly #chance: () => number;
  readonly #echo: number;
  readonly #recorder = new Recorder();
  readonly #heard = new Int16Array(FRAME);
  readonly #mixed = new Int16Array(FRAME);
  #subscriber: Subscriber | null = null;
  #onLoop: ((closed: boolean) => void) | null = null;

  #feed: Linefeed = "open";
  #reversed = false;
  #ringVolts = 0;

  /** The contact as it was meant, as it is this very moment, and whether the SLIC last saw current. */
  #closed = false;
  #touching = false;
  #flowing = false;
  #bounces: Cancel[] = [];

  #running = false;
  #end = 0;

  constructor(options: CopperOptions) {
    this.#time = options.time;
    this.#chance = options.chance;
    this.#echo = options.echo === undefined ? 0 : 10 ** (options.echo / 20);
  }

  // What a meter on the pair shows.

  /** Volts, rms while ringing. */
  get voltage(): number {
    if (this.#feed === "open") return 0;
    if (this.#closed) return LOOP_VOLTS;
    return this.#feed === "ringing" ? this.#ringVolts : BATTERY_VOLTS;
  }

  /** Milliamperes of direct current. */
  get current(): number {
    return this.#closed && this.#feed !== "open" ? LOOP_MILLIAMPERES : 0;
  }

  /** Tip and ring changed over. Ringing and an open pair leave it as it was. */
  get reversed(): boolean {
    return this.#reversed;
  }

  /** Volts of ringing on the pair, 0 without, and when the loop is closed. */
  get ringing(): number {
    return this.#feed === "ringing" && !this.#closed ? this.#ringVolts : 0;
  }

  /** Where recordings end when nobody says: at the last frame while sound runs, else now. Whole milliseconds. */
  get end(): number {
    return this.#running ? this.#end : Math.floor(this.#time.now());
  }

  /** The voice band of the pair, both directions added: exactly `seconds` up to `end`. */
  line(seconds: number, end = this.end): { samples: Int16Array; end: number } {
    return { samples: this.#recorder.take(seconds, end), end };
  }

  // The telephone's end.

  plug(subscriber: Subscriber): void {
    if (this.#subscriber) throw new Error("the pair has a telephone already");
    this.#subscriber = subscriber;
  }

  /** Makes or breaks the contact; it bounces, and the SLIC sees every edge. */
  contact(closed: boolean): void {
    if (closed === this.#closed) return;
    this.#closed = closed;
    for (const cancel of this.#bounces) cancel();
    this.#bounces = [];
    this.#touch(closed);
    const span = BOUNCE_LEAST + this.#part() * BOUNCE_SPREAD;
    const edges = 2 * (1 + (this.#chance() % BOUNCES_MOST));
    const times: number[] = [];
    for (let i = 1; i < edges; i++) times.push(this.#part() * span);
    times.sort((a, b) => a - b);
    times.push(span);
    times.forEach((ms, i) => {
      this.#bounces.push(this.#time.after(ms, () => this.#touch(i % 2 === 0 ? !closed : closed)));
    });
    this.#subscriber?.fed();
  }

  // The SLIC's end.

  attach(onLoop: (closed: boolean) => void): void {
    if (this.#onLoop) throw new Error("the pair has a SLIC already");
    this.#onLoop = onLoop;
    this.#flowing = false;
  }

  detach(): void {
    this.rest();
    this.#onLoop = null;
    this.#feed = "open";
    this.#flowing = false;
    this.#subscriber?.fed();
  }

  feed(state: Linefeed, drive: LineDrive): void {
    this.#feed = state;
    this.#ringVolts = drive.ringVolts;
    if (state === "forward" || state === "reverse") this.#reversed = state === "reverse";
    this.#subscriber?.fed();
    // Soon, not now: the SLIC that feeds is still busy.
    this.#time.after(0, () => this.#flow());
  }

  run(start: number): void {
    this.#running = true;
    this.#end = start;
  }

  rest(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#subscriber?.rested();
  }

  exchange(play: Int16Array, said: Int16Array, end: number): void {
    this.#end = end;
    const fed = this.#feed === "forward" || this.#feed === "reverse";
    const heard = this.#heard;
    if (fed) heard.set(play);
    else heard.fill(0);
    said.fill(0);
    this.#subscriber?.frame(heard, said, end);
    if (!fed || !this.#closed) said.fill(0);
    if (!fed) return;
    this.#record(play, said, end);
    if (this.#echo > 0) for (let i = 0; i < FRAME; i++) said[i] = clamp(said[i] + this.#echo * play[i]);
  }

  #record(play: Int16Array, said: Int16Array, end: number): void {
    const mixed = this.#mixed;
    for (let i = 0; i < FRAME; i++) mixed[i] = clamp(play[i] + said[i]);
    this.#recorder.add(mixed, end);
  }

  #touch(touching: boolean): void {
    this.#touching = touching;
    this.#flow();
  }

  /** Tells the SLIC when current has begun or ceased to flow; without battery none does. */
  #flow(): void {
    const flowing = this.#touching && this.#feed !== "open";
    if (flowing === this.#flowing) return;
    this.#flowing = flowing;
    this.#onLoop?.(flowing);
  }

  /** Chance from 0 up to 1. */
  #part(): number {
    return (this.#chance() >>> 0) / 2 ** 32;
  }
}

const clamp = (sample: number) => Math.max(-32768, Math.min(32767, sample));
