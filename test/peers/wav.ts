/** Sound in memory: WAV files of 8 kHz, levels on the scale of the desk, and likeness of two recordings. */

export type Recording = { bytes: Uint8Array; samples: Int16Array; end: number };
export type Likeness = { correlation: number; delay: number };

export const RATE = 8000;
/** Peak of a sine of 0 dBm0: full scale is +3.14 dBm0. */
const PEAK_0_DBM0 = 32767 * 10 ** (-3.14 / 20);
const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;

/** The samples of a PCM WAV file, 16 bit, mono, 8 kHz; anything else is an error. */
export function readWav(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (name(0) !== "RIFF" || name(8) !== "WAVE") throw new Error("not a WAV file");
  for (let at = RIFF_HEADER; at + CHUNK_HEADER <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const start = at + CHUNK_HEADER;
    if (name(at) === "fmt ") {
      const format = [0, 2, 14].map((offset) => view.getUint16(start + offset, true));
      const rate = view.getUint32(start + 4, true);
      if (format.join() !== "1,1,16" || rate !== RATE) throw new Error(`a WAV file of ${format} at ${rate} Hz`);
    } else if (name(at) === "data") {
      const samples = new Int16Array(Math.min(length, bytes.length - start) >> 1);
      for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(start + 2 * i, true);
      return samples;
    }
    at = start + length + (length & 1);
  }
  throw new Error("a WAV file without data");
}

export function writeWav(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  for (let i = 0; i < samples.length; i++) view.setInt16(44 + 2 * i, samples[i], true);
  return bytes;
}

/** Level of the whole in dBm0; digital silence is -Infinity. */
export function level(samples: Int16Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return 10 * Math.log10((2 * power) / samples.length / PEAK_0_DBM0 ** 2);
}

/**
 * How like `heard` is to `said`, at the delay (ms, 0 to `longest`) where it is most like: the correlation coefficient
 * of all of `heard` with the part of `said` that ends `delay` earlier. Both end at the same moment; `said` must be
 * longer than `heard` by `longest`.
 */
export function likeness(said: Int16Array, heard: Int16Array, longest: number): Likeness {
  const lags = (longest * RATE) / 1000;
  const start = said.length - heard.length;
  if (start < lags) throw new Error("too little of what was said");
  const best: Likeness = { correlation: -1, delay: 0 };
  for (let lag = 0; lag <= lags; lag++) {
    const correlation = coefficient(said.subarray(start - lag, start - lag + heard.length), heard);
    if (correlation > best.correlation) Object.assign(best, { correlation, delay: (lag * 1000) / RATE });
  }
  return best;
}

/** Pearson's coefficient; 0 when one of them is constant. */
function coefficient(a: Int16Array, b: Int16Array): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let i = 0; i < b.length; i++) {
    sumA += a[i];
    sumB += b[i];
    squareA += a[i] * a[i];
    squareB += b[i] * b[i];
    product += a[i] * b[i];
  }
  const spread = Math.sqrt((squareA - (sumA * sumA) / b.length) * (squareB - (sumB * sumB) / b.length));
  return spread > 0 ? (product - (sumA * sumB) / b.length) / spread : 0;
}
