/**
 * Sound to keys: the DTMF receiver (ITU-T Q.23, Q.24).
 *
 * Blocks of 10 ms. A block that is nothing but one row and one column is a hit; three hits in a row that agree, also in
 * how their phases move on, are a key, and three blocks without it are its release:
 *
 *   tone    ____|‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾|______________      40 ms hold at least three whole blocks,
 *   hits       .   1   2   3   4   .   -   -   -        23 ms at most two; a gap of 10 ms is bridged
 *   key        .   .   .   5   5   5   5   5   .
 *
 * The phase that a tone gains from block to block tells its frequency far better than a block of 10 ms could.
 * What the telephone is made to hear comes back through the line, weaker: it is allowed for in the energy, and is
 * never taken for a key. Per sample it is `lookForKeys` that works; here the few blocks are judged that may hold a key.
 */
import { frozen } from "../base/frozen.js";
import { keepHeard, lookForKeys, loudestEcho } from "./dtmf-look.js";
import {
  BLOCK,
  CANDIDATE,
  COLUMN_BIN,
  DTMF_STATE,
  ENERGY,
  FIRST,
  HEARD,
  IN_FIRST,
  IN_SECOND,
  LAST,
  LOUDNESS,
  ROW_BIN,
  SECOND,
  TONE,
  TONES,
  UNEXPLAINED,
} from "./dtmf-state.js";
import { RATE } from "./oscillator.js";

const FRAME = 160;
const HITS = 3;
const MISSES = 3;

/** The energy in 1/256 of a sine in a block, for its squared correlation there: (A^2 B / 2 / 256) / (A B 32767 / 2 / 256)^2. */
const POWER = 512 / (BLOCK * 32767 * 32767);

/** Weaker tones are no key, in 1/256: -28.5 dBm. */
const LEAST_TONE = ((22826 * 10 ** (-28.5 / 20)) ** 2 * BLOCK) / 512;

/** Of row to column and of column to row, as ratios: -8 and +4 dB, and 2 dB for noise. */
const ROW_OVER_COLUMN = 10 ** 1.0;
const COLUMN_OVER_ROW = 10 ** 0.6;

/** So much of a block's energy is in its two tones: as far as a single block can tell, and once their frequencies are known. */
const PURITY = 0.7;
const KNOWN_PURITY = 0.82;

/** Phases are in 2^-32 of a turn, so that they go round as the numbers do. */
const TURN = 0x1_0000_0000;

/** Turns of each tone in a block; and what is left of them, which is what its phase gains. */
const TURNS: readonly number[] = frozen(TONES.map((hertz) => (hertz * BLOCK * TURN) / RATE));
const GAINS: readonly number[] = frozen(TURNS.map((turns) => turns | 0));

/** A tone may be off by this part of its frequency: Q.24 accepts 1.5 % and refuses 3.5 %. */
const TOLERANCE = 0.022;
/** How much two steps of phase may differ. */
const STEADY = 0.07 * TURN;
/** How much a tone may change from block to block, as a ratio of energies. */
const EVEN = 1.9;

/** The same three while an echo of this part of the energy may be in the block: it shakes the tones a little. */
const LOUD_ECHO = 1 / 32;
const ECHO_TOLERANCE = 0.025;
const ECHO_STEADY = 0.12 * TURN;
const ECHO_EVEN = 3;

/** An echo has at most this part of what is heard at one frequency. */
const ECHO_TONE = 1 / 3;

/** Answers of `speak`, as bits. */
export const PRESSED = 1;
export const RELEASED = 2;

/** The row and the column of each key leave this in the bins of each other: cosine part, sine part. */
const LEAKS = new Float32Array(2 * 16);
for (let key = 0; key < 16; key++)
  for (let i = 0; i < BLOCK; i++) {
    const row = (2 * Math.PI * TONES[key >> 2] * (i - (BLOCK - 1) / 2)) / RATE;
    const column = (2 * Math.PI * TONES[4 + (key & 3)] * (i - (BLOCK - 1) / 2)) / RATE;
    LEAKS[2 * key] += (2 * Math.cos(row) * Math.cos(column)) / BLOCK;
    LEAKS[2 * key + 1] += (2 * Math.sin(row) * Math.sin(column)) / BLOCK;
  }

export class DtmfRx {
  /** Place of the key that is down in `KEYS`, or -1. */
  key = -1;
  /** This frame holds what is or may become a key: two hits that agree, a key that is down. */
  suspicious = false;
  readonly #state = new Int32Array(DTMF_STATE);
  readonly #heard = new Int16Array(HEARD * FRAME);
  /** Views of its frames, made when one is asked for: without an echo canceller nobody does. */
  #frames: readonly Int16Array[] | null = null;
  #writing = 0;
  /** The key of the last block, how many hits in a row it has, and how many blocks the key that is down is gone. */
  #candidate = -1;
  #hits = 0;
  #misses = 0;

  /** A frame of what the telephone says. Answers with `PRESSED` for a new key in `key`, `RELEASED` for an old one gone. */
  speak(frame: Int16Array): number {
    const found = lookForKeys(frame, this.#heard, this.#state);
    const down = this.key >= 0;
    if ((found & (IN_FIRST | IN_SECOND)) === 0 && this.#hits === 0 && !down) {
      this.suspicious = false;
      return 0;
    }
    const told = this.#block(found & IN_FIRST, FIRST);
    const paired = this.#hits > 1;
    const all = told | this.#block(found & IN_SECOND, SECOND);
    this.suspicious = down || paired || this.#hits > 1;
    return all;
  }

  /** What the telephone was last made to hear, until it hears something else. */
  get heard(): Int16Array {
    this.#frames ??= Array.from({ length: HEARD }, (_, at) => this.#heard.subarray(at * FRAME, (at + 1) * FRAME));
    return this.#frames[this.#writing > 0 ? this.#writing - 1 : HEARD - 1];
  }

  /** What it is made to hear is a tone of ours, and not what somebody says. */
  set hearsTone(tone: boolean) {
    this.#state[TONE] = tone ? 1 : 0;
  }

  /** A frame of what the telephone is made to hear. */
  listen(frame: Int16Array): void {
    const at = this.#writing;
    keepHeard(frame, this.#heard, at * FRAME);
    this.#state[LOUDNESS + at] = -1;
    this.#writing = at + 1 < HEARD ? at + 1 : 0;
  }

  /** Forgets everything: the receiver was lifted. */
  reset(): void {
    this.key = -1;
    this.suspicious = false;
    this.#candidate = -1;
    this.#hits = 0;
    this.#misses = 0;
    this.#heard.fill(0);
    this.#state.fill(0);
  }

  /** What the block at a place tells, in which there may be a key or not. */
  #block(candidate: number, place: number): number {
    const found = candidate === 0 ? -1 : this.#judge(place);
    this.#candidate = found;
    if (found < 0) this.#hits = 0;
    let told = 0;
    if (this.key >= 0) {
      if (found === this.key) this.#misses = 0;
      else if (++this.#misses >= MISSES) {
        this.key = -1;
        told = RELEASED;
      }
    }
    if (this.#hits >= HITS && found !== this.key) {
      if (this.key >= 0) told = RELEASED;
      this.key = found;
      this.#misses = 0;
      told |= PRESSED;
    }
    return told;
  }

  /** The key of a block that may hold one, after its tones are known more exactly, or -1; counts it as a hit. */
  #judge(place: number): number {
    const state = this.#state;
    const found = state[place + CANDIDATE];
    const unexplained = state[place + UNEXPLAINED];
    // each tone without what the other one leaves in its bin
    const cosineLeak = LEAKS[2 * found];
    const sineLeak = LEAKS[2 * found + 1];
    const rowRe = state[place + ROW_BIN] - cosineLeak * state[place + COLUMN_BIN];
    const rowIm = state[place + ROW_BIN + 1] - sineLeak * state[place + COLUMN_BIN + 1];
    const columnRe = state[place + COLUMN_BIN] - cosineLeak * state[place + ROW_BIN];
    const columnIm = state[place + COLUMN_BIN + 1] - sineLeak * state[place + ROW_BIN + 1];
    const low = (rowRe * rowRe + rowIm * rowIm) * POWER;
    const high = (columnRe * columnRe + columnIm * columnIm) * POWER;
    if (low < LEAST_TONE || high < LEAST_TONE || low + high < PURITY * unexplained) return -1;
    if (low > ROW_OVER_COLUMN * high || high > COLUMN_OVER_ROW * low) return -1;
    const row = found >> 2;
    const column = 4 + (found & 3);
    // a key that is held may come back from afar, as loud as it likes
    if (found !== this.key && (this.#isEcho(row, low) || this.#isEcho(column, high))) return -1;
    const echoing = state[place + ENERGY] - unexplained > LOUD_ECHO * state[place + ENERGY];
    const rowAgrees = this.#goesOn(LAST, row, low, Math.atan2(-rowIm, rowRe), echoing);
    const columnAgrees = this.#goesOn(LAST + 3, column, high, Math.atan2(-columnIm, columnRe), echoing);
    const agrees =
      rowAgrees &&
      columnAgrees &&
      found === this.#candidate &&
      low * fullness(state[LAST + 2]) + high * fullness(state[LAST + 5]) > KNOWN_PURITY * unexplained;
    this.#hits = agrees ? this.#hits + 1 : 1;
    return found;
  }

  /** The telephone has just heard this frequency, and loud enough for this to be its echo. */
  #isEcho(tone: number, energy: number): boolean {
    const state = this.#state;
    for (let i = LOUDNESS; i < LOUDNESS + HEARD; i++)
      if (state[i] * ECHO_TONE >= energy) return loudestEcho(this.#heard, tone) * ECHO_TONE > energy;
    return false;
  }

  /** Takes note of a tone; true when it goes on from the last block, if it was there. */
  #goesOn(last: number, tone: number, energy: number, angle: number, echoing: boolean): boolean {
    const state = this.#state;
    const phase = ((angle * TURN) / (2 * Math.PI)) | 0;
    const before = state[last];
    const step = (phase - state[last + 1] - GAINS[tone]) | 0;
    const lastStep = state[last + 2];
    state[last] = energy;
    state[last + 1] = phase;
    state[last + 2] = step;
    const even = echoing ? ECHO_EVEN : EVEN;
    if (energy > even * before || before > even * energy) return false;
    const tolerance = (echoing ? ECHO_TOLERANCE : TOLERANCE) * TURNS[tone];
    const steady = echoing ? ECHO_STEADY : STEADY;
    const offset = this.#hits > 1 ? (step + lastStep) / 2 : step;
    if (offset > tolerance || offset < -tolerance) return false;
    return this.#hits < 2 || (step - lastStep < steady && lastStep - step < steady);
  }
}

/** What the bin of a tone has lost because its frequency is a little off, for how its phase differed: the reciprocal. */
const fullness = (step: number) => {
  const angle = (Math.PI * step) / TURN;
  return 1 + (angle * angle) / 3;
};
