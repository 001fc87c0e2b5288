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
 * never taken for a key.
 */
import { frozen } from "../base/frozen.js";
import { correlate, correlateFour, energyOf } from "./correlate.js";
import { COLUMNS, ROWS } from "./dtmf.js";
import { RATE } from "./oscillator.js";
import { fourWavesOf, waveOf } from "./wave.js";

const BLOCK = 80;
const FRAME = 160;
const HITS = 3;
const MISSES = 3;

/** `energyOf` a sine in a block, for its squared correlation there: (A^2 B / 2 / 256) / (A B 32767 / 2 / 256)^2. */
const ENERGY = 512 / (BLOCK * 32767 * 32767);

/** `energyOf` a block with a sine of `dbm`. */
const energyAt = (dbm: number) => ((22826 * 10 ** (dbm / 20)) ** 2 * BLOCK) / 512;

/** Weaker tones are no key: Q.24 asks for -25 dBm, and a tone off its frequency loses up to 0.9 dB in a block. */
const LEAST_TONE = energyAt(-28.5);

/** Of row to column and of column to row, as ratios: -8 and +4 dB, and 2 dB for noise. */
const ROW_OVER_COLUMN = 10 ** 1.0;
const COLUMN_OVER_ROW = 10 ** 0.6;

/** The weakest row has this part of a key's energy. */
const LEAST_ROW = 0.1;

/** So much of a block's energy is in its two tones: as far as a single block can tell, and once their frequencies are known. */
const PURITY = 0.7;
const KNOWN_PURITY = 0.82;

/** The second row or column is at least 3 dB below the first. */
const NEIGHBOUR = 0.5;

/** A tone may be off by this part of its frequency: Q.24 accepts 1.5 % and refuses 3.5 %. */
const TOLERANCE = 0.022;

/** How much two steps of phase may differ, in turns. */
const STEADY = 0.07;

/** How much a tone may change from block to block, as a ratio of energies. */
const EVEN = 1.9;

/** The same three while an echo of this part of the energy may be in the block: it shakes the tones a little. */
const LOUD_ECHO = 1 / 32;
const ECHO_TOLERANCE = 0.025;
const ECHO_STEADY = 0.12;
const ECHO_EVEN = 3;

/** The echo of what the telephone hears: at most this much of its energy, and of its energy at one frequency. */
const ECHO = 1 / 8;
const ECHO_TONE = 1 / 3;

/** Frames the echo can be late, the one of now included. */
const HEARD = 4;

/** Answers of `speak`, as bits. */
export const PRESSED = 1;
export const RELEASED = 2;

/** Rows, then columns; the order of everything below. */
const TONES: readonly number[] = frozen([...ROWS, ...COLUMNS]);

const WAVES: readonly Int16Array[] = frozen(TONES.map((hertz) => waveOf(hertz, BLOCK)));
const ROW_WAVES = fourWavesOf(ROWS, BLOCK);
const COLUMN_WAVES = fourWavesOf(COLUMNS, BLOCK);

/** Turns that each tone has in a block. */
const LENGTHS: readonly number[] = frozen(TONES.map((hertz) => (hertz * BLOCK) / RATE));

/**
 * What a tone leaves in the bin of another, at 4 * (8 * tone + bin): the complex factor of the tone's own bin, and that
 * of its conjugate.
 */
const LEAKS = new Float32Array(4 * 64);
TONES.forEach((tone, i) => {
  TONES.forEach((bin, j) => {
    for (let n = 0; n < BLOCK; n++) {
      const near = (2 * Math.PI * (tone - bin) * n) / RATE;
      const far = (-2 * Math.PI * (tone + bin) * n) / RATE;
      LEAKS[4 * (8 * i + j)] += Math.cos(near) / BLOCK;
      LEAKS[4 * (8 * i + j) + 1] += Math.sin(near) / BLOCK;
      LEAKS[4 * (8 * i + j) + 2] += Math.cos(far) / BLOCK;
      LEAKS[4 * (8 * i + j) + 3] += Math.sin(far) / BLOCK;
    }
  });
});

export class DtmfRx {
  /** Place of the key that is down in `KEYS`, or -1. */
  key = -1;
  /** This frame holds what is or may become a key: two hits that agree, a key that is down. */
  suspicious = false;
  readonly #bins = new Int32Array(2 * WAVES.length);
  /** `energyOf` each tone, were it alone. */
  readonly #powers = new Float64Array(WAVES.length);
  readonly #echo = new Int32Array(2);
  readonly #heard = new Int16Array(HEARD * FRAME);
  readonly #loudness = new Int32Array(2 * HEARD);
  #writing = 0;
  #loudest = 0;
  /** The key of the last block, how many hits in a row it has, and how many blocks the key that is down is gone. */
  #candidate = -1;
  #hits = 0;
  #misses = 0;
  /** Of row and column: energy and phase (in turns) in this block and in the last one, and the step between them. */
  readonly #energies = new Float64Array(2);
  readonly #phases = new Float64Array(2);
  readonly #lastEnergies = new Float64Array(2);
  readonly #lastPhases = new Float64Array(2);
  readonly #steps = new Float64Array(2);
  /** Energy of this block that is no echo. */
  #unexplained = 0;
  #echoing = false;

  /** A frame of what the telephone says. Answers with `PRESSED` for a new key in `key`, `RELEASED` for an old one gone. */
  speak(frame: Int16Array): number {
    const down = this.key >= 0;
    const told = this.#block(frame, 0);
    const paired = this.#hits > 1;
    const all = told | this.#block(frame, BLOCK);
    this.suspicious = down || paired || this.#hits > 1;
    return all;
  }

  /** A frame of what the telephone is made to hear. */
  listen(frame: Int16Array): void {
    const at = this.#writing;
    const loudness = this.#loudness;
    this.#heard.set(frame, at * FRAME);
    loudness[2 * at] = energyOf(frame, 0, BLOCK);
    loudness[2 * at + 1] = energyOf(frame, BLOCK, BLOCK);
    this.#writing = at + 1 < HEARD ? at + 1 : 0;
    let loudest = 0;
    for (let i = 0; i < 2 * HEARD; i++) if (loudness[i] > loudest) loudest = loudness[i];
    this.#loudest = loudest;
  }

  /** Forgets everything: the receiver was lifted. */
  reset(): void {
    this.key = -1;
    this.suspicious = false;
    this.#candidate = -1;
    this.#hits = 0;
    this.#misses = 0;
    this.#heard.fill(0);
    this.#loudness.fill(0);
    this.#loudest = 0;
  }

  #block(frame: Int16Array, start: number): number {
    const found = this.#look(frame, start);
    if (found < 0) {
      this.#candidate = -1;
      this.#hits = 0;
    } else if (this.#follows(found)) this.#hits++;
    else this.#hits = 1;
    this.#candidate = found;
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

  /** The one key that can be in this block, or -1. */
  #look(frame: Int16Array, start: number): number {
    const energy = energyOf(frame, start, BLOCK);
    if (energy < 2 * LEAST_TONE) return -1;
    const unexplained = energy - this.#loudest * ECHO;
    const powers = this.#powers;
    const row = this.#strongest(frame, start, 0);
    if (powers[row] < LEAST_ROW * unexplained) return -1;
    const column = this.#strongest(frame, start, 4);
    const mostBesideRow = NEIGHBOUR * powers[row];
    const mostBesideColumn = NEIGHBOUR * powers[column];
    for (let i = 0; i < 4; i++) {
      if (i !== row && powers[i] > mostBesideRow) return -1;
      if (4 + i !== column && powers[4 + i] > mostBesideColumn) return -1;
    }
    this.#separate(0, row, column);
    this.#separate(1, column, row);
    const low = this.#energies[0];
    const high = this.#energies[1];
    if (low < LEAST_TONE || high < LEAST_TONE || low + high < PURITY * unexplained) return -1;
    if (low > ROW_OVER_COLUMN * high || high > COLUMN_OVER_ROW * low) return -1;
    const key = 4 * row + column - 4;
    // a key that is held may come back from afar, as loud as it likes
    if (key !== this.key && (this.#isEcho(row, low) || this.#isEcho(column, high))) return -1;
    this.#unexplained = unexplained;
    this.#echoing = energy - unexplained > LOUD_ECHO * energy;
    return key;
  }

  /** Energy and phase of a tone, without what the other one leaves in its bin. */
  #separate(part: number, tone: number, other: number): void {
    const bins = this.#bins;
    const leak = 4 * (8 * other + tone);
    const re = bins[2 * other];
    const im = -bins[2 * other + 1];
    const near = LEAKS[leak] * re - LEAKS[leak + 1] * im + LEAKS[leak + 2] * re + LEAKS[leak + 3] * im;
    const far = LEAKS[leak] * im + LEAKS[leak + 1] * re - LEAKS[leak + 2] * im + LEAKS[leak + 3] * re;
    const inPhase = bins[2 * tone] - near;
    const quadrature = -bins[2 * tone + 1] - far;
    this.#energies[part] = (inPhase * inPhase + quadrature * quadrature) * ENERGY;
    this.#phases[part] = Math.atan2(quadrature, inPhase) / (2 * Math.PI);
  }

  /** Of the four rows or the four columns, whose powers it finds. */
  #strongest(frame: Int16Array, start: number, first: number): number {
    const bins = this.#bins;
    const powers = this.#powers;
    correlateFour(frame, start, BLOCK, first === 0 ? ROW_WAVES : COLUMN_WAVES, bins, 2 * first);
    let best = first;
    let most = -1;
    for (let i = first; i < first + 4; i++) {
      const inPhase = bins[2 * i];
      const quadrature = bins[2 * i + 1];
      const power = (inPhase * inPhase + quadrature * quadrature) * ENERGY;
      powers[i] = power;
      if (power > most) {
        most = power;
        best = i;
      }
    }
    return best;
  }

  /** The telephone has just heard this frequency, and loud enough for this to be its echo. */
  #isEcho(tone: number, energy: number): boolean {
    if (this.#loudest * ECHO_TONE < energy) return false;
    const echo = this.#echo;
    for (let at = 0; at < HEARD * FRAME; at += BLOCK) {
      correlate(this.#heard, at, BLOCK, WAVES[tone], echo, 0);
      const heard = (echo[0] * echo[0] + echo[1] * echo[1]) * ENERGY;
      if (heard * ECHO_TONE > energy) return true;
    }
    return false;
  }

  /** Takes note of this hit; true when it goes on from the last one. */
  #follows(found: number): boolean {
    const row = this.#goesOn(0, found >> 2, found);
    const column = this.#goesOn(1, 4 + (found & 3), found);
    if (!row || !column) return false;
    return this.#full(0) + this.#full(1) > KNOWN_PURITY * this.#unexplained;
  }

  #goesOn(part: number, tone: number, found: number): boolean {
    const energy = this.#energies[part];
    const phase = this.#phases[part];
    const before = this.#lastEnergies[part];
    const last = this.#steps[part];
    const step = nearest(phase - this.#lastPhases[part] - LENGTHS[tone]);
    this.#lastEnergies[part] = energy;
    this.#lastPhases[part] = phase;
    this.#steps[part] = step;
    if (found !== this.#candidate) return false;
    const even = this.#echoing ? ECHO_EVEN : EVEN;
    const tolerance = LENGTHS[tone] * (this.#echoing ? ECHO_TOLERANCE : TOLERANCE);
    const steady = this.#echoing ? ECHO_STEADY : STEADY;
    if (energy > even * before || before > even * energy) return false;
    const offset = this.#hits > 1 ? (step + last) / 2 : step;
    if (offset > tolerance || offset < -tolerance) return false;
    return this.#hits < 2 || (step - last < steady && last - step < steady);
  }

  /** The energy of a tone, with what its bin has lost because its frequency is a little off. */
  #full(part: number): number {
    const angle = Math.PI * this.#steps[part];
    return this.#energies[part] * (1 + (angle * angle) / 3);
  }
}

/** A turn from -1/2 to 1/2. */
const nearest = (turns: number) => turns - Math.round(turns);
