/**
 * What is said in every row: speech of two people in G.711 mu-law, and a click each second in a pause made for it.
 * The voices are espeak-ng's where it is installed, else the project's own buzz.
 */
import { execFileSync } from "node:child_process";
import { decodeUlaw, encodeUlaw } from "../../../firmware/dsp/g711.js";
import { parseWav } from "../../../sim/wav.js";
import { speech } from "../../speech.js";

export type Said = {
  readonly octets: Uint8Array;
  /** The same, decoded: what a perfect receiver plays. */
  readonly samples: Int16Array;
  /** Where each click begins. */
  readonly clicks: readonly number[];
  readonly voice: string;
};

const RATE = 8000;
/** The click is a chirp from 1 to 3 kHz, in the middle of a pause. */
export const CLICK = 80;
const PAUSE = 640;
const PEAK = 12_000;

const TEXTS = [
  "The boy was there when the sun rose. A rod is used to catch pink salmon. The source of the huge river is the clear spring.",
  "Kick the ball straight and follow through. Help the woman get back to her feet. A pot of tea helps to pass the evening.",
  "Smoky fires lack flame and heat. The soft cushion broke the man's fall. The salt breeze came across from the sea.",
];
const VOICES = ["en-us+f3", "en-gb+m3"];

export function say(seconds: number): Said {
  const { samples, voice } = voices(seconds * RATE);
  const clicks: number[] = [];
  for (let at = RATE / 2; at + RATE / 2 < samples.length; at += RATE) {
    clicks.push(at);
    samples.fill(0, at - PAUSE / 2, at + CLICK + PAUSE / 2);
    for (let i = 0; i < CLICK; i++) {
      const t = i / RATE;
      samples[at + i] = Math.round(PEAK * Math.sin(2 * Math.PI * (1000 + (1000 * i) / CLICK) * t));
    }
  }
  const octets = new Uint8Array(samples.length);
  encodeUlaw(samples, octets, 0);
  decodeUlaw(octets, 0, samples);
  return { octets, samples, clicks, voice };
}

function voices(length: number): { samples: Int16Array; voice: string } {
  try {
    const parts = TEXTS.flatMap((text) => VOICES.map((voice) => spoken(text, voice)));
    const samples = new Int16Array(length);
    for (let at = 0, part = 0; at < length; part++) {
      const next = parts[part % parts.length];
      samples.set(next.subarray(0, length - at), at);
      at += next.length;
    }
    return { samples: levelled(samples), voice: `espeak-ng, ${VOICES.join(" and ")}` };
  } catch {
    return { samples: speech(length / RATE), voice: "the test's own buzz (espeak-ng is missing)" };
  }
}

function spoken(text: string, voice: string): Int16Array {
  const wav = parseWav(new Uint8Array(execFileSync("espeak-ng", ["-v", voice, "-s", "160", "--stdout", text])));
  if ("refuse" in wav) throw new Error(wav.refuse);
  return wav.samples;
}

/** To a peak of -3 dB of full scale. */
function levelled(samples: Int16Array): Int16Array {
  let peak = 1;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return samples.map((sample) => Math.round((sample * 23_000) / peak));
}
