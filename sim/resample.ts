/** Sound at a lower rate, through a low-pass: sinc in a Blackman window. */

/** Zero crossings of the sinc on each side. */
const CROSSINGS = 24;
/** Where the pass band ends, of the lower rate's half: 3.6 kHz at 8 kHz. */
const CUT = 0.9;

/** From one whole rate to a lower or equal one, Hz. As long as before, to the sample; the ends are as if in silence. */
export function resample(samples: Float64Array, from: number, to: number): Float64Array {
  const result = new Float64Array(Math.ceil((samples.length * to) / from));
  // In samples of the old rate, the sinc crosses zero every `stretch`.
  const stretch = from / (to * CUT);
  const reach = Math.ceil(stretch * CROSSINGS);
  // A place between two old samples comes again after so many new ones.
  const phases = to / divisor(from, to);
  const kernels: Float64Array[] = [];
  for (let i = 0; i < result.length; i++) {
    const phase = i % phases;
    kernels[phase] ??= kernelAt(((phase * from) / to) % 1, stretch, reach);
    const kernel = kernels[phase];
    const first = Math.floor((i * from) / to) - reach;
    let sum = 0;
    const last = Math.min(kernel.length, samples.length - first);
    for (let n = Math.max(0, -first); n < last; n++) sum += samples[first + n] * kernel[n];
    result[i] = sum;
  }
  return result;
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
