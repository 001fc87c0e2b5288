/** Something like speech, the same every time: syllables of a buzzing voice through three resonances. */

const RATE = 8000;
const VOWELS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
];

/** Peak about -6 dBm0. */
export function speech(seconds: number): Int16Array {
  const samples = new Int16Array(Math.round(seconds * RATE));
  const state = [0, 0, 0, 0, 0, 0];
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    const t = i / RATE;
    const syllable = Math.floor(t / 0.23);
    const within = t / 0.23 - syllable;
    const loud = syllable % 5 === 4 ? 0 : Math.sin(Math.PI * within) ** 2;
    phase += (110 + 25 * Math.sin(2.1 * t) + 9 * (syllable % 3)) / RATE;
    let source = 0;
    if (phase >= 1) {
      phase -= 1;
      source = 1;
    }
    let voice = 0;
    const formants = VOWELS[(syllable * 3) % VOWELS.length];
    for (let f = 0; f < 3; f++) {
      const r = Math.exp((-Math.PI * (60 + 40 * f)) / RATE);
      const out =
        source + 2 * r * Math.cos((2 * Math.PI * formants[f]) / RATE) * state[2 * f] - r * r * state[2 * f + 1];
      state[2 * f + 1] = state[2 * f];
      state[2 * f] = out;
      voice += out / (1 + f);
    }
    samples[i] = Math.max(-16_000, Math.min(16_000, Math.round(2500 * loud * voice)));
  }
  return samples;
}
