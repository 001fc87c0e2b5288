/** A sound that gives way to noise, and comes back: the non-linear processor of an echo canceller, block by block. */
import { CHANCE, ECHO_BLOCK, FLOOR, GAIN, OPEN } from "./echo-state.js";

/** Q15 a sample: it closes within a block, and opens in 1 ms. */
const CLOSING = 820;
const OPENING = 4096;

/** Closes or opens a block of `frame`, and adds as much noise as the gain has taken away. */
export function shadeBlock(state: Int32Array, frame: Int16Array, at: number, closed: boolean): void {
  let gain = state[GAIN];
  if (!closed && gain === OPEN) return;
  const goal = closed ? 0 : OPEN;
  // root of three times the mean square of the noise, in 1/16: its peak, if all it can be has the same chance
  const peak = Math.floor(Math.sqrt(Math.trunc((state[FLOOR] * 12) / 5)));
  let chance = state[CHANCE];
  for (let i = at; i < at + ECHO_BLOCK; i++) {
    if (gain > goal) gain = Math.max(goal, gain - CLOSING);
    else if (gain < goal) gain = Math.min(goal, gain + OPENING);
    chance = (Math.imul(chance, 1664525) + 1013904223) | 0;
    const noise = ((chance >> 16) * peak) >> 19;
    frame[i] = (frame[i] * gain + noise * (OPEN - gain) + 0x4000) >> 15;
  }
  state[GAIN] = gain;
  state[CHANCE] = chance;
}
