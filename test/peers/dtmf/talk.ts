/** Speech by the minute, to see whether a receiver takes it for keys: voices of espeak-ng, and people recorded for asterisk. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { readWav } from "../wav.js";

/** Languages, each of which reads numbers aloud in words of its own; variants of the voice. */
const LANGUAGES = [
  "en-us",
  "de",
  "es",
  "fr-fr",
  "it",
  "ru",
  "pl",
  "sv",
  "cmn",
  "hi",
  "tr",
  "en-gb",
  "pt-br",
  "nl",
  "ja",
];
const VARIANTS = ["f1", "m3", "f4", "m1", "f2", "m7", "f5", "m5", "f3", "m2"];
/** Words a minute, and pitch. */
const SPEEDS = [120, 150, 180, 220];
const PITCHES = [30, 50, 70, 90];
/** dB of the peak below full scale. */
const PEAKS = [-1, -6, -12];
/** Numbers that take a minute or more to be read, and octets of a minute at 8 kHz and 16 bit. */
const MINUTE_NUMBERS = 45;
const MINUTE_OCTETS = 960_000;

/** Of the packages asterisk-core-sounds-*-wav: a folder for each person. */
const RECORDINGS = "/usr/share/asterisk/sounds";
const NO_WORDS = /(^|\/)(silence\/|beep|ascending-2tone|descending-2tone|confbridge-(join|leave))/;
/** As recorded first; then faster and slower, with the pitch that goes with it. */
const TEMPOS = ["1", "0.8", "1.25", "0.9", "1.12", "0.7", "1.4"];

export type Talk = { readonly who: string; readonly samples: Int16Array };

/** Voices that read numbers, a minute or two each, without end; the same seed says the same. */
export function* voices(folder: string, seed: number): Generator<Talk> {
  for (let turn = 0; ; turn++) {
    const voice = `${at(LANGUAGES, turn)}+${at(VARIANTS, turn + seed)}`;
    const [speed, pitch] = [at(SPEEDS, turn >> 1), at(PITCHES, turn + (turn >> 2))];
    const path = join(folder, `voice-${seed}-${turn}.wav`);
    if (!existsSync(path)) {
      const said = join(folder, `said-${process.pid}.wav`);
      const options = ["-v", voice, "-s", `${speed}`, "-p", `${pitch}`, "-w", said];
      execFileSync("espeak-ng", [...options, numbers(seed * 7919 + turn)]);
      write([said], path, at(PEAKS, turn), "1");
      rmSync(said);
    }
    yield { who: `${voice}, ${speed} words a minute`, samples: readWav(readFileSync(path)) };
  }
}

/** Whose recordings are here. */
export const people = (): string[] => (existsSync(RECORDINGS) ? readdirSync(RECORDINGS).sort() : []);

/** What they have to say, a minute of each in turn; then again at other tempos. */
export function* recordings(folder: string): Generator<Talk> {
  const minutes = people().map(minutesOf);
  const longest = Math.max(0, ...minutes.map(({ length }) => length));
  for (const tempo of TEMPOS)
    for (let minute = 0; minute < longest; minute++)
      for (const [i, who] of people().entries()) {
        if (minute >= minutes[i].length) continue;
        const path = join(folder, `${who}-${tempo}-${minute}.wav`);
        if (!existsSync(path)) write(minutes[i][minute], path, at(PEAKS, minute), tempo);
        yield { who: tempo === "1" ? who : `${who}, ${tempo} times as fast`, samples: readWav(readFileSync(path)) };
      }
}

/** A folder for it, which may have been filled before. */
export function kept(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Somebody's recordings that are words and no tones, as many together as make a minute. */
function minutesOf(who: string): string[][] {
  const minutes: string[][] = [[]];
  let octets = 0;
  for (const name of readdirSync(join(RECORDINGS, who), { recursive: true, encoding: "utf8" }).sort()) {
    if (!name.endsWith(".wav") || NO_WORDS.test(name)) continue;
    const path = join(RECORDINGS, who, name);
    minutes[minutes.length - 1].push(path);
    octets += statSync(path).size;
    if (octets < MINUTE_OCTETS) continue;
    minutes.push([]);
    octets = 0;
  }
  return minutes.filter(({ length }) => length > 0);
}

function numbers(seed: number): string {
  let chance = seed | 0;
  return Array.from({ length: MINUTE_NUMBERS }, (_, i) => {
    chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) | 0;
    return (chance >>> 8) % 10 ** (1 + (i % 6));
  }).join(", ");
}

/** One after the other, 8 kHz, mono, 16 bit; there at once or not at all. */
function write(sources: readonly string[], path: string, peak: number, tempo: string): void {
  const half = `${path}.${process.pid}.wav`;
  const effects = ["gain", "-n", "-6", "speed", tempo, "rate", "8000", "gain", "-n", `${peak}`];
  execFileSync("sox", ["-D", ...sources, "-b", "16", "-c", "1", half, ...effects]);
  renameSync(half, path);
}

const at = <T>(list: readonly T[], number: number): T => list[number % list.length];
