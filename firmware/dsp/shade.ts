/** A sound that gives way to noise, and comes back: the non-linear processor of an echo canceller, block by block. */
import { CHANCE, ECHO_BLOCK, GAIN, GOAL, NOISE_PEAK, OPEN } from "./echo-state.js";

/** Q15 a sample: it closes within a block, and opens in 1 ms. */
const CLOSING = 820;
const OPENING = 4096;

/** Moves the gain of a block towards its goal, and adds as much noise as the gain has taken away. */
export function shadeBlock(shade: Int32Array, frame: Int16Array, at: number): void {
  const goal = shade[GOAL];
  const peak = shade[NOISE_PEAK];
  let gain = shade[GAIN];
  let chance = shade[CHANCE];
  for (let i = at; i < at + ECHO_BLOCK; i++) {
    if (gain > goal) gain = Math.max(goal, gain - CLOSING);
    else if (gain < goal) gain = Math.min(goal, gain + OPENING);
    chance = (Math.imul(chance, 1664525) + 1013904223) | 0;
    const noise = ((chance >> 16) * peak) >> 19;
    frame[i] = (frame[i] * gain + noise * (OPEN - gain) + 0x4000) >> 15;
  }
  shade[GAIN] = gain;
  shade[CHANCE] = chance;
}
