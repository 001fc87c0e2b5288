/** Time as the driver asks for it: the board's clock, and a call after a while. */

export interface Ticks {
  /** Milliseconds; never goes back. */
  now(): number;
  /** Calls once, `ms` from now, never at once; the answer takes it back. */
  after(ms: number, call: () => void): () => void;
}
