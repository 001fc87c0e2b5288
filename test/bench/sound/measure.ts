/**
 * How much of what was said is heard, how late, and how well. Pure: two recordings in, figures out.
 *
 * 1. Lags. For each 250 ms of speech (every 100 ms) the shift at which what was heard is most like it, by normalised
 *    correlation: coarsely at a quarter of the rate, then to the sample.
 * 2. Level. One gain for the whole: the median of what fits each window best.
 * 3. Frames. Each 20 ms of active speech (above -40 dB of the speech's mean power) is compared at whichever of the lags
 *    found within 300 ms of it fits best: signal to noise, clamped to -10 ... 35 dB as is usual for segmental SNR, and
 *    the rms difference of log spectra from 300 to 3400 Hz (32 ms, Hann), in dB.
 *
 * A frame below 15 dB is damaged: it was lost, made up, cut or stretched. It is a gap when hardly anything is heard.
 * Delay is read off the frames that are whole. Where it grows from one to the next, sound was repeated or made up;
 * where it shrinks, sound was left out.
 */

const RATE = 8000;
const FRAME = 160;
const WINDOW = 2000;
const HOP = 800;
const NEAR = 2400;
/** Samples averaged to one for the coarse search. */
const COARSE = 4;
/** Places that are looked at closely. */
const PEAKS = 8;
/** A window's lag counts when it is at least so like. */
const LIKE = 0.6;
const ACTIVE_DB = -40;
const DAMAGED_DB = 15;
const GAP_DB = -20;
const [WORST_DB, BEST_DB] = [-10, 35];
const SPECTRUM = 256;
const [FIRST_BIN, LAST_BIN] = [10, 109];
/** Below this under the speech's mean power a spectrum is taken to be silent. */
const FLOOR_DB = -50;
/** A change of lag smaller than this is the search's own. */
const STEP = 4;

export type Measured = {
  /** Shares of the active frames. */
  readonly damaged: number;
  readonly gaps: number;
  /** Mean segmental signal to noise, dB. */
  readonly snr: number;
  /** Mean log spectral distortion, dB. */
  readonly distortion: number;
  /** ms, over the frames that are whole: median, 95 % and worst; NaN when none is. */
  readonly delay: number;
  readonly delay95: number;
  readonly delayWorst: number;
  /** ms of sound repeated or made up while the delay grew, and left out while it shrank. */
  readonly repeated: number;
  readonly leftOut: number;
  readonly frames: number;
};

/**
 * `said` and `heard` at 8 kHz; `start`: ms from the moment sample 0 was said to the moment sample 0 of `heard` sounded.
 * Only speech from sample `from` on is judged; delays up to `most` ms are looked for.
 */
export function measure(said: Int16Array, heard: Int16Array, start: number, from = 0, most = 600): Measured {
  const base = Math.round((start * RATE) / 1000);
  const power = meanPower(said);
  const spots: Spot[] = [];
  for (let at = from; at + WINDOW <= said.length; at += HOP) {
    if (energy(said, at, WINDOW) < (WINDOW * power) / 10) continue;
    const lag = lagOf(said, heard, at, base, (most * RATE) / 1000);
    if (lag !== null) spots.push({ at: at + WINDOW / 2, lag });
  }
  const gain = gainOf(said, heard, spots);
  const active = power * 10 ** (ACTIVE_DB / 10) * FRAME;
  const frames: Frame[] = [];
  for (let at = from; at + SPECTRUM <= said.length; at += FRAME) {
    if (energy(said, at, FRAME) <= active) continue;
    frames.push(frameOf(said, heard, at, spots, gain, power));
  }
  return summary(frames, base);
}

/** Delays of clicks, ms: where each `length` of `said` is found in `heard`; null for one that is not. */
export function clickDelays(
  said: Int16Array,
  heard: Int16Array,
  start: number,
  clicks: readonly number[],
  length: number,
  most = 600,
): (number | null)[] {
  const base = Math.round((start * RATE) / 1000);
  return clicks.map((at) => {
    let best = { like: 0, lag: 0 };
    for (let lag = 0; lag <= (most * RATE) / 1000; lag++) {
      const like = correlation(said, at, heard, at + lag - base, length);
      if (like > best.like) best = { like, lag };
    }
    return best.like > 0.8 ? (best.lag * 1000) / RATE : null;
  });
}

/** Of numbers: the value below which this share of them lies; NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** `lag`: from an index of what was said to that of what was heard. */
type Spot = { readonly at: number; readonly lag: number };
type Frame = { readonly at: number; lag: number; snr: number; distortion: number; gap: boolean };

function summary(frames: readonly Frame[], base: number): Measured {
  const whole = frames.filter(({ snr }) => snr >= DAMAGED_DB);
  const delays = whole.map(({ lag }) => ((lag + base) * 1000) / RATE);
  let [repeated, leftOut] = [0, 0];
  for (let i = 1; i < whole.length; i++) {
    const change = whole[i].lag - whole[i - 1].lag;
    if (change > STEP) repeated += change;
    else if (change < -STEP) leftOut -= change;
  }
  const mean = (of: (frame: Frame) => number) => frames.reduce((sum, frame) => sum + of(frame), 0) / frames.length;
  return {
    damaged: 1 - whole.length / frames.length,
    gaps: mean(({ gap }) => (gap ? 1 : 0)),
    snr: mean(({ snr }) => snr),
    distortion: mean(({ distortion }) => distortion),
    delay: quantile(delays, 0.5),
    delay95: quantile(delays, 0.95),
    delayWorst: quantile(delays, 1),
    repeated: (repeated * 1000) / RATE,
    leftOut: (leftOut * 1000) / RATE,
    frames: frames.length,
  };
}

/** The frame at the lag that suits it best; where none was found near it, it is not there at all. */
function frameOf(
  said: Int16Array,
  heard: Int16Array,
  at: number,
  spots: readonly Spot[],
  gain: number,
  power: number,
): Frame {
  const own = energy(said, at, FRAME);
  const best: Frame = { at, lag: 0, snr: Number.NEGATIVE_INFINITY, distortion: 0, gap: false };
  const tried = new Set<number>();
  for (const { at: where, lag } of spots) {
    if (Math.abs(where - at) > NEAR || tried.has(lag)) continue;
    tried.add(lag);
    let error = 0;
    for (let i = 0; i < FRAME; i++) {
      const difference = said[at + i] - gain * (heard[at + i + lag] ?? 0);
      error += difference * difference;
    }
    const snr = 10 * Math.log10(own / Math.max(error, own * 1e-9));
    if (snr > best.snr) Object.assign(best, { snr, lag });
  }
  const there = tried.size > 0 ? gain : 0;
  best.distortion = distortionOf(spectrum(said, at, 1), spectrum(heard, at + best.lag, there), power);
  let rest = 0;
  for (let i = 0; i < FRAME; i++) rest += (there * (heard[at + i + best.lag] ?? 0)) ** 2;
  best.gap = rest < own * 10 ** (GAP_DB / 10);
  best.snr = Math.max(WORST_DB, Math.min(BEST_DB, best.snr));
  return best;
}

/** Where `heard` is most like the window at `at`, as the lag from its index in `said`; null when it is nowhere. */
function lagOf(said: Int16Array, heard: Int16Array, at: number, base: number, most: number): number | null {
  const piece = thin(said, at, WINDOW);
  const field = thin(heard, at - base, WINDOW + most);
  const likes: number[] = [];
  for (let shift = 0; shift + piece.length <= field.length; shift++)
    likes.push(likeness(piece, 0, field, shift, piece.length));
  // the whole pitch periods beside it look almost like the right place from so far
  const peaks = likes
    .map((like, shift) => ({ like, shift }))
    .filter(({ like, shift }) => like >= (likes[shift - 1] ?? -1) && like >= (likes[shift + 1] ?? -1))
    .sort((a, b) => b.like - a.like)
    .slice(0, PEAKS);
  let best = { like: 0, lag: 0 };
  for (const { shift } of peaks) {
    const coarse = shift * COARSE - base;
    for (let lag = coarse - COARSE; lag <= coarse + COARSE; lag++) {
      const like = correlation(said, at, heard, at + lag, WINDOW);
      if (like > best.like) best = { like, lag };
    }
  }
  return best.like >= LIKE ? best.lag : null;
}

/** The median of what fits each window best, by least squares. */
function gainOf(said: Int16Array, heard: Int16Array, spots: readonly Spot[]): number {
  const gains = spots.map(({ at, lag }) => {
    let [product, square] = [0, 0];
    for (let i = at - HOP / 2; i < at + HOP / 2; i++) {
      const sound = heard[i + lag] ?? 0;
      product += said[i] * sound;
      square += sound * sound;
    }
    return square > 0 ? product / square : 1;
  });
  return gains.length > 0 ? quantile(gains, 0.5) : 1;
}

function thin(samples: Int16Array, from: number, length: number): Float64Array {
  const thinned = new Float64Array(Math.floor(length / COARSE));
  for (let i = 0; i < thinned.length; i++)
    for (let j = 0; j < COARSE; j++) thinned[i] += samples[from + i * COARSE + j] ?? 0;
  return thinned;
}

type Samples = Int16Array | Float64Array;

function correlation(a: Int16Array, from: number, b: Int16Array, to: number, length: number): number {
  return to < 0 || to + length > b.length ? 0 : likeness(a, from, b, to, length);
}

function likeness(a: Samples, from: number, b: Samples, to: number, length: number): number {
  let [product, one, other] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    const x = a[from + i];
    const y = b[to + i];
    product += x * y;
    one += x * x;
    other += y * y;
  }
  return one > 0 && other > 0 ? product / Math.sqrt(one * other) : 0;
}

function energy(samples: Int16Array, from: number, length: number): number {
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += samples[i] * samples[i];
  return sum;
}

/** Of the frames that are not silent. */
function meanPower(samples: Int16Array): number {
  const powers: number[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) powers.push(energy(samples, at, FRAME) / FRAME);
  const loud = powers.filter((power) => power > 100);
  return loud.reduce((sum, power) => sum + power, 0) / Math.max(1, loud.length);
}

/** Power in each bin, of a Hann window with the mean power of the samples. */
function spectrum(samples: Int16Array, from: number, gain: number): Float64Array {
  const real = new Float64Array(SPECTRUM);
  const imaginary = new Float64Array(SPECTRUM);
  for (let i = 0; i < SPECTRUM; i++)
    real[i] = gain * (samples[from + i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SPECTRUM));
  transform(real, imaginary);
  return real.map((x, i) => (x * x + imaginary[i] * imaginary[i]) / SPECTRUM);
}

function distortionOf(a: Float64Array, b: Float64Array, power: number): number {
  const floor = power * 10 ** (FLOOR_DB / 10);
  let sum = 0;
  for (let bin = FIRST_BIN; bin < LAST_BIN; bin++) sum += (10 * Math.log10((a[bin] + floor) / (b[bin] + floor))) ** 2;
  return Math.sqrt(sum / (LAST_BIN - FIRST_BIN));
}

/** Discrete Fourier transform in place, by halves (Cooley and Tukey 1965). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [real[i], real[j]] = [real[j], real[i]];
  }
  for (let length = 2; length <= size; length *= 2)
    for (let start = 0; start < size; start += length)
      for (let k = 0; k < length / 2; k++) {
        const angle = (-2 * Math.PI * k) / length;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const [p, q] = [start + k, start + k + length / 2];
        const re = c * real[q] - s * imaginary[q];
        const im = s * real[q] + c * imaginary[q];
        real[q] = real[p] - re;
        imaginary[q] = imaginary[p] - im;
        real[p] += re;
        imaginary[p] += im;
      }
}
