/**
 * Does a frame hold what a modem or a fax says? All that the receiver of modem tones does per sample.
 *
 * The flags of HDLC at 300 bit/s, 0111 1110 over and over, are in the upper channel of V.21: 1650 Hz for a one and 1850 Hz
 * for a zero. Both are 100 Hz from 1750 Hz, whose correlation turns by a tenth in a millisecond, one way or the other:
 *
 *   ones  __|‾‾‾‾‾‾‾‾‾‾‾‾|____|‾‾‾‾‾‾‾‾‾‾‾‾|____      six bits, 20 ms;  two bits, 6.7 ms, or one shared by two flags
 */
import {
  A_TONE,
  ANSWER_BIN,
  CALLING_BIN,
  CARRIER,
  ENERGY,
  FIRST,
  FLAGS,
  MODEM_WAVES,
  PREVAILS,
  RUN,
  SECOND,
  SOME_FLAGS,
  STEPS,
  TOLD,
  TONE_BLOCK,
} from "./modem-state.js";

const FRAME = 160;
const MIDDLE = TONE_BLOCK / 2;
const STEP = 8;

/** Softer blocks hold nothing, in 1/256: -45 dBm0. And every other sample of others has at least so much. */
const LEAST = 2574;
const LEAST_OF_HALF = 800;

/** The squares of a tone's cosine and sine parts, in 1/16, for its energy in 1/256 in a block. */
const UNIT = Math.floor((TONE_BLOCK * 32767 * 32767) / 512 / 256);

/** Cosine and sine of a tenth of a turn, in Q10. */
const COSINE = 828;
const SINE = 602;

/** What half of a frame's energy in 1/256 is after three steps, with what a step loses that is 100 Hz off; 20 times. */
const HALF_OF_FLAGS = 17_800;

/** Steps that six ones last, and one or two zeros. */
const LEAST_ONES = 18;
const MOST_ONES = 22;
const LEAST_ZEROS = 2;
const MOST_ZEROS = 9;
/** Nothing lasts longer in flags or in what follows them. */
const LONGEST = 40;
const ENOUGH = 6;

/** Looks for tones in both blocks and for flags in all of the frame; `A_TONE`, `SOME_FLAGS`, the tones are in `state`. */
export function lookForModems(frame: Int16Array, state: Int32Array): number {
  const first = lookAt(frame, 0, state, FIRST);
  const second = lookAt(frame, TONE_BLOCK, state, SECOND);
  // bit 1: enough hiss for flags, bit 2: so much of a tone that there can be none
  const hisses = (first | second) & 2;
  const toned = first & second & 4;
  const tone = (first | second) & 1 ? A_TONE : 0;
  if (hisses && !toned && hasFlags(frame, state)) return tone | SOME_FLAGS;
  if (!hisses || toned) state[RUN] = state[FLAGS] = state[TOLD] = 0;
  return tone;
}

/** Finds the tones of a block: bit 0 when there are any, and bits 1 and 2 for what that means to flags. */
function lookAt(frame: Int16Array, start: number, state: Int32Array, place: number): number {
  const end = start + TONE_BLOCK;
  let one = 0;
  let other = 0;
  let energy = 0;
  state[place + ENERGY] = 0;
  state[place + CALLING_BIN] = state[place + CALLING_BIN + 1] = 0;
  state[place + ANSWER_BIN] = state[place + ANSWER_BIN + 1] = 0;
  for (let i = start; i < end; i += 4) {
    one = frame[i];
    other = frame[i + 2];
    energy += (one * one + other * other) >>> 8;
  }
  if (energy < LEAST_OF_HALF) return 0;
  let hiss = 0;
  for (let i = start; i < end; i += 2) {
    other = frame[i + 1];
    one = (other - frame[i]) >> 1;
    energy += (other * other) >>> 8;
    hiss += (one * one) >>> 6;
  }
  state[place + ENERGY] = energy;
  if (energy < LEAST) return 0;
  // of each second step from sample to sample: 1100 Hz has a third of its energy in them, 1650 Hz seven tenths
  if (9 * hiss < energy) return 0;
  const bits = 5 * hiss < energy ? 0 : 2;
  const most = tonesOf(frame, start, state, place, energy);
  if (2 * most < energy) return bits;
  return 4 * most < 3 * energy ? bits | 1 : bits | 5;
}

/** Leaves the parts of a tone that has half of the energy; the energy of the stronger tone. */
function tonesOf(frame: Int16Array, start: number, state: Int32Array, place: number, energy: number): number {
  const waves = MODEM_WAVES;
  let late = start + MIDDLE;
  let early = late - 1;
  let both = 0;
  let apart = 0;
  let callingRe = 0;
  let callingIm = 0;
  let answerRe = 0;
  let answerIm = 0;
  for (let at = 0; at < CARRIER; at += 4) {
    both = frame[late] + frame[early];
    apart = frame[late++] - frame[early--];
    callingRe += (both * waves[at]) >> 8;
    callingIm += (apart * waves[at + 1]) >> 8;
    answerRe += (both * waves[at + 2]) >> 8;
    answerIm += (apart * waves[at + 3]) >> 8;
  }
  const calling = energyOfTone(callingRe >> 4, callingIm >> 4);
  if (2 * calling >= energy) {
    state[place + CALLING_BIN] = callingRe;
    state[place + CALLING_BIN + 1] = callingIm;
  }
  const answer = energyOfTone(answerRe >> 4, answerIm >> 4);
  if (2 * answer >= energy) {
    state[place + ANSWER_BIN] = answerRe;
    state[place + ANSWER_BIN + 1] = answerIm;
  }
  return calling > answer ? calling : answer;
}

const energyOfTone = (re: number, im: number) => ((re * re + im * im) / UNIT) | 0;

/** Goes on through a frame that may be flags; true when they have just been found. */
function hasFlags(frame: Int16Array, state: Int32Array): boolean {
  const waves = MODEM_WAVES;
  let before0 = state[STEPS];
  let before1 = state[STEPS + 1];
  let last0 = state[STEPS + 2];
  let last1 = state[STEPS + 3];
  let prevails = state[PREVAILS];
  let run = state[RUN];
  let flags = state[FLAGS];
  let told = state[TOLD];
  let explained = 0;
  let found = false;
  let sample = 0;
  let re = 0;
  let im = 0;
  let u0 = 0;
  let u1 = 0;
  let v0 = 0;
  let v1 = 0;
  let dot = 0;
  let at = CARRIER;
  for (let start = 0; start < FRAME; start += STEP) {
    re = 0;
    im = 0;
    for (let i = start; i < start + STEP; i++) {
      sample = frame[i];
      re += (sample * waves[at]) >> 8;
      im += (sample * waves[at + 1]) >> 8;
      at += 2;
    }
    if (at === CARRIER + 64) at = CARRIER;
    re >>= 6;
    im >>= 6;
    // the last three steps, turned back by a tenth each: u + v of a one, u - v of a zero
    u0 = (1024 * last0 + COSINE * (before0 + re)) >> 10;
    u1 = (1024 * last1 + COSINE * (before1 + im)) >> 10;
    v0 = (SINE * (im - before1)) >> 10;
    v1 = (SINE * (before0 - re)) >> 10;
    dot = u0 * v0 + u1 * v1;
    explained += u0 * u0 + u1 * u1 + v0 * v0 + v1 * v1 + (dot > 0 ? 2 * dot : -2 * dot);
    before0 = last0;
    before1 = last1;
    last0 = re;
    last1 = im;
    if (dot > 0 === prevails > 0 && run < LONGEST) run++;
    else {
      // the other one prevails from here on, or it has been long
      if (run < (prevails ? LEAST_ONES : LEAST_ZEROS) || run > (prevails ? MOST_ONES : MOST_ZEROS)) {
        flags = 0;
        if (run >= LONGEST) told = 0;
      } else flags += prevails;
      prevails = dot > 0 ? 1 : 0;
      run = 1;
      if (flags >= ENOUGH) found = true;
    }
  }
  state[STEPS] = before0;
  state[STEPS + 1] = before1;
  state[STEPS + 2] = last0;
  state[STEPS + 3] = last1;
  state[PREVAILS] = prevails;
  const pure = explained >= HALF_OF_FLAGS * (state[FIRST + ENERGY] + state[SECOND + ENERGY]);
  const news = pure && found && told === 0;
  state[RUN] = pure ? run : 0;
  state[FLAGS] = pure ? flags : 0;
  state[TOLD] = pure ? (news ? 1 : told) : 0;
  return news;
}
