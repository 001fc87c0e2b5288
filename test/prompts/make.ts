/** `npm run build:prompts`: has espeak-ng speak the words of the voice menu, and packs them as they lie in flash. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spokenAs, WORDS } from "../../firmware/menu/words.js";
import { parseWav } from "../../sim/wav.js";
import { emitSpeech } from "./speech-file.js";

export const FILE = join(import.meta.dirname, "../../assets/speech-en.bin");
/** Octets of flash that words may take. */
export const MOST = 192 * 1024;

const VOICE = ["-v", "en-us", "-s", "180", "-p", "45"];
/** Below this is nothing to hear, and so many samples of it are left at either end. */
const QUIET = 150;
const MARGIN = 120;
/** Root of the mean square of a word: about -19 dBm0. */
const LOUDNESS = 1800;

export function makeSpeech(): Uint8Array {
  return emitSpeech(WORDS.map((word) => levelled(trimmed(spoken(spokenAs[word])))));
}

function spoken(text: string): Int16Array {
  const wav = execFileSync("espeak-ng", [...VOICE, "--stdout", text], { maxBuffer: 16 << 20 });
  // a pipe does not know how long it will be: the sizes in the head are those of no file
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.writeUInt32LE(wav.length - 44, 40);
  const sound = parseWav(wav);
  if ("refuse" in sound) throw new Error(`${text}: ${sound.refuse}`);
  return sound.samples;
}

function trimmed(samples: Int16Array): Int16Array {
  const heard = (sample: number) => Math.abs(sample) > QUIET;
  const first = samples.findIndex(heard);
  let last = samples.length - 1;
  while (last > first && !heard(samples[last])) last--;
  return samples.slice(Math.max(0, first - MARGIN), Math.min(samples.length, last + MARGIN));
}

function levelled(samples: Int16Array): Int16Array {
  const mean = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  const clip = (sample: number) => Math.max(-32768, Math.min(32767, Math.round(sample)));
  return samples.map((sample) => clip((sample * LOUDNESS) / mean));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const octets = makeSpeech();
  writeFileSync(FILE, octets);
  process.stdout.write(`${WORDS.length} words in ${octets.length} octets\n`);
}
