/** Something to say: two voices of espeak-ng, made once by run.sh. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "./lab.js";
import { readWav } from "./wav.js";

export type Speech = { wav: Uint8Array<ArrayBuffer>; samples: Int16Array; seconds: number };

export function speech(voice: "her" | "him"): Speech {
  const wav = new Uint8Array(readFileSync(join(runFolder, `${voice}.wav`)));
  const samples = readWav(wav);
  return { wav, samples, seconds: samples.length / 8000 };
}
