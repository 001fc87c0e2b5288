/** Whether the loop is closed, from what the chip has debounced: ring trip while it rings, loop closure otherwise. */
import { LoopStatus } from "./registers.js";

/** ms for which a reversal of polarity looks like anything. */
const REVERSAL_MASK = 80;
/** ms from ring trip until loop closure can be believed: the filters have seen ringing. */
const TRIP_HOLD = 50;

export class Loop {
  closed = false;
  /** When to look again though nothing is told. */
  deadline = Number.POSITIVE_INFINITY;

  /** Polarity changes over: what is seen now is not meant. */
  reverse(now: number): void {
    this.deadline = now + REVERSAL_MASK;
  }

  /** Somebody lifts while it rings; true when that is news. */
  trip(now: number): boolean {
    this.deadline = now + TRIP_HOLD;
    const news = !this.closed;
    this.closed = true;
    return news;
  }

  /** Takes DR68 in; true when the loop has changed. */
  look(status: number, ringing: boolean, now: number): boolean {
    if (now < this.deadline && this.deadline !== Number.POSITIVE_INFINITY) return false;
    this.deadline = Number.POSITIVE_INFINITY;
    // While it rings only ring trip counts, and that it tells by an interrupt of its own or here.
    const closed = (status & (ringing ? LoopStatus.RING_TRIP : LoopStatus.CLOSED)) !== 0;
    if (closed === this.closed) return false;
    if (closed && ringing) return this.trip(now);
    this.closed = closed;
    return true;
  }

  /** The line is not fed, or the chip is gone; true when it was closed. */
  lose(): boolean {
    const was = this.closed;
    this.closed = false;
    this.deadline = Number.POSITIVE_INFINITY;
    return was;
  }
}
