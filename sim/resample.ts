/** Sound at another rate, through a low-pass: sinc in a Blackman window. */

/** Zero crossings of the sinc on each side. */
const CROSSINGS = 24;
/** Where the pass band ends, of the lower rate's half: 3.6 kHz at 8 kHz. */
const CUT = 0.9;

/** From one whole rate to another, Hz. As long as before, to the sample; the ends are as if in silence. */
export function resample(samples: Float64Array, from: number, to: number): Float64Array {
  const converter = new RateConverter(from, to);
  const length = Math.ceil((samples.length * to) / from);
  const result = new Float64Array(length);
  const begun = converter.convert(samples);
  result.set(begun);
  result.set(converter.convert(new Float64Array(converter.reach + 1)).subarray(0, length - begun.length), begun.length);
  return result;
}

/** Sound that comes in pieces, from one whole rate to another, Hz; before the first there was silence. */
export class RateConverter {
  /** Old samples that have to be known on either side of a new one. */
  readonly reach: number;
  readonly #from: number;
  readonly #to: number;
  /** In samples of the old rate, the sinc crosses zero every so many. */
  readonly #stretch: number;
  /** A place between two old samples comes again: its kernel, by the place in parts of `to`. */
  readonly #kernels: Float64Array[] = [];
  /** Old samples that are still asked for, and where the next new one lies among them, in parts of `to`. */
  #kept: Float64Array;
  #at: number;

  constructor(from: number, to: number) {
    const common = divisor(from, to);
    this.#from = from / common;
    this.#to = to / common;
    this.#stretch = Math.max(1, from / to) / CUT;
    this.reach = Math.ceil(this.#stretch * CROSSINGS);
    this.#kept = new Float64Array(this.reach);
    this.#at = this.reach * this.#to;
  }

  /** All that can be said now: it lags by `reach` old samples. */
  convert(samples: ArrayLike<number>): Float64Array {
    const { reach } = this;
    const to = this.#to;
    const old = new Float64Array(this.#kept.length + samples.length);
    old.set(this.#kept);
    old.set(samples, this.#kept.length);
    const ready = (old.length - reach) * to - this.#at;
    const result = new Float64Array(Math.max(0, Math.ceil(ready / this.#from)));
    for (let i = 0; i < result.length; i++, this.#at += this.#from) {
      const phase = this.#at % to;
      this.#kernels[phase] ??= kernelAt(phase / to, this.#stretch, reach);
      const kernel = this.#kernels[phase];
      const first = (this.#at - phase) / to - reach;
      let sum = 0;
      for (let n = 0; n < kernel.length; n++) sum += old[first + n] * kernel[n];
      result[i] = sum;
    }
    const gone = Math.min(old.length, Math.floor(this.#at / to) - reach);
    this.#kept = old.slice(gone);
    this.#at -= gone * to;
    return result;
  }
}

/** The weights of the samples from `reach` before a whole place to `reach` behind it, for a centre `offset` after it. */
function kernelAt(offset: number, stretch: number, reach: number): Float64Array {
  const kernel = new Float64Array(2 * reach + 1);
  for (let n = 0; n < kernel.length; n++) {
    const x = Math.PI * ((n - reach - offset) / stretch);
    const turn = x / CROSSINGS;
    if (Math.abs(turn) >= Math.PI) continue;
    const window = 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
    kernel[n] = (window * (x === 0 ? 1 : Math.sin(x) / x)) / stretch;
  }
  return kernel;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
