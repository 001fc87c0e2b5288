/**
 * Can it be an echo? A hybrid returns 6 dB less than what it is given (ITU-T G.168, after Geigel's detector): what is
 * louder than that is somebody at the telephone, who may be saying what is sent to it a little later. Nothing is learnt
 * of him.
 */
import { DOUBLE, ECHO_BLOCK, LAST_RECEIVED, LOUDEST, TAPS } from "./echo-state.js";

/** Blocks after he has spoken in which he may be speaking softly. */
const DOUBLE_FOR = 10;

/** So many eighths of the largest energy sent of late, as it fades in 80 ms, are too much: -2 dB, as few hybrids are flat. */
const PARTS = 5;

/** Looks at a block before it is cancelled: true when it may be an echo, and nothing else. */
export function isEcho(state: Int32Array, sound: Int16Array, received: Int16Array, at: number): boolean {
  const from = 2 * state[TAPS] + at;
  let last = state[LAST_RECEIVED];
  let value = state[LAST_RECEIVED + 1];
  let sentEnergy = 0;
  let energy = 0;
  for (let i = 0; i < ECHO_BLOCK; i++) {
    const sample = received[at + i];
    value = sample - last + ((3 * value) >> 2);
    value = value > 32767 ? 32767 : value < -32768 ? -32768 : value;
    last = sample;
    energy += (value * value) >> 5;
    sentEnergy += (sound[from + i] * sound[from + i]) >> 5;
  }
  const loudest = Math.max(state[LOUDEST] - (state[LOUDEST] >> 4), sentEnergy);
  state[LOUDEST] = loudest;
  if (energy > (loudest >> 3) * PARTS) state[DOUBLE] = DOUBLE_FOR;
  else if (state[DOUBLE] > 0) state[DOUBLE]--;
  return state[DOUBLE] === 0;
}
