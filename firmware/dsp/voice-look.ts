/** Does a frame stand out of its background? All that voice activity does with one. */
import {
  ABOVE,
  ENERGIES,
  FLOORS,
  FRAMES,
  HANGOVER,
  LAST,
  LEAST,
  LEAST_FLOOR,
  LOUDEST,
  MOST_FLOOR,
  QUARTER,
  SOFTEST,
  SPOKEN,
} from "./voice-state.js";

const FRAME = 160;

/** Frames of speech after which it is more than a click, and frames that follow the one and the other. */
const WORD = 4;
const WORD_HANGOVER = 10;
const CLICK_HANGOVER = 3;

/** What lasts this many frames and never falls silent is background: 2 s without a quarter as soft as a pause. */
const STEADY = 100;
/** The loudest quarter of those is less than so many times the softest. */
const STEADY_RANGE = 8;

/** No background is as loud as this, in 1/32; more of it would not be heard. */
const LOUD = 0x40_0000;

/** 1 while somebody speaks and a little longer, 0 otherwise. */
export function lookForVoice(frame: Int16Array, state: Int32Array): number {
  measure(frame, state);
  const speech = follow(state, 0) | follow(state, 1);
  settle(state, 0, speech);
  settle(state, 1, speech);
  if (++state[FRAMES] >= STEADY) {
    learn(state, 0);
    learn(state, 1);
    state[FRAMES] = 0;
  }
  if (speech) {
    const spoken = state[SPOKEN] + 1;
    const hangover = spoken < WORD ? CLICK_HANGOVER : WORD_HANGOVER;
    // longer than any word
    state[SPOKEN] = spoken < STEADY ? spoken : STEADY;
    if (state[HANGOVER] < hangover) state[HANGOVER] = hangover;
    return 1;
  }
  state[SPOKEN] = 0;
  if (state[HANGOVER] === 0) return 0;
  state[HANGOVER]--;
  return 1;
}

/** The energies of the quarters, and of half their differences from sample to sample, in 1/32. */
function measure(frame: Int16Array, state: Int32Array): void {
  let to = ENERGIES;
  let last = state[LAST];
  let one = 0;
  let step = 0;
  let next = 0;
  let energy = 0;
  let hiss = 0;
  for (let start = 0; start < FRAME; start += QUARTER) {
    energy = 0;
    hiss = 0;
    for (let i = start; i < start + QUARTER; i += 2) {
      one = frame[i];
      step = (one - last) >> 1;
      last = frame[i + 1];
      next = (last - one) >> 1;
      energy += one * one + last * last;
      hiss += step * step + next * next;
    }
    state[to++] = (energy / 32) | 0;
    state[to++] = (hiss / 32) | 0;
  }
  state[LAST] = last;
}

/** 1 when a quarter stands out by its energy (0) or by its hiss (1). */
function follow(state: Int32Array, kind: number): number {
  const floor = state[ABOVE] * state[FLOORS + kind];
  const least = state[LEAST];
  let softest = state[SOFTEST + kind];
  let loudest = state[LOUDEST + kind];
  let speech = 0;
  for (let at = ENERGIES + kind; at < ENERGIES + 8; at += 2) {
    const energy = state[at];
    if (energy > least && 65536 * energy > floor) speech = 1;
    if (energy < softest) softest = energy;
    if (energy > loudest) loudest = energy;
  }
  state[SOFTEST + kind] = softest;
  state[LOUDEST + kind] = loudest;
  return speech;
}

/** The background: what is left when speech is taken away, followed down quickly and up slowly. */
function settle(state: Int32Array, kind: number, speech: number): void {
  let floor = state[FLOORS + kind];
  for (let at = ENERGIES + kind; at < ENERGIES + 8; at += 2) {
    const energy = state[at] < LOUD ? 256 * state[at] : 256 * LOUD;
    if (2 * energy < floor) floor -= floor >> 3;
    else if (!speech) floor += (energy - floor) >> 6;
    if (floor < LEAST_FLOOR) floor = LEAST_FLOOR;
    if (floor > MOST_FLOOR) floor = MOST_FLOOR;
  }
  state[FLOORS + kind] = floor;
}

/** What has never been soft for so long is all background. */
function learn(state: Int32Array, kind: number): void {
  const softest = state[SOFTEST + kind];
  const loudest = state[LOUDEST + kind];
  if (STEADY_RANGE * softest > loudest && 256 * softest > state[FLOORS + kind]) {
    // both of them are in Q8 when halves are added up
    const middle = 128 * (softest + loudest);
    state[FLOORS + kind] = middle < MOST_FLOOR ? middle : MOST_FLOOR;
  }
  state[SOFTEST + kind] = MOST_FLOOR >> 8;
  state[LOUDEST + kind] = 0;
}
