/**
 * Background noise as a few octets, and back (RFC 3389): its level, and the shape of its spectrum as reflection
 * coefficients of a lattice through which white noise is sent.
 *
 *   octet 0: 0 LLLLLLL, the level is −L dBov;  octets 1 to M: N, the coefficient is 258 (N − 127) / 32768
 */
import { autocorrelate } from "./autocorrelation.js";
import { fillNoise } from "./lattice.js";
import { CHANCE, LATTICE, ORDER, PEAK, REFLECTIONS } from "./lattice-state.js";
import { loudnessOf } from "./level.js";
import { MOST_ORDER, reflectionsOf } from "./linear-prediction.js";
import { SPAN } from "./span.js";

/** Mean square of 0 dBov: a square wave of full scale (RFC 3389 section 3.1). */
const OVERLOAD = 2 ** 30;
const SOFTEST = 127;
/** What is said to be louder is no background, and would not fit the lattice. */
const LOUDEST = 20;
/** A spectrum that leaves less of its power unforetold is no background, and the lattice's own rounding would be heard. */
const LEAST_UNFORETOLD = 1e-4;

const STEP = 258;
const MIDDLE = 127;
const LARGEST_INDEX = 254;

/** Frames are averaged over so many, and a level that has changed by so many dB is worth telling. */
const MEMORY = 8;
const WORTH_TELLING = 2;

/** Of what is new about a noise, this part comes with each frame: it must not jump. */
const APPROACH = 4;

/** Part of the autocorrelation that stays at each lag: a spectrum of 8 frames has peaks that are only chance. */
const SMOOTH = 0.995;

/** The noise that was described, until it is described anew. */
export class ComfortNoise {
  readonly #lattice = new Int32Array(LATTICE);
  readonly #goal = new Int32Array(MOST_ORDER);
  /** Mean square of the noise as it was told, and as it is by now. */
  #goalSquare = 0;
  #square = 0;
  #started = false;

  /** `seed` is where its chance begins: 32 bits. */
  constructor(seed: number) {
    this.#lattice[CHANCE] = seed;
  }

  /** A payload of RFC 3389 that begins at `start`; an empty one changes nothing, coefficients past the tenth neither. */
  hear(payload: Uint8Array, start: number, length: number): void {
    if (length < 1) return;
    const goal = this.#goal;
    const order = Math.min(length - 1, MOST_ORDER);
    let unforetold = 1;
    for (let i = 0; i < MOST_ORDER; i++) {
      const index = i < order ? Math.min(payload[start + 1 + i], LARGEST_INDEX) : MIDDLE;
      const reflection = STEP * (index - MIDDLE);
      const left = unforetold * (1 - (reflection / 32768) ** 2);
      goal[i] = left < LEAST_UNFORETOLD ? 0 : reflection;
      if (left >= LEAST_UNFORETOLD) unforetold = left;
    }
    this.#goalSquare = OVERLOAD * 10 ** (-Math.max(LOUDEST, payload[start] & SOFTEST) / 10);
    if (this.#started) return;
    this.#started = true;
    this.#square = this.#goalSquare;
    this.#lattice.set(goal, REFLECTIONS);
  }

  /** The noise in place of what was in the frame; silence until one was heard of. */
  fill(frame: Int16Array): void {
    const lattice = this.#lattice;
    const goal = this.#goal;
    this.#square += (this.#goalSquare - this.#square) / APPROACH;
    let unforetold = 1;
    let order = 0;
    for (let i = 0; i < MOST_ORDER; i++) {
      const reflection = lattice[REFLECTIONS + i];
      const next = reflection + nearer(goal[i] - reflection);
      lattice[REFLECTIONS + i] = next;
      if (next === 0) continue;
      order = i + 1;
      unforetold *= 1 - (next / 32768) ** 2;
    }
    // the sum of two even chances has a mean square of two thirds of their peak's
    lattice[PEAK] = Math.round(8 * Math.sqrt(1.5 * this.#square * unforetold));
    lattice[ORDER] = order;
    fillNoise(lattice, frame);
  }
}

/** The noise that is in frames, as a payload. */
export class NoiseAnalysis {
  readonly #order: number;
  readonly #room = new Int16Array(SPAN);
  readonly #sums = new Int32Array(MOST_ORDER + 1);
  readonly #averages = new Float64Array(MOST_ORDER + 1);
  readonly #reflections = new Float64Array(MOST_ORDER);
  readonly #predictor = new Float64Array(MOST_ORDER);
  #frames = 0;
  #meanSquare = 0;
  #told = -1;

  /** Coefficients to be told, 0 to `MOST_ORDER`. */
  constructor(order: number) {
    this.#order = order;
  }

  /** A frame in which nobody speaks. */
  hear(frame: Int16Array): void {
    const averages = this.#averages;
    const sums = this.#sums;
    autocorrelate(frame, 0, this.#order, this.#room, sums);
    const memory = Math.min(++this.#frames, MEMORY);
    for (let lag = 0; lag <= this.#order; lag++) averages[lag] += (sums[lag] - averages[lag]) / memory;
    this.#meanSquare += (loudnessOf(frame) - this.#meanSquare) / memory;
  }

  /** Somebody has spoken: what was before is not what will be. */
  reset(): void {
    this.#frames = 0;
    this.#told = -1;
  }

  /** dB below overload, as it would be told. */
  get level(): number {
    if (this.#meanSquare === 0) return SOFTEST;
    return Math.max(0, Math.min(SOFTEST, Math.round(-10 * Math.log10(this.#meanSquare / OVERLOAD))));
  }

  /** Nothing has been told yet, or another level. */
  get changed(): boolean {
    return this.#frames > 0 && (this.#told < 0 || Math.abs(this.level - this.#told) >= WORTH_TELLING);
  }

  /** Writes the payload; returns its length. */
  describe(into: Uint8Array, start: number): number {
    const order = this.#order;
    const sums = this.#sums;
    let keep = 1;
    for (let lag = 0; lag <= order; lag++) {
      sums[lag] = Math.round(this.#averages[lag] * keep);
      keep *= SMOOTH;
    }
    reflectionsOf(sums, order, this.#reflections, this.#predictor);
    this.#told = this.level;
    into[start] = this.#told;
    for (let i = 0; i < order; i++) {
      const index = MIDDLE + Math.round((this.#reflections[i] * 32768) / STEP);
      into[start + 1 + i] = Math.max(0, Math.min(LARGEST_INDEX, index));
    }
    return 1 + order;
  }
}

const nearer = (distance: number) =>
  distance > -APPROACH && distance < APPROACH ? distance : (distance / APPROACH) | 0;
