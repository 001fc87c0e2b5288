/** Independent ears for the tests: plain DFT in floating point, and a simple FSK demodulator. Share nothing with firmware/. */

export const RATE = 8000;
const FULL = 22826;

/** Level in dBm0 of one frequency in these samples. */
export function levelAt(samples: ArrayLike<number>, hertz: number, start = 0, end = samples.length): number {
  let re = 0;
  let im = 0;
  let weight = 0;
  for (let i = start; i < end; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i - start + 0.5)) / (end - start));
    re += window * samples[i] * Math.cos((2 * Math.PI * hertz * i) / RATE);
    im += window * samples[i] * Math.sin((2 * Math.PI * hertz * i) / RATE);
    weight += window;
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / weight / FULL + 1e-9);
}

/** The strongest frequency near `hertz`, by climbing; to about 0.01 Hz in a second of sound. */
export function frequencyNear(samples: ArrayLike<number>, hertz: number, start = 0, end = samples.length): number {
  let best = hertz;
  for (let step = 4; step > 0.002; step /= 2)
    for (const candidate of [best - step, best + step])
      if (levelAt(samples, candidate, start, end) > levelAt(samples, best, start, end)) best = candidate;
  return best;
}

/** Root mean square in dBm0. */
export function loudness(samples: ArrayLike<number>, start = 0, end = samples.length): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += samples[i] * samples[i];
  return 10 * Math.log10((2 * sum) / (end - start) / (FULL * FULL) + 1e-12);
}

/** Where sound goes on and off, as [start, end) of stretches with no `gap` samples of exact silence. */
export function stretches(samples: ArrayLike<number>, gap = 40): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < samples.length; i++) {
    if (samples[i] === 0) continue;
    const last = found.at(-1);
    if (last && i - last[1] < gap) last[1] = i + 1;
    else found.push([i, i + 1]);
  }
  return found;
}

/** A sine, or several, with noise nowhere. */
export function sines(length: number, ...parts: { hertz: number; dbm: number; phase?: number }[]): Float64Array {
  const out = new Float64Array(length);
  for (const { hertz, dbm, phase = 0 } of parts)
    for (let i = 0; i < length; i++)
      out[i] += FULL * 10 ** (dbm / 20) * Math.sin((2 * Math.PI * hertz * i) / RATE + phase);
  return out;
}

export function clipped(samples: ArrayLike<number>): Int16Array {
  return Int16Array.from(samples, (sample) => Math.max(-32768, Math.min(32767, Math.round(sample))));
}

export type Heard = { seizure: number; mark: number; octets: number[] };

/** Bits by comparing mark and space in a window of one bit, octets by start bit and stop bit. */
export function demodulate(samples: ArrayLike<number>, mark = 1200, space = 2200): Heard {
  const bit = RATE / 1200;
  const power = (hertz: number, centre: number) => {
    let re = 0;
    let im = 0;
    for (let i = Math.ceil(centre - bit / 2); i < centre + bit / 2; i++) {
      const sample = samples[i] ?? 0;
      re += sample * Math.cos((2 * Math.PI * hertz * i) / RATE);
      im += sample * Math.sin((2 * Math.PI * hertz * i) / RATE);
    }
    return re * re + im * im;
  };
  const isMark = (centre: number) => power(mark, centre) > power(space, centre);
  let at = 0;
  while (at < samples.length && samples[at] === 0) at++;
  let seizure = 0;
  let time = at + bit / 2;
  while (isMark(time) === (seizure % 2 === 1) && seizure < 1000) {
    seizure++;
    time += bit;
  }
  // the last bit of the seizure is a mark already, so the first bit that breaks the rule is the first of the marks
  let marks = 0;
  while (isMark(time) && time < samples.length) {
    marks++;
    time += bit;
  }
  const octets: number[] = [];
  time -= (3 * bit) / 4;
  while (time < samples.length) {
    while (time < samples.length && isMark(time)) time += bit / 8;
    if (power(space, time) < 1e8) break; // the carrier is going
    // the window stands on the edge between stop and start, or just behind it
    const centre = time + bit / 2 - bit / 16;
    let octet = 0;
    for (let i = 0; i < 8; i++) if (isMark(centre + (i + 1) * bit)) octet |= 1 << i;
    if (!isMark(centre + 9 * bit)) throw new Error(`no stop bit at sample ${centre}`);
    octets.push(octet);
    time = centre + 9 * bit;
  }
  return { seizure, mark: marks, octets };
}
