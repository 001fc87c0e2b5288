/**
 * Which of a country's sounds is on the pair, every 10 ms: each set of frequencies is fitted to the last 50 ms
 * by least squares, and the share of the power it explains decides.
 */

/** What the last 50 ms were, when they were none of the sounds (whose numbers count from 0). */
export const SILENCE = -1;
/** Something has begun or ended within them. */
export const EDGE = -2;
export const UNKNOWN = -3;

export type Sound = { readonly hertz: readonly number[]; readonly over: boolean };

const STEP = 80;
const STEPS = 5;
const WINDOW = STEP * STEPS;
const PEAK_0DBM0 = 22826;
/** Mean square of -40 dBm0, a little less where steps are told from silence. */
const powerOf = (dbm: number) => (PEAK_0DBM0 * 10 ** (dbm / 20)) ** 2 / 2;
const LEAST_STEP = powerOf(-41.5);
const LEAST_WINDOW = powerOf(-40.2);
/** Share of the power that a sound must explain: alone, or over a conversation and then loud enough itself. */
const ALONE = 0.85;
const OVER = 0.6;
const OVER_LEAST = powerOf(-17);
/** Every frequency of a sound must have this share of it (warning tones differ by 10 dB). */
const COMPONENT = 0.03;

type Fit = {
  readonly parts: readonly number[];
  readonly inverse: readonly (readonly number[])[];
  readonly over: boolean;
};

export class ToneMeter {
  readonly #cos: Float64Array[];
  readonly #sin: Float64Array[];
  /** Turn of each frequency from step to step. */
  readonly #turns: { readonly re: number; readonly im: number }[];
  readonly #fits: Fit[];
  /** Correlations of the last steps with each frequency, and their power sums. */
  readonly #re: Float64Array[];
  readonly #im: Float64Array[];
  readonly #power = new Float64Array(STEPS);
  #step = 0;
  /** Of the window: correlation with cosine and sine of each frequency. */
  readonly #window: Float64Array;

  /** Whether the last 10 ms were above -40 dBm0, and what the last 50 ms were. */
  sounding = false;
  label = SILENCE;

  constructor(sounds: readonly Sound[]) {
    const hertz = [...new Set(sounds.flatMap((sound) => [...sound.hertz]))];
    const table = (quarter: number) =>
      hertz.map((f) =>
        Float64Array.from({ length: STEP }, (_, n) => Math.cos(radians(f) * n - (quarter * Math.PI) / 2)),
      );
    this.#cos = table(0);
    this.#sin = table(1);
    this.#turns = hertz.map((f) => ({ re: Math.cos(radians(f) * STEP), im: -Math.sin(radians(f) * STEP) }));
    this.#fits = sounds.map((sound) => ({
      parts: sound.hertz.map((f) => hertz.indexOf(f)),
      inverse: inverseGram(sound.hertz),
      over: sound.over,
    }));
    this.#re = hertz.map(() => new Float64Array(STEPS));
    this.#im = hertz.map(() => new Float64Array(STEPS));
    this.#window = new Float64Array(2 * hertz.length);
  }

  /** Takes the 10 ms from `start` of a frame. */
  listen(frame: Int16Array, start: number): void {
    const slot = this.#step;
    this.#step = (slot + 1) % STEPS;
    let power = 0;
    for (let i = start; i < start + STEP; i++) power += frame[i] * frame[i];
    this.sounding = power >= LEAST_STEP * STEP;
    this.#power[slot] = power;
    if (this.sounding) this.#correlate(frame, start, slot);
    else
      for (let f = 0; f < this.#cos.length; f++) {
        this.#re[f][slot] = 0;
        this.#im[f][slot] = 0;
      }
    this.label = this.#judge();
  }

  reset(): void {
    this.#power.fill(0);
    this.sounding = false;
    this.label = SILENCE;
  }

  #correlate(frame: Int16Array, start: number, slot: number): void {
    for (let f = 0; f < this.#cos.length; f++) {
      const cos = this.#cos[f];
      const sin = this.#sin[f];
      let re = 0;
      let im = 0;
      for (let i = 0; i < STEP; i++) {
        const x = frame[start + i];
        re += x * cos[i];
        im -= x * sin[i];
      }
      this.#re[f][slot] = re;
      this.#im[f][slot] = im;
    }
  }

  #judge(): number {
    let power = 0;
    let loud = 0;
    for (let i = 0; i < STEPS; i++) {
      power += this.#power[i];
      if (this.#power[i] >= LEAST_STEP * STEP) loud++;
    }
    if (loud === 0) return SILENCE;
    if (loud < STEPS - 1) return EDGE;
    this.#align();
    let best = UNKNOWN;
    let share = ALONE;
    for (let i = 0; i < this.#fits.length; i++) {
      const explained = this.#explained(this.#fits[i]) / power;
      if (explained > share) {
        share = explained;
        best = i;
      }
    }
    if (best !== UNKNOWN) return best;
    if (loud < STEPS) return EDGE;
    for (let i = 0; i < this.#fits.length; i++) {
      if (!this.#fits[i].over) continue;
      const explained = this.#explained(this.#fits[i]);
      if (explained > OVER * power && explained > OVER_LEAST * WINDOW) return i;
    }
    return power >= LEAST_WINDOW * WINDOW ? UNKNOWN : EDGE;
  }

  /** Joins the steps, the oldest first, as if the window began at time 0. */
  #align(): void {
    for (let f = 0; f < this.#turns.length; f++) {
      const turn = this.#turns[f];
      let re = 0;
      let im = 0;
      let cos = 1;
      let sin = 0;
      for (let i = 0; i < STEPS; i++) {
        const slot = (this.#step + i) % STEPS;
        const a = this.#re[f][slot];
        const b = this.#im[f][slot];
        re += a * cos - b * sin;
        im += a * sin + b * cos;
        const next = cos * turn.re - sin * turn.im;
        sin = cos * turn.im + sin * turn.re;
        cos = next;
      }
      this.#window[2 * f] = re;
      this.#window[2 * f + 1] = -im;
    }
  }

  /** Sum of squares that the sound explains; 0 when one of its frequencies is missing. */
  #explained({ parts, inverse }: Fit): number {
    const size = 2 * parts.length;
    let all = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let p = 0; p < parts.length; p++) {
      let part = 0;
      let squares = 0;
      for (let r = 2 * p; r < 2 * p + 2; r++) {
        let amplitude = 0;
        for (let c = 0; c < size; c++) amplitude += inverse[r][c] * this.#window[2 * parts[c >> 1] + (c & 1)];
        part += amplitude * this.#window[2 * parts[p] + (r & 1)];
        squares += amplitude * amplitude;
      }
      all += part;
      least = Math.min(least, (squares * WINDOW) / 2);
    }
    return least < COMPONENT * all ? 0 : all;
  }
}

const radians = (hertz: number) => (2 * Math.PI * hertz) / 8000;

/** The inverse of the products, over a window, of the cosines and sines of some frequencies. */
function inverseGram(hertz: readonly number[]): number[][] {
  const waves = hertz.flatMap((f) => [
    (n: number) => Math.cos(radians(f) * n),
    (n: number) => Math.sin(radians(f) * n),
  ]);
  const size = waves.length;
  const rows = waves.map((a, r) => {
    const row = new Array<number>(2 * size).fill(0);
    for (let c = 0; c < size; c++) for (let n = 0; n < WINDOW; n++) row[c] += a(n) * waves[c](n);
    row[size + r] = 1;
    return row;
  });
  // Gauss and Jordan; the matrix is symmetric and positive, so no row need change places.
  for (let pivot = 0; pivot < size; pivot++) {
    const by = rows[pivot][pivot];
    for (let c = 0; c < 2 * size; c++) rows[pivot][c] /= by;
    for (let r = 0; r < size; r++) {
      const times = rows[r][pivot];
      if (r !== pivot) for (let c = 0; c < 2 * size; c++) rows[r][c] -= times * rows[pivot][c];
    }
  }
  return rows.map((row) => row.slice(size));
}
