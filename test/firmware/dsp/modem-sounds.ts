/** What fax machines and modems send, by formula: ITU-T T.30, V.8, V.21, V.25. Shares nothing with firmware/. */
import { RATE } from "./ear.js";

export type Sound = { readonly hertz: number; readonly dbm0: number; readonly seconds: number };

const peak = (dbm0: number) => 22826 * 10 ** (dbm0 / 20);

export function tone({ hertz, dbm0, seconds }: Sound, phase = 0): Float64Array {
  return Float64Array.from(
    { length: Math.round(seconds * RATE) },
    (_, i) => peak(dbm0) * Math.sin((2 * Math.PI * hertz * i) / RATE + phase),
  );
}

/** CNG: on and off, so many times. */
export function cng(times: number, dbm0: number, hertz = 1100, on = 0.5, off = 3): Float64Array {
  const sound = new Float64Array(Math.round(times * (on + off) * RATE));
  for (let i = 0; i < times; i++) sound.set(tone({ hertz, dbm0, seconds: on }, i), Math.round(i * (on + off) * RATE));
  return sound;
}

/** The answer: its phase turns every `turn` s, and its amplitude swings by `depth`, 15 times a second. */
export function answer(
  dbm0: number,
  options: { hertz?: number; turn?: number; depth?: number; seconds?: number } = {},
) {
  const { hertz = 2100, turn = Number.POSITIVE_INFINITY, depth = 0, seconds = 3 } = options;
  return Float64Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
    const t = i / RATE;
    const swing = 1 + depth * Math.sin(2 * Math.PI * 15 * t);
    return peak(dbm0) * swing * Math.sin(2 * Math.PI * hertz * t + Math.PI * Math.floor(t / turn));
  });
}

/** Bits at 300 a second, a one on the first frequency, phase going on. */
export function v21(bits: readonly number[], dbm0: number, one = 1650, zero = 1850, baud = 300): Float64Array {
  let phase = 0;
  return Float64Array.from({ length: Math.floor((bits.length * RATE) / baud) }, (_, i) => {
    phase += (2 * Math.PI * (bits[Math.floor((i * baud) / RATE)] ? one : zero)) / RATE;
    return peak(dbm0) * Math.sin(phase);
  });
}

export const flags = (count: number) => Array.from({ length: count }, () => [0, 1, 1, 1, 1, 1, 1, 0]).flat();
