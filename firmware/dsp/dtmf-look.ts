/**
 * Which key can be in a frame's blocks? All that the DTMF receiver does per sample, and no more of it than each block asks
 * for: most blocks are silent, or as low as a voice, or have no column; few are looked at to the end.
 */
import {
  BINS,
  BLOCK,
  CANDIDATE,
  COLUMN_BIN,
  ENERGY,
  FIRST,
  HEARD,
  IN_FIRST,
  IN_SECOND,
  LOUDNESS,
  ROW_BIN,
  SECOND,
  TONE,
  UNEXPLAINED,
  UNIT,
  WAVES,
} from "./dtmf-state.js";

const FRAME = 160;
const MIDDLE = BLOCK / 2;

/** Two tones of -28.5 dBm, in 1/256: Q.24 asks for -25 dBm each, and a tone off its frequency loses up to 0.9 dB in a block. */
const LEAST = 230_000;

/** Every other sample of a block of that energy has at least so much. */
const LEAST_OF_HALF = 80_000;

/** Keeps a frame that is heard, from `at` on. */
export function keepHeard(frame: Int16Array, heard: Int16Array, at: number): void {
  heard.set(frame, at);
}

/** Looks at both blocks; answers with `IN_FIRST` and `IN_SECOND` for those that may hold a key, and leaves it in `state`. */
export function lookForKeys(frame: Int16Array, heard: Int16Array, state: Int32Array): number {
  let found = 0;
  state[FIRST] = keyIn(frame, 0, heard, state, FIRST);
  if (state[FIRST + CANDIDATE] >= 0) found |= IN_FIRST;
  state[SECOND] = keyIn(frame, BLOCK, heard, state, SECOND);
  if (state[SECOND + CANDIDATE] >= 0) found |= IN_SECOND;
  return found;
}

/** The most energy that a tone, row or column, has in a block of the frames that were heard, in 1/256. */
export function loudestEcho(heard: Int16Array, tone: number): number {
  const waves = WAVES;
  const first = (tone < 4 ? 0 : 8 * MIDDLE) + 2 * (tone & 3);
  let most = 0;
  for (let start = 0; start < HEARD * FRAME; start += BLOCK) {
    let re = 0;
    let im = 0;
    let at = first;
    let late = start + MIDDLE;
    let early = late - 1;
    for (let i = 0; i < MIDDLE; i++) {
      re += ((heard[late] + heard[early]) * waves[at]) >> 8;
      im += ((heard[late++] - heard[early--]) * waves[at + 1]) >> 8;
      at += 8;
    }
    re >>= 4;
    im >>= 4;
    const energy = ((re * re + im * im) / UNIT) | 0;
    if (energy > most) most = energy;
  }
  return most;
}

/** The one key that can be in the block at `start`, or -1. */
function keyIn(frame: Int16Array, start: number, heard: Int16Array, state: Int32Array, place: number): number {
  let energy = energyFrom(frame, start, start + BLOCK);
  if (energy < LEAST_OF_HALF) return -1;
  energy += energyAndHissOf(frame, start, state);
  if (energy < LEAST) return -1;
  // of a tone up to an eighth may come back; for a voice, over which others speak, that would excuse too much of theirs
  const unexplained = energy - (loudest(heard, state) >> (state[TONE] === 0 ? 6 : 3));
  // the lowest key differs by a quarter of its energy from sample to sample; of that every other one counts
  if (13 * state[BINS] < unexplained) return -1;
  // the column first: of the two it is the one that a voice seldom has
  const column = strongest(frame, start, 8 * MIDDLE, state, place + COLUMN_BIN, unexplained >> 2);
  if (column < 0) return -1;
  const row = strongest(frame, start, 0, state, place + ROW_BIN, unexplained);
  if (row < 0) return -1;
  state[place + UNEXPLAINED] = unexplained;
  state[place + ENERGY] = energy;
  return 4 * row + column;
}

/** Sum of the squares of every other sample, in 1/256. */
function energyFrom(samples: Int16Array, start: number, end: number): number {
  let energy = 0;
  let one = 0;
  let other = 0;
  for (let i = start; i < end; i += 4) {
    one = samples[i];
    other = samples[i + 2];
    energy += (one * one + other * other) >>> 8;
  }
  return energy;
}

/** Of a block's other samples; leaves that of what each differs by from the one before it at `BINS`. */
function energyAndHissOf(samples: Int16Array, start: number, state: Int32Array): number {
  const end = start + BLOCK;
  let energy = 0;
  let hiss = 0;
  let other = 0;
  let step = 0;
  for (let i = start; i < end; i += 2) {
    other = samples[i + 1];
    step = (other - samples[i]) >> 1;
    energy += (other * other) >>> 8;
    hiss += (step * step) >>> 6;
  }
  state[BINS] = hiss;
  return energy;
}

/** The loudest block of the frames that were heard; those that are new are listened to now. */
function loudest(heard: Int16Array, state: Int32Array): number {
  let most = 0;
  for (let i = 0; i < HEARD; i++) {
    if (state[LOUDNESS + i] < 0) {
      const start = i * FRAME;
      const middle = start + BLOCK;
      const end = start + FRAME;
      const first = energyFrom(heard, start, middle) + energyFrom(heard, start + 1, middle);
      const second = energyFrom(heard, middle, end) + energyFrom(heard, middle + 1, end);
      state[LOUDNESS + i] = first > second ? first : second;
    }
    if (state[LOUDNESS + i] > most) most = state[LOUDNESS + i];
  }
  return most;
}

/**
 * Which of four rows or columns has at least a tenth of the energy that is asked for and is 3 dB above the three others,
 * or -1. Leaves its cosine and sine parts at `place`.
 */
function strongest(
  frame: Int16Array,
  start: number,
  first: number,
  state: Int32Array,
  place: number,
  asked: number,
): number {
  const waves = WAVES;
  const end = first + 8 * MIDDLE;
  let late = start + MIDDLE;
  let early = late - 1;
  let both = 0;
  let apart = 0;
  let re0 = 0;
  let im0 = 0;
  let re1 = 0;
  let im1 = 0;
  let re2 = 0;
  let im2 = 0;
  let re3 = 0;
  let im3 = 0;
  for (let at = first; at < end; at += 8) {
    both = frame[late] + frame[early];
    apart = frame[late++] - frame[early--];
    re0 += (both * waves[at]) >> 8;
    im0 += (apart * waves[at + 1]) >> 8;
    re1 += (both * waves[at + 2]) >> 8;
    im1 += (apart * waves[at + 3]) >> 8;
    re2 += (both * waves[at + 4]) >> 8;
    im2 += (apart * waves[at + 5]) >> 8;
    re3 += (both * waves[at + 6]) >> 8;
    im3 += (apart * waves[at + 7]) >> 8;
  }
  state[BINS] = re0;
  state[BINS + 1] = im0;
  state[BINS + 2] = re1;
  state[BINS + 3] = im1;
  state[BINS + 4] = re2;
  state[BINS + 5] = im2;
  state[BINS + 6] = re3;
  state[BINS + 7] = im3;
  let best = 0;
  let most = -1;
  let next = -1;
  for (let i = 0; i < 4; i++) {
    const re = state[BINS + 2 * i] >> 4;
    const im = state[BINS + 2 * i + 1] >> 4;
    const energy = ((re * re + im * im) / UNIT) | 0;
    if (energy > most) {
      next = most;
      most = energy;
      best = i;
    } else if (energy > next) next = energy;
  }
  if (10 * most < asked || 2 * next > most) return -1;
  state[place] = state[BINS + 2 * best];
  state[place + 1] = state[BINS + 2 * best + 1];
  return best;
}
