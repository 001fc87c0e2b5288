/** WAV files: RIFF with PCM of 8, 16 or 24 bit or G.711, mono or stereo, read as 8 kHz mono; written as 16-bit 8 kHz mono. */
import { resample } from "./resample.js";

/** The longest file read. */
export const WAV_OCTETS_MOST = 10 * 1024 * 1024;
export const RATE = 8000;
const RATE_MOST = 48_000;

const PCM = 1;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;

export type ParsedWav = { readonly samples: Int16Array } | { readonly refuse: string };

type Format = { readonly code: number; readonly channels: number; readonly rate: number; readonly bits: number };

/** 8 kHz mono samples, or why not. Never throws. */
export function parseWav(octets: Uint8Array): ParsedWav {
  if (octets.length > WAV_OCTETS_MOST) return { refuse: "longer than 10 MiB" };
  if (octets.length < 12 || tag(octets, 0) !== "RIFF" || tag(octets, 8) !== "WAVE") return { refuse: "not a WAV file" };
  let format: Format | undefined;
  for (let at = 12; at + 8 <= octets.length; ) {
    const name = tag(octets, at);
    const size = number32(octets, at + 4);
    const start = at + 8;
    if (name === "data") {
      if (!format) return { refuse: "sound before its format" };
      const end = endOfData(octets, start, size);
      if (end === undefined) return { refuse: "the sound is cut short" };
      return samplesOf(octets.subarray(start, end), format);
    }
    if (start + size > octets.length) break;
    if (name === "fmt ") {
      const read = formatOf(octets.subarray(start, start + size));
      if ("refuse" in read) return read;
      format = read;
    }
    at = start + size + (size % 2);
  }
  return { refuse: "no sound in it" };
}

/** Programs that write into a pipe do not know the size: they leave 0 with sound after it, or the most there can be. */
function endOfData(octets: Uint8Array, start: number, size: number): number | undefined {
  if (start + size <= octets.length && size > 0) return start + size;
  return size === 0 || size >= 0x7fff_0000 ? octets.length : undefined;
}

function formatOf(octets: Uint8Array): Format | { readonly refuse: string } {
  if (octets.length < 16) return { refuse: "its format is cut short" };
  let code = number16(octets, 0);
  if (code === EXTENSIBLE) {
    if (octets.length < 40) return { refuse: "its format is cut short" };
    code = number16(octets, 24); // the first two octets of the sub-format's GUID
  }
  const channels = number16(octets, 2);
  const rate = number32(octets, 4);
  const align = number16(octets, 12);
  const bits = number16(octets, 14);
  if (code !== PCM && code !== A_LAW && code !== MU_LAW) return { refuse: `format ${code} is neither PCM nor G.711` };
  if (channels !== 1 && channels !== 2) return { refuse: `${channels} channels` };
  if (rate < RATE || rate > RATE_MOST) return { refuse: `${rate} samples a second` };
  if (code === PCM ? bits !== 8 && bits !== 16 && bits !== 24 : bits !== 8) return { refuse: `${bits} bits a sample` };
  if (align !== (channels * bits) / 8) return { refuse: "its format contradicts itself" };
  return { code, channels, rate, bits };
}

function samplesOf(octets: Uint8Array, { code, channels, rate, bits }: Format): ParsedWav {
  const width = bits / 8;
  const read = code === A_LAW ? aLaw : code === MU_LAW ? muLaw : bits === 8 ? pcm8 : bits === 16 ? pcm16 : pcm24;
  const count = Math.floor(octets.length / (width * channels));
  const mono = new Float64Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += width) sum += read(octets, at);
    mono[i] = sum / channels;
  }
  const slow = rate === RATE ? mono : resample(mono, rate, RATE);
  const samples = new Int16Array(slow.length);
  for (let i = 0; i < slow.length; i++) samples[i] = Math.max(-32768, Math.min(32767, Math.round(slow[i])));
  return { samples };
}

/** A mono file of 16-bit samples at 8 kHz. */
export function emitWav(samples: Int16Array): Uint8Array {
  const octets = new Uint8Array(44 + 2 * samples.length);
  const put = (at: number, value: number, width: number) => {
    for (let i = 0; i < width; i++) octets[at + i] = value >>> (8 * i);
  };
  const name = (at: number, text: string) => {
    for (let i = 0; i < 4; i++) octets[at + i] = text.charCodeAt(i);
  };
  name(0, "RIFF");
  put(4, octets.length - 8, 4);
  name(8, "WAVE");
  name(12, "fmt ");
  put(16, 16, 4);
  put(20, PCM, 2);
  put(22, 1, 2);
  put(24, RATE, 4);
  put(28, 2 * RATE, 4);
  put(32, 2, 2);
  put(34, 16, 2);
  name(36, "data");
  put(40, 2 * samples.length, 4);
  for (let i = 0; i < samples.length; i++) put(44 + 2 * i, samples[i], 2);
  return octets;
}

// All samples on a 16-bit scale.

const pcm8 = (octets: Uint8Array, at: number) => (octets[at] - 128) * 256;
const pcm16 = (octets: Uint8Array, at: number) => (number16(octets, at) << 16) >> 16;
const pcm24 = (octets: Uint8Array, at: number) =>
  ((octets[at] << 8) | (octets[at + 1] << 16) | (octets[at + 2] << 24)) / 65_536;

/** G.711 table 2a. */
function muLaw(octets: Uint8Array, at: number): number {
  const code = ~octets[at] & 0xff;
  const size = (((code & 15) << 3) + 132) * 2 ** ((code >> 4) & 7) - 132;
  return code & 0x80 ? -size : size;
}

/** G.711 table 1a. */
function aLaw(octets: Uint8Array, at: number): number {
  const code = octets[at] ^ 0x55;
  const segment = (code >> 4) & 7;
  const step = ((code & 15) << 4) + 8;
  const size = segment === 0 ? step : (step + 256) * 2 ** (segment - 1);
  return code & 0x80 ? size : -size;
}

const tag = (octets: Uint8Array, at: number) =>
  String.fromCharCode(octets[at], octets[at + 1], octets[at + 2], octets[at + 3]);
const number16 = (octets: Uint8Array, at: number) => octets[at] | (octets[at + 1] << 8);
const number32 = (octets: Uint8Array, at: number) => number16(octets, at) + number16(octets, at + 2) * 65_536;
