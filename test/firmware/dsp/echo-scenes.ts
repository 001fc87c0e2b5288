/** What a line may do to an echo canceller (after ITU-T G.168): paths, signals, and scenes made of them. */
import { loudness, RATE } from "./ear.js";
import { chanceFrom, gaussian, speech } from "./noise.js";

export type Path = { readonly name: string; readonly response: Float64Array };

/** `received` is echo, near end and noise together. */
export type Scene = {
  readonly sent: Int16Array;
  readonly received: Int16Array;
  readonly echo: Float64Array;
  readonly near: Float64Array;
};

const whole = (sound: ArrayLike<number>) =>
  Int16Array.from(sound, (sample) => Math.max(-32768, Math.min(32767, Math.round(sample))));

/** A hybrid: a flat delay, then four decaying oscillations of the telephone band; `loss` is its echo return loss. */
export function hybrid(seed: number, loss: number, ms = 7): Path {
  const chance = chanceFrom(seed);
  const response = new Float64Array((ms * RATE) / 1000);
  const start = Math.floor((chance() * response.length) / 5);
  for (let part = 0; part < 4; part++) {
    const [hertz, decay, size, phase] = [
      300 + 2900 * chance(),
      4 + 0.12 * response.length * chance(),
      2 * chance() - 1,
      7 * chance(),
    ];
    for (let k = start; k < response.length; k++)
      response[k] +=
        size * Math.exp((start - k) / decay) * Math.cos((2 * Math.PI * hertz * (k - start)) / RATE + phase);
  }
  const energy = response.reduce((sum, tap) => sum + tap * tap, 0);
  const scale = 10 ** (-loss / 20) / Math.sqrt(energy);
  return { name: `hybrid ${seed}, ${loss} dB`, response: response.map((tap) => tap * scale) };
}

export function through({ response }: Path, sound: ArrayLike<number>): Float64Array {
  const through = new Float64Array(sound.length);
  for (let i = 0; i < sound.length; i++)
    if (sound[i] !== 0)
      for (let k = 0; k < response.length && i + k < sound.length; k++) through[i + k] += response[k] * sound[i];
  return through;
}

/** The mean level, in dBm0. */
export function at(dbm0: number, sound: Float64Array): Float64Array {
  const scale = 10 ** ((dbm0 - loudness(sound)) / 20);
  return sound.map((sample) => sample * scale);
}

export const silence = (seconds: number) => new Float64Array(seconds * RATE);

export function noise(seconds: number, dbm0: number, seed = 99): Float64Array {
  const chance = chanceFrom(seed);
  return at(
    dbm0,
    silence(seconds).map(() => gaussian(chance)),
  );
}

/** What a microphone leaves of it: little below 200 Hz. */
function telephoned(sound: Float64Array): Float64Array {
  let [last, lastOut] = [0, 0];
  return sound.map((sample) => {
    lastOut = sample - last + 0.87 * lastOut;
    last = sample;
    return lastOut;
  });
}

export const voice = (seconds: number, dbm0: number, seed: number) =>
  at(dbm0, telephoned(telephoned(speech(chanceFrom(seed), seconds, 0.1))));

/** Composite source signal, as ITU-T P.501 has it: 49 ms of a vowel, 200 ms of noise, 101 ms of nothing. */
export function composite(seconds: number, dbm0: number, seed: number): Float64Array {
  const chance = chanceFrom(seed);
  const sound = silence(seconds);
  const vowel = [
    [550, 80],
    [1650, 120],
    [2450, 150],
  ];
  for (let start = 0; start < sound.length; start += 2800) {
    const past = vowel.map(() => [0, 0]);
    for (let i = 0; i < 389; i++) {
      const pulse = i % 67 === 0 ? 3 : 0;
      vowel.forEach(([hertz, width], part) => {
        const radius = Math.exp((-Math.PI * width) / RATE);
        const [last, beforeLast] = past[part];
        const value = pulse + 2 * radius * Math.cos((2 * Math.PI * hertz) / RATE) * last - radius ** 2 * beforeLast;
        past[part] = [value, last];
        if (start + i < sound.length) sound[start + i] += value / (1 + part);
      });
    }
    for (let i = start + 389; i < Math.min(start + 1989, sound.length); i++) sound[i] = gaussian(chance);
  }
  return at(dbm0, telephoned(telephoned(sound)));
}

/** Only from one second to another. */
export const during = (from: number, to: number, sound: Float64Array) =>
  sound.map((sample, i) => (i >= from * RATE && i < to * RATE ? sample : 0));

export const sum = (...sounds: Float64Array[]) =>
  sounds[0].map((_, i) => sounds.reduce((total, sound) => total + (sound[i] ?? 0), 0));

/** The path may be another from one second on. */
export function scene(
  far: Float64Array,
  path: Path,
  near: Float64Array,
  hum: Float64Array,
  then?: [number, Path],
): Scene {
  const sent = whole(far);
  const before = through(path, sent);
  const after = then ? through(then[1], sent) : before;
  const echo = before.map((sample, i) => (then && i >= then[0] * RATE ? after[i] : sample));
  return { sent, received: whole(sum(echo, near, hum)), echo, near };
}

/** How much softer the echo has become between two seconds, in dB; what is left of it holds the line's noise, too. */
export function loss({ echo, near }: Scene, heard: Int16Array, from: number, to: number): number {
  const [start, end] = [Math.round(from * RATE), Math.round(to * RATE)];
  const left = Float64Array.from(heard, (sample, i) => sample - near[i]);
  return loudness(echo, start, end) - loudness(left, start, end);
}
