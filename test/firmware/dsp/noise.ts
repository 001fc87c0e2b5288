/** Sound that is no signal: noise and something like speech, from a seed. */

/** From 0 to 1; the same seed, the same numbers (xorshift32). */
export function chanceFrom(seed: number): () => number {
  let state = seed * 2654435761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

export const gaussian = (chance: () => number) =>
  Math.sqrt(-2 * Math.log(chance() + 1e-12)) * Math.cos(2 * Math.PI * chance());

/** First three formants of vowels, in Hz. */
const VOWELS = [
  [270, 2290, 3010],
  [390, 1990, 2550],
  [530, 1840, 2480],
  [660, 1720, 2410],
  [730, 1090, 2440],
  [570, 840, 2410],
  [440, 1020, 2240],
  [300, 870, 2240],
  [640, 1190, 2390],
  [490, 1350, 1690],
];

/** A vowel that lives dangerously: its formants are where keys have their tones. */
const keyLike = (chance: () => number) => [650 + 320 * chance(), 1150 + 520 * chance(), 2700];

/** Syllables: a voice whose pitch glides through vowels, hisses between them, and pauses. The part `sung` is held vowels. */
export function speech(chance: () => number, seconds: number, sung: number): Float64Array {
  const length = 8000 * seconds;
  const out = new Float64Array(length);
  let at = 0;
  let phase = 0;
  const voice = 100 + 300 * chance();
  while (at < length) {
    const end = Math.min(length, at + 800 + Math.floor(2400 * chance()));
    const start = at;
    const hiss = chance() < 0.2;
    const held = chance() < sung;
    const from = held ? keyLike(chance) : VOWELS[Math.floor(chance() * VOWELS.length)];
    const to = held ? from : VOWELS[Math.floor(chance() * VOWELS.length)];
    const pitchFrom = voice * (0.8 + 0.5 * chance());
    const pitchTo = held ? pitchFrom * (0.85 + 0.3 * chance()) : voice * (0.8 + 0.5 * chance());
    const loud = 1500 + 5000 * chance();
    const resonators = [0, 1, 2].map(() => [0, 0]);
    for (; at < end; at++) {
      const part = (at - start) / (end - start);
      phase += (pitchFrom + (pitchTo - pitchFrom) * part) / 8000;
      const source = hiss ? gaussian(chance) / 4 : phase >= 1 ? 10 : -0.1;
      if (phase >= 1) phase -= 1;
      let sum = 0;
      resonators.forEach((past, i) => {
        const hertz = from[i] + (to[i] - from[i]) * part;
        const radius = Math.exp((-Math.PI * (40 + 30 * i)) / 8000);
        const value =
          source * (1 - radius) +
          2 * radius * Math.cos((2 * Math.PI * hertz) / 8000) * past[0] -
          radius * radius * past[1];
        past[1] = past[0];
        past[0] = value;
        sum += value / (i === 2 ? 3 : 1);
      });
      out[at] = loud * Math.sin(Math.PI * part) ** 0.5 * sum;
    }
    if (chance() < 0.3) at += Math.floor(2000 * chance());
  }
  return out;
}
