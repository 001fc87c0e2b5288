/**
 * What a canceller leaves of an echo gives way to noise while only the far end speaks (ITU-T G.168, non-linear processor
 * with comfort noise): as loud as the noise that the telephone sends when nobody speaks. Here is who speaks.
 */
import {
  energyAt,
  FADING,
  FIRST_LEAK,
  FLOOR,
  GOOD,
  HEARD,
  HOLD,
  LEAK,
  MORE,
  SOUND_LEFT,
  SOUND_SENT,
  SUPPRESS,
} from "./echo-state.js";

/** What is sent more softly leaves no echo to speak of. */
const AUDIBLE = energyAt(-52);

/** The noise is looked for in so many blocks, and between these; what is louder than this need not be told apart. */
const FIRST_BLOCKS = 100;
const LEAST_FLOOR = 256 * energyAt(-84);
const MOST_FLOOR = 256 * energyAt(-40);
const LOUD = 0x10_0000;

/** The part of the energy sent that a canceller leaves: at most when its path is good, and at best. */
const GOOD_LEAK = 2 ** 24 / 16;
const LEAST_LEAK = 2 ** 24 / 2048;

/** So many times what is expected is somebody who speaks at the telephone; it may be the noise, too. */
const NEAR = 12;
/** ... where more is to be suppressed: an echo that is 6 dB louder than what a canceller leaves, of a path that is not linear. */
const MORE_NEAR = 48;
const OVER_FLOOR = 4;

/** Blocks after somebody has spoken in which nothing is suppressed: so many for each in which he did, and at most. */
const HOLD_FOR_EACH = 4;
const MOST_HOLD = 24;
/** Likewise, where more is to be suppressed. */
const SHORT_HOLD = 8;

/** After each block: true while only the far end speaks. */
export function isFarAlone(state: Int32Array): boolean {
  const sent = fade(state);
  const left = state[SOUND_LEFT];
  const floor = state[FLOOR] >> 8;
  if (sent < AUDIBLE) {
    if (state[HOLD] > 0) state[HOLD]--;
    followNoise(state, left);
    return false;
  }
  if (left < floor >> 2) followNoise(state, left);
  const expected = Math.floor((sent * state[LEAK]) / 2 ** 24);
  const more = state[SUPPRESS] === MORE;
  if (left > (more ? MORE_NEAR : NEAR) * expected + OVER_FLOOR * floor) {
    state[HOLD] = Math.min(more ? SHORT_HOLD : MOST_HOLD, state[HOLD] + HOLD_FOR_EACH);
    state[LEAK] = Math.min(FIRST_LEAK, state[LEAK] + (state[LEAK] >> 8));
    return false;
  }
  followLeak(state, left - 2 * floor > expected);
  if (state[HOLD] === 0) return true;
  state[HOLD]--;
  return false;
}

/** What was sent of late. */
function fade(state: Int32Array): number {
  const faded = state[FADING] - (state[FADING] >> 3);
  state[FADING] = Math.max(faded, state[SOUND_SENT]);
  return state[FADING];
}

function followLeak(state: Int32Array, more: boolean): void {
  const leak = state[LEAK];
  const next = more ? leak + Math.trunc(leak / 96) : leak - (leak >> 5);
  state[LEAK] = Math.max(LEAST_LEAK, Math.min(state[GOOD] ? GOOD_LEAK : FIRST_LEAK, next));
}

function followNoise(state: Int32Array, left: number): void {
  const floor = state[FLOOR];
  const noise = Math.min(LOUD, left) << 8;
  let next = floor;
  if (noise < floor >> 1) next -= (floor - noise) >> 3;
  else if (noise < 2 * floor) next += (noise - floor) >> 5;
  else if (state[HEARD] < FIRST_BLOCKS) next += floor >> 4;
  else next += floor >> 7;
  if (state[HEARD] < FIRST_BLOCKS) state[HEARD]++;
  state[FLOOR] = Math.max(LEAST_FLOOR, Math.min(MOST_FLOOR, next));
}
