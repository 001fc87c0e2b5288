/** Waves to correlate sound with: cosines and sines in Q15, made when the module that wants them is. */
import { RATE } from "./oscillator.js";

const cosine = (hertz: number, i: number) => Math.round(32767 * Math.cos((2 * Math.PI * hertz * i) / RATE));
const sine = (hertz: number, i: number) => Math.round(32767 * Math.sin((2 * Math.PI * hertz * i) / RATE));

/** `length` samples of a cosine, then as many of a sine. */
export function waveOf(hertz: number, length: number): Int16Array {
  const wave = new Int16Array(2 * length);
  for (let i = 0; i < length; i++) {
    wave[i] = cosine(hertz, i);
    wave[length + i] = sine(hertz, i);
  }
  return wave;
}

/** Four waves side by side: for each of `length` samples the cosine and the sine of the first, of the second, ... */
export function fourWavesOf(hertz: readonly number[], length: number): Int16Array {
  const waves = new Int16Array(8 * length);
  for (let i = 0; i < length; i++)
    for (let n = 0; n < 4; n++) {
      waves[8 * i + 2 * n] = cosine(hertz[n], i);
      waves[8 * i + 2 * n + 1] = sine(hertz[n], i);
    }
  return waves;
}
