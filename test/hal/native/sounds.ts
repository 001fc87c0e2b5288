/** What kernels are tried with: noise of all levels, edges, speech; the same every time. */
import { speech } from "../../speech.js";

export const FRAME = 160;

/** Whole numbers of 32 bits (xorshift32). */
export function chanceOf(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** More than a million samples of noise, each frame at a level of its own, from full scale down to the last bit. */
export const NOISE = Int16Array.from({ length: 6600 * FRAME });
{
  const chance = chanceOf(20261120);
  for (let i = 0; i < NOISE.length; i++) NOISE[i] = ((chance() << 16) >> 16) >> (Math.floor(i / FRAME) % 16);
}

/** Four seconds of something like speech, and the same too loud for its format. */
export const SPEECH = speech(4);
const CLIPPED = SPEECH.map((sample) => Math.max(-32768, Math.min(32767, 6 * sample)));

const of = (make: (i: number) => number) => Int16Array.from({ length: 2 * FRAME }, (_, i) => make(i));

/** Silence, full scale of either sign, alternating, a square, a ramp through all of the range, single pulses, one step. */
export const EDGES: readonly Int16Array[] = [
  of(() => 0),
  of(() => 32767),
  of(() => -32768),
  of((i) => (i & 1 ? -32768 : 32767)),
  of((i) => (i & 1 ? 1 : -1)),
  of((i) => (Math.floor(i / 20) & 1 ? -32768 : 32767)),
  of((i) => -32768 + Math.round((i * 65535) / 319)),
  of((i) => (i % 40 === 0 ? -32768 : 0)),
  of((i) => (i < 100 ? -32768 : 32767)),
];

/** Everything above, one after another: 1.2 million samples. */
export const SOUND = new Int16Array(
  NOISE.length + SPEECH.length + CLIPPED.length + EDGES.reduce((sum, { length }) => sum + length, 0),
);
{
  let at = 0;
  for (const part of [NOISE, SPEECH, CLIPPED, ...EDGES]) {
    SOUND.set(part, at);
    at += part.length;
  }
}

/** The same numbers in both. */
export function same<T extends Int16Array | Int32Array | Uint8Array>(one: T, other: T): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

export type Samples = Int16Array<ArrayBuffer>;

/** Each frame of all the sound there is, in a memory of its own with something before it and behind. */
export function* frames(length = FRAME): Generator<Samples> {
  const memory = new Int16Array(length + 6);
  for (let at = 0; at + length <= SOUND.length; at += length) {
    memory.fill(0x5a5a);
    memory.set(SOUND.subarray(at, at + length), 3);
    yield memory.subarray(3, 3 + length);
  }
}

/** The whole memory that a part lies in, copied, and the same part of the copy. */
export function copied(part: Samples): Samples {
  return new Int16Array(part.buffer.slice(0), part.byteOffset, part.length);
}

/** Nothing differs, in the part or around it. */
export const untorn = (one: Samples, other: Samples) => same(new Int16Array(one.buffer), new Int16Array(other.buffer));
