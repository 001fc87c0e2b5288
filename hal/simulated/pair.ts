/** What a simulated SLIC is soldered to, and the time it lives in; the desk's copper is one. */
import type { LineDrive, Linefeed } from "../slic.js";

/** Milliseconds that pass, in the hand or on the wall. */
export interface Ticks {
  now(): number;
  /** Calls once, `ms` from now; the answer takes it back. */
  after(ms: number, call: () => void): () => void;
}

export interface Pair {
  /** What a meter on the pair shows, where there is one: V, and mA of direct current. */
  readonly voltage?: number;
  readonly current?: number;
  /** Takes the SLIC's end, unfed; throws when another SLIC has it. `onLoop` hears every make and break of the loop current. */
  attach(onLoop: (closed: boolean) => void): void;
  /** Gives the end back: no feed, no sound. */
  detach(): void;
  feed(state: Linefeed, drive: LineDrive): void;
  /** Sound runs from `start` (ms) on, or rests. */
  run(start: number): void;
  rest(): void;
  /** The 20 ms that end at `end`: `play` went to the telephone, `said` comes from it. */
  exchange(play: Int16Array, said: Int16Array, end: number): void;
}
